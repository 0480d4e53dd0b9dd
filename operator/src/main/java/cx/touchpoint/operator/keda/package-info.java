/** The little of KEDA's API that Touchpoint writes and reads. */
@NullMarked
package cx.touchpoint.operator.keda;

import org.jspecify.annotations.NullMarked;
