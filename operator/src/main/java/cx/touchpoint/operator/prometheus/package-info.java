/** PromQL as values, and the forms in which Prometheus takes rules. */
@NullMarked
package cx.touchpoint.operator.prometheus;

import org.jspecify.annotations.NullMarked;
