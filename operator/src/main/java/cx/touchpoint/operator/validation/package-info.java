/**
 * Checks files against the API without a cluster: the schema and rules an API server would enforce,
 * in its words, and what the objects of several files say of each other. Knows no Kubernetes
 * client.
 */
@NullMarked
package cx.touchpoint.operator.validation;

import org.jspecify.annotations.NullMarked;
