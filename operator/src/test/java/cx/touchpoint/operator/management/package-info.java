@NullMarked
package cx.touchpoint.operator.management;

import org.jspecify.annotations.NullMarked;
