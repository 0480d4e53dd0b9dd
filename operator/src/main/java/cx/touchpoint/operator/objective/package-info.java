/** What a promise becomes: the rules that tell how it stands, and the status that says so. */
@NullMarked
package cx.touchpoint.operator.objective;

import org.jspecify.annotations.NullMarked;
