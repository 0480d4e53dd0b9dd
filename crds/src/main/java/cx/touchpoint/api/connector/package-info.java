/**
 * What the operator and a connector say to each other: the configuration file the operator mounts,
 * and the status a connector answers with. Plain records; nothing here knows Kubernetes.
 */
@NullMarked
package cx.touchpoint.api.connector;

import org.jspecify.annotations.NullMarked;
