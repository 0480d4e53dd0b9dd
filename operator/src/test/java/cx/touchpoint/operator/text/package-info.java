@NullMarked
package cx.touchpoint.operator.text;

import org.jspecify.annotations.NullMarked;
