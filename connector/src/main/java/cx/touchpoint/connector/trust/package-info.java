/** Which certificate authorities those may have that are asked over https. */
@NullMarked
package cx.touchpoint.connector.trust;

import org.jspecify.annotations.NullMarked;
