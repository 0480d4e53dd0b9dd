@NullMarked
package cx.touchpoint.operator.prometheus;

import org.jspecify.annotations.NullMarked;
