/** Whose turn it is to be reconciled. */
@NullMarked
package cx.touchpoint.operator.fairness;

import org.jspecify.annotations.NullMarked;
