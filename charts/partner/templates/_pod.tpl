{{/* Restricted pod security, for every pod. 1654 is the user "app" of the .NET images. */}}
{{- define "partner.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1654
runAsGroup: 1654
fsGroup: 1654
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
      name: {{ .Values.database.existingSecret }}
      key: {{ .Values.database.secretKey }}
{{- end }}
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
      name: {{ .headersSecret.name }}
      key: {{ .headersSecret.key }}
{{- end }}
- name: OTEL_SERVICE_NAME
  value: {{ include "partner.serviceName" $ }}
{{- $attributes := list
      (printf "service.namespace=%s" $.Release.Namespace)
      "service.instance.id=$(POD_NAME)"
      (printf "service.version=%s" (include "partner.version" $))
      (printf "k8s.namespace.name=%s" $.Release.Namespace)
      "k8s.pod.name=$(POD_NAME)" }}
{{- range $key, $value := .resourceAttributes }}
{{- $attributes = append $attributes (printf "%s=%s" $key $value) }}
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

{{/* Where to run: what all pods of the chart have in common. */}}
{{- define "partner.placement" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
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

{{/* 0440 in decimal, as JSON and YAML 1.2 have it: the pod's group may read, nobody else. */}}
{{- define "partner.fileMode" -}}288{{- end -}}

{{/* What the operator mounts beside the chart's own: authorities of the database or the issuer, say. */}}
{{- define "partner.extraVolumes" -}}
{{- range .Values.extraMounts }}
- name: {{ printf "extra-%s" .name }}
  {{- if .secret }}
  secret:
    secretName: {{ .secret }}
    defaultMode: {{ include "partner.fileMode" . }}
  {{- else }}
  configMap:
    name: {{ .configMap }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "partner.extraVolumeMounts" -}}
{{- range .Values.extraMounts }}
- name: {{ printf "extra-%s" .name }}
  mountPath: {{ .mountPath }}
  readOnly: true
{{- end }}
{{- end -}}
