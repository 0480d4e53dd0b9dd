/** Promises to the customer: which waits are open, and how each is decided. */
@NullMarked
package cx.touchpoint.connector.promise;

import org.jspecify.annotations.NullMarked;
