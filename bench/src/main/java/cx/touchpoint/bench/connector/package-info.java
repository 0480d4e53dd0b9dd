/** The connector beside a bare server that reads the same requests. */
@NullMarked
package cx.touchpoint.bench.connector;

import org.jspecify.annotations.NullMarked;
