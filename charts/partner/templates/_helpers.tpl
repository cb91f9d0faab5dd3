{{/* The chart's name, within the 63 characters of a label. */}}
{{- define "partner.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Prefix of every object's name. 50 characters leave room for "-migrate" and what a Job adds to its pods' names. */}}
{{- define "partner.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What never changes in an installation. Takes a dict of the root and the component. */}}
{{- define "partner.selectorLabels" -}}
app.kubernetes.io/name: {{ include "partner.name" .root | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/*
All labels of an object, each once. Takes a dict of the root and the component, and of the operator's labels for this
object, which go before commonLabels. What both may not set is refused by partner.wrong.keys.
*/}}
{{- define "partner.labels" -}}
{{- $own := include "partner.selectorLabels" . | fromYaml -}}
{{- $_ := set $own "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_") -}}
{{- $_ := set $own "app.kubernetes.io/version" (include "partner.version" .root) -}}
{{- $_ := set $own "app.kubernetes.io/managed-by" .root.Release.Service -}}
{{- $_ := set $own "app.kubernetes.io/part-of" "partner" -}}
{{- mergeOverwrite $own .root.Values.commonLabels (default dict .extra) | toYaml -}}
{{- end -}}

{{/* The version that runs, as a label may have it. */}}
{{- define "partner.version" -}}
{{- default .Chart.AppVersion .Values.image.tag | replace "+" "_" | trunc 63 -}}
{{- end -}}

{{/* The image: by digest where one is given, else by tag. */}}
{{- define "partner.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{- .repository }}{{ with .tag }}:{{ . }}{{ end }}@{{ .digest -}}
{{- else -}}
{{- .repository }}:{{ default $.Chart.AppVersion .tag -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "partner.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "partner.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* The migration runs before the chart's own objects exist, so it has an account of its own. */}}
{{- define "partner.migrationServiceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- include "partner.fullname" . }}-migrate
{{- else -}}
{{- include "partner.serviceAccountName" . -}}
{{- end -}}
{{- end -}}

{{- define "partner.serverSecretName" -}}
{{- if .Values.tls.server.certManager.enabled -}}
{{- include "partner.fullname" . }}-tls
{{- else -}}
{{- .Values.tls.server.existingSecret -}}
{{- end -}}
{{- end -}}

{{- define "partner.isSqlite" -}}
{{- if eq .Values.database.provider "Sqlite" }}true{{ end -}}
{{- end -}}

{{/* "true" where a Job migrates. SQLite's file belongs to the one pod, which migrates it before it serves. */}}
{{- define "partner.hasMigrationJob" -}}
{{- if and .Values.migration.enabled (not (include "partner.isSqlite" .)) }}true{{ end -}}
{{- end -}}

{{- define "partner.databasePort" -}}
{{- if .Values.database.port -}}
{{- .Values.database.port | int -}}
{{- else -}}
{{- eq .Values.database.provider "Postgres" | ternary 5432 1433 -}}
{{- end -}}
{{- end -}}

{{/* The port of an http(s) address: the one it names, else that of its scheme. */}}
{{- define "partner.urlPort" -}}
{{- $authority := regexReplaceAll "^https?://([^/?#]*).*$" . "${1}" -}}
{{- $named := regexFind ":[0-9]+$" $authority | trimPrefix ":" -}}
{{- $named | default (hasPrefix "https:" . | ternary "443" "80") -}}
{{- end -}}

{{- define "partner.serviceName" -}}
{{- default (include "partner.fullname" .) .Values.otel.serviceName -}}
{{- end -}}

{{/*
What OpenTelemetry adds to each signal, by name. What the operator sets goes before what the chart does. $(NAME) is
filled in by Kubernetes.
*/}}
{{- define "partner.resourceAttributes" -}}
{{- $own := dict
      "service.namespace" .Release.Namespace
      "service.instance.id" "$(POD_NAME)"
      "service.version" (include "partner.version" .)
      "k8s.namespace.name" .Release.Namespace
      "k8s.pod.name" "$(POD_NAME)" -}}
{{- mergeOverwrite $own .Values.otel.resourceAttributes | toYaml -}}
{{- end -}}

{{/*
A word of a list such as OTEL_RESOURCE_ATTRIBUTES, whose commas, signs of equality and blanks would cut it: percent-encoded
UTF-8, as OpenTelemetry's specification of resources and W3C Baggage have it. A plus sign is encoded and never means a
blank. References such as $(HOST_IP) stay, or Kubernetes would not find them.
*/}}
{{- define "partner.listWord" -}}
{{- $encoded := urlquery . | replace "+" "%20" -}}
{{- regexReplaceAll "%24%28([-._a-zA-Z0-9]+)%29" $encoded "$$(${1})" -}}
{{- end -}}

{{/*
What selects this installation's series. An OTLP receiver makes the label "job" of service.namespace and service.name,
and the chart sets both.
*/}}
{{- define "partner.seriesSelector" -}}
{{- $space := get (include "partner.resourceAttributes" . | fromYaml) "service.namespace" -}}
{{- $job := printf "job=%q" (printf "%s/%s" $space (include "partner.serviceName" .)) -}}
{{- default $job .Values.prometheusRule.selector -}}
{{- end -}}
