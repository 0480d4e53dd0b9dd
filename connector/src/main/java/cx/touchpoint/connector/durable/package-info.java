/**
 * Conversations that are kept: acknowledged once they are safe, answered by whichever replica has a
 * slot, and taken over when a replica dies.
 */
@NullMarked
package cx.touchpoint.connector.durable;

import org.jspecify.annotations.NullMarked;
