/** The mounted configuration: read, checked, and reloaded when its content differs. */
@NullMarked
package cx.touchpoint.connector.configuration;

import org.jspecify.annotations.NullMarked;
