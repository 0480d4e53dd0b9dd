/**
 * What every kind shares when it meets Kubernetes: names, labels, applying a plan, optional APIs.
 */
@NullMarked
package cx.touchpoint.operator.kube;

import org.jspecify.annotations.NullMarked;
