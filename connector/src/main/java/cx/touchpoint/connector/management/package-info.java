/** The internal listener: metrics, status and probes. None of it is reachable from outside. */
@NullMarked
package cx.touchpoint.connector.management;

import org.jspecify.annotations.NullMarked;
