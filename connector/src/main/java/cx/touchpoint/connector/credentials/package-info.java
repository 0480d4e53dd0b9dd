/**
 * The mounted Secrets: what the configuration asks for, whether it can be used, and its rotation.
 */
@NullMarked
package cx.touchpoint.connector.credentials;

import org.jspecify.annotations.NullMarked;
