/** Who refers to whom: how objects of ours choose others. */
@NullMarked
package cx.touchpoint.operator.reference;

import org.jspecify.annotations.NullMarked;
