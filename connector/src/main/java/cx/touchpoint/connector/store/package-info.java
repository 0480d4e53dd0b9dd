/**
 * Messages kept in PostgreSQL: what is written and read there, and whether it can be. Nothing here
 * knows who answers or what protocol a customer speaks.
 */
@NullMarked
package cx.touchpoint.connector.store;

import org.jspecify.annotations.NullMarked;
