@NullMarked
package cx.touchpoint.operator.channel;

import org.jspecify.annotations.NullMarked;
