/** What running connectors say of themselves. */
@NullMarked
package cx.touchpoint.operator.connectors;

import org.jspecify.annotations.NullMarked;
