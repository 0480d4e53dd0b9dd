/** Tests of checking files without a cluster. */
@NullMarked
package cx.touchpoint.operator.validation;

import org.jspecify.annotations.NullMarked;
