/** Who answers: the echo, or a service over HTTP. */
@NullMarked
package cx.touchpoint.connector.responder;

import org.jspecify.annotations.NullMarked;
