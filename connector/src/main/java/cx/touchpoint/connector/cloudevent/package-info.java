/**
 * CloudEvents 1.0 as they travel over HTTP: read, written, and what Touchpoint's own events carry.
 */
@NullMarked
package cx.touchpoint.connector.cloudevent;

import org.jspecify.annotations.NullMarked;
