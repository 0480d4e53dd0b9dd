/** Which certificate authorities an https responder may have. */
@NullMarked
package cx.touchpoint.connector.trust;

import org.jspecify.annotations.NullMarked;
