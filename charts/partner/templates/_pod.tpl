{{/* Restricted pod security, for every pod. An id that is null is left to the platform. */}}
{{- define "partner.podSecurity" -}}
runAsNonRoot: true
{{- range $field := list "runAsUser" "runAsGroup" "fsGroup" }}
{{- $id := index $.Values.podSecurityContext $field }}
{{- if not (kindIs "invalid" $id) }}
{{ $field }}: {{ int64 $id }}
{{- end }}
{{- end }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "partner.containerSecurity" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Where the database is; the same for the server and its migration. .NET's cryptography insists on a home. */}}
{{- define "partner.baseEnv" -}}
- name: HOME
  value: /tmp
- name: Partner__Storage__Provider
  value: {{ .Values.database.provider }}
{{- if not (include "partner.isSqlite" .) }}
- name: ConnectionStrings__Partner
  valueFrom:
    secretKeyRef:
      name: {{ .Values.database.existingSecret | quote }}
      key: {{ .Values.database.secretKey | quote }}
{{- end }}
{{- if .Values.server.approvalAbove }}
- name: Partner__Operator__ApprovalAbove
  value: {{ .Values.server.approvalAbove | quote }}
{{- end }}
{{- end -}}

{{/*
A container's environment, each name once: what the operator sets goes before what the chart does. Takes a dict of the
root and of whether the container has telemetry. Kubernetes fills $(NAME) in only where NAME stands before.
*/}}
{{- define "partner.env" -}}
{{- $theirs := .root.Values.extraEnv -}}
{{- $named := list -}}
{{- range $theirs -}}
{{- $named = append $named .name -}}
{{- end -}}
{{- $variables := list -}}
{{- range include "partner.baseEnv" .root | fromYamlArray -}}
{{- if not (has .name $named) -}}
{{- $variables = append $variables . -}}
{{- end -}}
{{- end -}}
{{- $variables = concat $variables $theirs -}}
{{- if and .telemetry .root.Values.otel.endpoint -}}
{{- range include "partner.otelEnv" .root | fromYamlArray -}}
{{- if not (has .name $named) -}}
{{- $variables = append $variables . -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toYaml $variables -}}
{{- end -}}

{{/* OpenTelemetry's own variables. Without an endpoint nothing is set and nothing is exported. */}}
{{- define "partner.otelEnv" -}}
{{- with .Values.otel -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ .endpoint | quote }}
- name: OTEL_EXPORTER_OTLP_PROTOCOL
  value: {{ .protocol }}
{{- if .headersSecret.name }}
- name: OTEL_EXPORTER_OTLP_HEADERS
  valueFrom:
    secretKeyRef:
      name: {{ .headersSecret.name | quote }}
      key: {{ .headersSecret.key | quote }}
{{- end }}
- name: OTEL_SERVICE_NAME
  value: {{ include "partner.serviceName" $ | quote }}
{{- $attributes := list }}
{{- range $key, $value := include "partner.resourceAttributes" $ | fromYaml }}
{{- $attributes = append $attributes (printf "%s=%s" (include "partner.listWord" $key) (include "partner.listWord" $value)) }}
{{- end }}
- name: OTEL_RESOURCE_ATTRIBUTES
  value: {{ join "," $attributes | quote }}
- name: OTEL_TRACES_SAMPLER
  value: {{ .tracesSampler }}
{{- if .tracesSamplerArg }}
- name: OTEL_TRACES_SAMPLER_ARG
  value: {{ .tracesSamplerArg | quote }}
{{- end }}
- name: OTEL_METRIC_EXPORT_INTERVAL
  value: {{ .metricExportIntervalMilliseconds | int | quote }}
{{- end -}}
{{- end -}}

{{/*
Labels and annotations of a pod. Takes a dict of the root, the component, and of labels and annotations that only this
one has; those go before what all pods have.
*/}}
{{- define "partner.podMetadata" -}}
{{- $labels := merge dict (default dict .labels) .root.Values.podLabels }}
labels:
  {{- include "partner.labels" (dict "root" .root "component" .component "extra" $labels) | nindent 2 }}
{{- with merge dict (default dict .annotations) .root.Values.podAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Where to run: what all pods of the chart have in common. */}}
{{- define "partner.placement" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Replicas apart from each other. Each revision is spread by itself, so that a roll-out does not count the old one. */}}
{{- define "partner.topologySpread" -}}
{{- $selector := include "partner.selectorLabels" (dict "root" . "component" "server") | fromYaml -}}
{{- $keys := dict "topology.kubernetes.io/zone" .Values.topologySpread.zone
      "kubernetes.io/hostname" .Values.topologySpread.node -}}
{{- range $key, $otherwise := $keys }}
{{- if ne $otherwise "None" }}
- topologyKey: {{ $key }}
  maxSkew: 1
  whenUnsatisfiable: {{ $otherwise }}
  labelSelector:
    matchLabels:
      {{- toYaml $selector | nindent 6 }}
  matchLabelKeys: [pod-template-hash]
{{- end }}
{{- end }}
{{- end -}}

{{/*
In decimal, as JSON and YAML 1.2 have it. 0440: the pod's group may read, nobody else. Without an fsGroup of ours the
files may stay root's, so it is 0444 then; nobody but the pod sees the volume.
*/}}
{{- define "partner.fileMode" -}}
{{- kindIs "invalid" (index .Values.podSecurityContext "fsGroup") | ternary 292 288 -}}
{{- end -}}

{{/* What the operator mounts beside the chart's own: authorities of the database or the issuer, say. */}}
{{- define "partner.extraVolumes" -}}
{{- range .Values.extraMounts }}
- name: {{ printf "extra-%s" .name }}
  {{- if .secret }}
  secret:
    secretName: {{ .secret | quote }}
    defaultMode: {{ include "partner.fileMode" $ }}
  {{- else }}
  configMap:
    name: {{ .configMap | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "partner.extraVolumeMounts" -}}
{{- range .Values.extraMounts }}
- name: {{ printf "extra-%s" .name }}
  mountPath: {{ .mountPath | quote }}
  readOnly: true
{{- end }}
{{- end -}}
