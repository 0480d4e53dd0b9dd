/** Whose turn it is to be reconciled, when many wait. */
@NullMarked
package cx.touchpoint.operator.fairness;

import org.jspecify.annotations.NullMarked;
