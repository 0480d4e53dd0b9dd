/**
 * What must hold on a whole cluster: real pods, a real browser, nothing stood in for. Runs where
 * {@code -Dtouchpoint.cluster} names a kubeconfig, and leaves the cluster as it found it.
 */
@NullMarked
package cx.touchpoint.acceptance;

import org.jspecify.annotations.NullMarked;
