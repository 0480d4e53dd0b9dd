/** Faults on a real API server, each made for real: processes killed, frozen and restarted. */
@NullMarked
package cx.touchpoint.operator.fault;

import org.jspecify.annotations.NullMarked;
