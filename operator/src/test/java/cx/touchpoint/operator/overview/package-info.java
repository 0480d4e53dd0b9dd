@NullMarked
package cx.touchpoint.operator.overview;

import org.jspecify.annotations.NullMarked;
