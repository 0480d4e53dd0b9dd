@NullMarked
package cx.touchpoint.operator.connectors;

import org.jspecify.annotations.NullMarked;
