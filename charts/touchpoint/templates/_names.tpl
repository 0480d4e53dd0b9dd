{{/* The name of everything that belongs to the operator: <release>-operator. */}}
{{- define "touchpoint.fullname" -}}
{{- .Values.fullnameOverride | default (printf "%s-operator" .Release.Name) | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "touchpoint.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (include "touchpoint.fullname" .) -}}
{{- end -}}

{{/* What Services and budgets select the operator's pods by. Never changes between chart versions. */}}
{{- define "touchpoint.selectorLabels" -}}
app.kubernetes.io/name: touchpoint-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "touchpoint.labels" -}}
{{ include "touchpoint.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: operator
app.kubernetes.io/part-of: touchpoint
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The labels and annotations an object has; takes (dict "root" $ "labels" ... "annotations" ...), the last two
     optional. Where keys collide, the chart's own win over these, and these over commonLabels and commonAnnotations:
     a value can add, but not break what selects the pods. */}}
{{- define "touchpoint.labelled" -}}
labels:
  {{- $own := include "touchpoint.labels" .root | fromYaml }}
  {{- merge $own (.labels | default dict) .root.Values.commonLabels | toYaml | nindent 2 }}
{{- with merge (dict) (.annotations | default dict) .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* The metadata every object of the chart has; takes what "touchpoint.labelled" takes, with "name" and, for an object
     of a namespace, "namespaced" true, or "namespace" where it is not the release's own. */}}
{{- define "touchpoint.metadata" -}}
name: {{ .name }}
{{- if .namespace }}
namespace: {{ .namespace }}
{{- else if .namespaced }}
namespace: {{ .root.Release.Namespace }}
{{- end }}
{{ include "touchpoint.labelled" . }}
{{- end -}}

{{/* An image reference; takes (dict "root" $ "image" {registry, repository, tag, digest}). */}}
{{- define "touchpoint.image" -}}
{{- $name := printf "%s/%s" .image.registry .image.repository -}}
{{- if .image.digest -}}
{{- printf "%s@%s" $name .image.digest -}}
{{- else -}}
{{- printf "%s:%s" $name (.image.tag | default .root.Chart.AppVersion) -}}
{{- end -}}
{{- end -}}
