/** What Prometheus has measured: asking it, and what its answers say of each promise. */
@NullMarked
package cx.touchpoint.operator.measure;

import org.jspecify.annotations.NullMarked;
