/** ResponseTimeTargets: what connectors count for them, and what they become. */
@NullMarked
package cx.touchpoint.operator.responsetime;

import org.jspecify.annotations.NullMarked;
