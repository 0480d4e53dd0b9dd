# shellcheck shell=bash disable=SC2034  # read by the scripts that source this
# What is pinned, and where things are kept. Every path and number of the local cluster is here.

KUBERNETES_VERSION=1.35.8
ETCD_VERSION=3.6.8
COREDNS_VERSION=1.15.0
HELM_VERSION=3.22.0
KIND_VERSION=0.33.0
CRANE_VERSION=0.22.1
# Rules must be right for both majors of Prometheus; the second runs in the cluster, for Debian's build of the first cannot
# find pods. Newer Alertmanagers cannot be built from their module.
PROMETHEUS_3_VERSION=3.13.5
ALERTMANAGER_VERSION=0.31.1
PROMETHEUS_OPERATOR_VERSION=0.85.0 # also in cluster/apis.sh
KEDA_VERSION=2.20.2 # also in cluster/apis.sh
# 0.9 needs a newer Go.
METRICS_SERVER_VERSION=0.8.0
SLOTH_VERSION=0.16.0 # bench/ holds our rules against its rules
# Debian's own version is taken where there is a Debian; these, which are those of Debian 12, elsewhere.
PROMETHEUS_2_VERSION=2.42.0
BLACKBOX_VERSION=0.23.0
# What Maven Central calls the binaries of PostgreSQL 17.6.
POSTGRES_VERSION=17.6.0
# Tests keep messages in the oldest that is promised to work, and are told of one before it.
OLDEST_POSTGRES_VERSION=14.19.0
TOO_OLD_POSTGRES_VERSION=13.22.0
GO_NEEDED=1.26
JAVA_NEEDED=25
MAVEN_NEEDED=3.8

case $(uname -m) in
  x86_64) ARCH=amd64 ;;
  aarch64 | arm64) ARCH=arm64 ;;
  *) ARCH=$(uname -m) ;;
esac

CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/touchpoint
# The layout fabric8's kube-api-test expects, so that tests and cluster share one set of binaries.
KUBERNETES_TESTDIR=$CACHE/kubernetes-$KUBERNETES_VERSION
KUBERNETES_BIN=$KUBERNETES_TESTDIR/k8s/$KUBERNETES_VERSION-linux-$ARCH
STEP_LOGS=$CACHE/logs

# One local cluster per machine: its addresses are the machine's, so its place does not depend on the checkout.
STATE=/var/lib/touchpoint
RUN=/run/touchpoint
LOGS=$STATE/logs
CGROUP=touchpoint
# Kind and a cluster of one's own need no root, so what is noted about them lies with the user.
USER_STATE=${XDG_STATE_HOME:-$HOME/.local/state}/touchpoint
KIND_CLUSTER=touchpoint

# A /16 of its own: pods .0.0/24, node .1.1, services .128.0/17. A cluster that is up keeps the one it was made with.
SUBNET=${TOUCHPOINT_SUBNET:-10.197}
if [[ -r $STATE/subnet ]]; then SUBNET=$(<"$STATE/subnet"); fi
POD_CIDR=$SUBNET.0.0/24
NODE_IP=$SUBNET.1.1
SERVICE_CIDR=$SUBNET.128.0/17
API_SERVICE_IP=$SUBNET.128.1
DNS_IP=$SUBNET.128.10
INTERFACE=touchpoint0
NODE_NAME=touchpoint

OPERATOR_NAMESPACE=touchpoint-system
QUICKSTART_NAMESPACE=touchpoint-quickstart
MONITORING_NAMESPACE=monitoring
POSTGRES_NAMESPACE=postgres
KEDA_NAMESPACE=keda
