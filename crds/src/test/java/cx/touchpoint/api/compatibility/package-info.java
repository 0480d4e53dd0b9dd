/** Keeps a version of the API compatible with what was released of it. */
@NullMarked
package cx.touchpoint.api.compatibility;

import org.jspecify.annotations.NullMarked;
