/** What is counted and measured, as the metric contract in docs/connector.md lists it. */
@NullMarked
package cx.touchpoint.connector.metrics;

import org.jspecify.annotations.NullMarked;
