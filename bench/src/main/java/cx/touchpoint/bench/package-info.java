/** What every benchmark shares: child processes, rounds, figures, the table. */
@NullMarked
package cx.touchpoint.bench;

import org.jspecify.annotations.NullMarked;
