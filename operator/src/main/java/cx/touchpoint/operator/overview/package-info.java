/** Where all promises of a cluster stand, for people and for programs. */
@NullMarked
package cx.touchpoint.operator.overview;

import org.jspecify.annotations.NullMarked;
