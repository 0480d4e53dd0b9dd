/** The guides under docs/, held to what the code says. */
@NullMarked
package cx.touchpoint.operator.docs;

import org.jspecify.annotations.NullMarked;
