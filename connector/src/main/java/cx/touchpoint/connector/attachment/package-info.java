/** Files on their way in and out: what they may be, and how they travel. */
@NullMarked
package cx.touchpoint.connector.attachment;

import org.jspecify.annotations.NullMarked;
