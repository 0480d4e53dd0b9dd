/** What the rules of a promise cost, and how right they are, beside those of others. */
@NullMarked
package cx.touchpoint.bench.rules;

import org.jspecify.annotations.NullMarked;
