# shellcheck shell=bash
# The real CustomResourceDefinitions of the APIs Touchpoint uses where they are served, and of those that examples use. They lie inside their projects'
# Go modules; the module proxy's checksum database verifies them.

# api NAME MODULE@VERSION PATH: one file of one module.
OPTIONAL_APIS=(
  "httproutes sigs.k8s.io/gateway-api@v1.4.1 config/crd/standard/gateway.networking.k8s.io_httproutes.yaml"
  "podmonitors github.com/prometheus-operator/prometheus-operator@v0.85.0 example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml"
  "prometheusrules github.com/prometheus-operator/prometheus-operator@v0.85.0 example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml"
  "prometheuses github.com/prometheus-operator/prometheus-operator@v0.85.0 example/prometheus-operator-crd/monitoring.coreos.com_prometheuses.yaml"
  "probes github.com/prometheus-operator/prometheus-operator@v0.85.0 example/prometheus-operator-crd/monitoring.coreos.com_probes.yaml"
  "scaledobjects github.com/kedacore/keda/v2@v2.20.2 config/crd/bases/keda.sh_scaledobjects.yaml"
  "clusters github.com/cloudnative-pg/cloudnative-pg@v1.27.1 config/crd/bases/postgresql.cnpg.io_clusters.yaml"
  "grafanadashboards github.com/grafana/grafana-operator/v5@v5.18.0 config/crd/bases/grafana.integreatly.org_grafanadashboards.yaml"
)

# Makes sure that $CACHE/optional-apis holds them all; false where there is no Go to fetch them with.
provide_optional_apis() {
  local line name module path missing=()
  for line in "${OPTIONAL_APIS[@]}"; do
    read -r name module path <<<"$line"
    if [[ ! -f $(optional_api_file "$name" "$module") ]]; then missing+=("$line"); fi
  done
  if ((!${#missing[@]})); then return 0; fi
  if ! has go && [[ -x /usr/local/go/bin/go ]]; then PATH=$PATH:/usr/local/go/bin; fi
  has go || return 1
  step optional-apis 20 "fetching the definitions of optional APIs" fetch_optional_apis "${missing[@]}"
}

# The version is part of the name, so that a newer pin is fetched again.
optional_api_file() { printf '%s/optional-apis/%s-%s.yaml' "$CACHE" "$1" "${2#*@}"; }

fetch_optional_apis() {
  local line name module path folder file
  mkdir -p "$CACHE/optional-apis"
  for line in "$@"; do
    read -r name module path <<<"$line"
    folder=$(cd / && GOTOOLCHAIN=local GOFLAGS=-mod=mod go mod download -json "$module" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
    file=$(optional_api_file "$name" "$module")
    install -m 0644 "$folder/$path" "$file.$BASHPID"
    mv "$file.$BASHPID" "$file"
  done
}
