/** What tests of this module share: a real API server, files as fixtures. */
@NullMarked
package cx.touchpoint.operator.testing;

import org.jspecify.annotations.NullMarked;
