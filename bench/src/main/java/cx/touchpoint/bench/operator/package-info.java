/** The operator beside a program that writes the same objects and knows them beforehand. */
@NullMarked
package cx.touchpoint.bench.operator;

import org.jspecify.annotations.NullMarked;
