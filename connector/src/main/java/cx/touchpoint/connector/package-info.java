/** One channel's connector: the process, its two listeners, and how it starts and stops. */
@NullMarked
package cx.touchpoint.connector;

import org.jspecify.annotations.NullMarked;
