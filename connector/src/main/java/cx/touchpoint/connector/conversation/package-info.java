/**
 * Messages on their way to whoever answers: each once, in order per conversation, a bounded number
 * at a time.
 */
@NullMarked
package cx.touchpoint.connector.conversation;

import org.jspecify.annotations.NullMarked;
