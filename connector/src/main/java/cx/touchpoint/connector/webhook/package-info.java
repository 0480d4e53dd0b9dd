/**
 * CloudEvents from the company's own systems over HTTP: who may send, what is read, what is
 * answered.
 */
@NullMarked
package cx.touchpoint.connector.webhook;

import org.jspecify.annotations.NullMarked;
