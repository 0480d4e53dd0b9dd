/** A chat on the company's own pages: the WebSocket, its frames, the widget and the demo page. */
@NullMarked
package cx.touchpoint.connector.webchat;

import org.jspecify.annotations.NullMarked;
