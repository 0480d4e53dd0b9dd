{{/* What teams write in their namespaces. */}}
{{- define "touchpoint.teamKinds" -}}
channels, conversationhistories, responsetimetargets, servicelevelobjectives
{{- end -}}

{{/* What the operator may do with what those become, in all namespaces or in some. No verb on Secrets: connectors
     mount theirs, the kubelet reads them. No wildcard, and nothing that grants rights to others. */}}
{{- define "touchpoint.workingRules" -}}
- apiGroups: [touchpoint.cx]
  resources: [{{ include "touchpoint.teamKinds" . }}]
  verbs: [get, list, watch]
- apiGroups: [touchpoint.cx]
  resources: [channels/status, conversationhistories/status, responsetimetargets/status, servicelevelobjectives/status]
  verbs: [get, patch, update]
# Owner references that block deletion need this where OwnerReferencesPermissionEnforcement is on.
- apiGroups: [touchpoint.cx]
  resources: [channels/finalizers, responsetimetargets/finalizers, servicelevelobjectives/finalizers]
  verbs: [update]
# What a Channel becomes, and what a promise.
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [""]
  resources: [serviceaccounts, configmaps, services]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies, ingresses]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [keda.sh]
  resources: [scaledobjects]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [gateway.networking.k8s.io]
  resources: [httproutes]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [monitoring.coreos.com]
  resources: [podmonitors, probes, prometheusrules]
  verbs: [get, list, watch, create, update, patch, delete]
# Connectors are asked for their status at their pods' addresses.
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch]
- apiGroups: ["", events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end -}}

{{/* What people who only look may do. */}}
{{- define "touchpoint.viewingRules" -}}
- apiGroups: [touchpoint.cx]
  resources: [{{ include "touchpoint.teamKinds" . }}]
  verbs: [get, list, watch]
- apiGroups: [touchpoint.cx]
  resources: [channels/status, conversationhistories/status, responsetimetargets/status, servicelevelobjectives/status]
  verbs: [get, list, watch]
{{- end -}}

{{/* What people who work with Channels, their promises and histories may do beside looking. The status is the operator's. */}}
{{- define "touchpoint.editingRules" -}}
- apiGroups: [touchpoint.cx]
  resources: [{{ include "touchpoint.teamKinds" . }}]
  verbs: [create, update, patch, delete, deletecollection]
{{- end -}}
