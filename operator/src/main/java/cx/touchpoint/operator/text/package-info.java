/** Text for people: tables, and what may be printed of what others wrote. */
@NullMarked
package cx.touchpoint.operator.text;

import org.jspecify.annotations.NullMarked;
