/** The API as a real API server enforces it. */
@NullMarked
package cx.touchpoint.operator.api;

import org.jspecify.annotations.NullMarked;
