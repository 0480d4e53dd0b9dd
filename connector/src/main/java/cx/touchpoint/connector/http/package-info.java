/** The public listener and what both listeners share. */
@NullMarked
package cx.touchpoint.connector.http;

import org.jspecify.annotations.NullMarked;
