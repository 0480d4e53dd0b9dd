/** The files under examples/, each applied as a user would apply it. */
@NullMarked
package cx.touchpoint.operator.examples;

import org.jspecify.annotations.NullMarked;
