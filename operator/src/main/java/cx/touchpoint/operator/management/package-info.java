/** The operator's own metrics and probes. */
@NullMarked
package cx.touchpoint.operator.management;

import org.jspecify.annotations.NullMarked;
