@NullMarked
package cx.touchpoint.operator.measure;

import org.jspecify.annotations.NullMarked;
