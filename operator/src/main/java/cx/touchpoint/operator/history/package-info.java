/** What is remembered of conversations, and whether it is on disk before it is acknowledged. */
@NullMarked
package cx.touchpoint.operator.history;

import org.jspecify.annotations.NullMarked;
