/** What a Channel becomes, and what can be said about it. */
@NullMarked
package cx.touchpoint.operator.channel;

import org.jspecify.annotations.NullMarked;
