@NullMarked
package cx.touchpoint.operator.reference;

import org.jspecify.annotations.NullMarked;
