/**
 * The dashboards that the chart brings: models Grafana can load, and queries that show what is so.
 */
@NullMarked
package cx.touchpoint.operator.dashboards;

import org.jspecify.annotations.NullMarked;
