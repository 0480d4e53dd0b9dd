@NullMarked
package cx.touchpoint.operator.kube;

import org.jspecify.annotations.NullMarked;
