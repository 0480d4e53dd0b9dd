/** Customers who have signed in elsewhere, and how their tokens prove it. */
@NullMarked
package cx.touchpoint.connector.signin;

import org.jspecify.annotations.NullMarked;
