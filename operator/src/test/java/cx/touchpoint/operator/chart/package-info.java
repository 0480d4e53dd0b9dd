/** What the Helm chart renders, refuses and does on a real API server, by the real helm. */
@NullMarked
package cx.touchpoint.operator.chart;

import org.jspecify.annotations.NullMarked;
