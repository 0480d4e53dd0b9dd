/** The kinds of group {@code touchpoint.cx}, version {@code v1alpha1}. */
@NullMarked
package cx.touchpoint.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
