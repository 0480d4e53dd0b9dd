/** Whether replicas that follow the promise's expression keep it, on days that are made up. */
@NullMarked
package cx.touchpoint.bench.replay;

import org.jspecify.annotations.NullMarked;
