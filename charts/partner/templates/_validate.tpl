{{/*
What the schema cannot say: what is missing, and which values do not go together. All problems are told at once, each
beginning with the value's name.
*/}}
{{- define "partner.validate" -}}
{{- $wrong := concat
      (include "partner.wrong.names" . | fromJsonArray)
      (include "partner.wrong.keys" . | fromJsonArray)
      (include "partner.wrong.paths" . | fromJsonArray)
      (include "partner.wrong.sizes" . | fromJsonArray)
      (include "partner.wrong.image" . | fromJsonArray)
      (include "partner.wrong.issuer" . | fromJsonArray)
      (include "partner.wrong.database" . | fromJsonArray)
      (include "partner.wrong.tls" . | fromJsonArray)
      (include "partner.wrong.running" . | fromJsonArray)
      (include "partner.wrong.monitoring" . | fromJsonArray) -}}
{{- if $wrong -}}
{{- fail (printf "\n\nThese values cannot work:\n- %s\n" (join "\n- " $wrong)) -}}
{{- end -}}
{{- end -}}

{{- define "partner.wrong.names" -}}
{{- $wrong := list -}}
{{- $names := dict
      "nameOverride" .Values.nameOverride
      "fullnameOverride" .Values.fullnameOverride
      "database.existingSecret" .Values.database.existingSecret
      "database.sqlite.existingClaim" .Values.database.sqlite.existingClaim
      "database.sqlite.storageClassName" .Values.database.sqlite.storageClassName
      "tls.server.existingSecret" .Values.tls.server.existingSecret
      "tls.server.certManager.issuerRef.name" .Values.tls.server.certManager.issuerRef.name
      "tls.partnerCa.existingSecret" .Values.tls.partnerCa.existingSecret
      "tls.partnerCa.existingConfigMap" .Values.tls.partnerCa.existingConfigMap
      "signing.existingSecret" .Values.signing.existingSecret
      "serviceAccount.name" .Values.serviceAccount.name
      "priorityClassName" .Values.priorityClassName
      "otel.headersSecret.name" .Values.otel.headersSecret.name
      "otel.serviceName" .Values.otel.serviceName -}}
{{- range $index, $secret := .Values.imagePullSecrets -}}
{{- $_ := set $names (printf "imagePullSecrets.%d.name" $index) $secret.name -}}
{{- end -}}
{{- range $index, $mount := .Values.extraMounts -}}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$" $mount.name) -}}
{{- $wrong = append $wrong (printf "extraMounts.%d.name must be a name of lower-case letters, digits and -, but is %q" $index $mount.name) -}}
{{- end -}}
{{- $_ := set $names (printf "extraMounts.%d.secret" $index) (default "" $mount.secret) -}}
{{- $_ := set $names (printf "extraMounts.%d.configMap" $index) (default "" $mount.configMap) -}}
{{- end -}}
{{- range $key, $name := $names -}}
{{- if and $name (not (regexMatch "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$" $name)) -}}
{{- $wrong = append $wrong (printf "%s must be a name of lower-case letters, digits, - and ., but is %q" $key $name) -}}
{{- end -}}
{{- end -}}
{{- range $index, $variable := .Values.extraEnv -}}
{{- if not (regexMatch "^[A-Za-z_][A-Za-z0-9_.-]*$" $variable.name) -}}
{{- $wrong = append $wrong (printf "extraEnv.%d.name is no name of an environment variable: %q" $index $variable.name) -}}
{{- end -}}
{{- end -}}
{{- range $key, $file := dict "tls.partnerCa.key" .Values.tls.partnerCa.key "database.secretKey" .Values.database.secretKey -}}
{{- if not (regexMatch "^[-._a-zA-Z0-9]+$" $file) -}}
{{- $wrong = append $wrong (printf "%s must be a key of letters, digits, -, _ and ., but is %q" $key $file) -}}
{{- end -}}
{{- end -}}
{{- $wrong | toJson -}}
{{- end -}}

{{/* What would be in a list or a map twice. Where the operator's cannot go before the chart's, it is refused. */}}
{{- define "partner.wrong.keys" -}}
{{- $wrong := list -}}
{{- $labels := dict
      "commonLabels" .Values.commonLabels
      "podLabels" .Values.podLabels
      "migration.podLabels" .Values.migration.podLabels
      "prometheusRule.labels" .Values.prometheusRule.labels
      "grafanaDashboard.labels" .Values.grafanaDashboard.labels -}}
{{- range $owner, $map := $labels -}}
{{- range list "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/component" "app.kubernetes.io/managed-by" "helm.sh/chart" -}}
{{- if hasKey $map . -}}
{{- $wrong = append $wrong (printf "%s must not set %s: the chart does" $owner .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $annotations := dict
      "migration.annotations" .Values.migration.annotations
      "serviceAccount.annotations" .Values.serviceAccount.annotations -}}
{{- range $owner, $map := $annotations -}}
{{- range list "helm.sh/hook" "helm.sh/hook-weight" "helm.sh/hook-delete-policy" -}}
{{- if hasKey $map . -}}
{{- $wrong = append $wrong (printf "%s must not set %s: the chart does" $owner .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if hasKey .Values.otel.resourceAttributes "service.name" -}}
{{- $wrong = append $wrong "otel.resourceAttributes must not set service.name: otel.serviceName does" -}}
{{- end -}}
{{- range $owner, $items := dict "extraEnv" .Values.extraEnv "extraMounts" .Values.extraMounts "imagePullSecrets" .Values.imagePullSecrets -}}
{{- $seen := list -}}
{{- range $index, $item := $items -}}
{{- if has $item.name $seen -}}
{{- $wrong = append $wrong (printf "%s.%d.name is there twice: %q" $owner $index $item.name) -}}
{{- end -}}
{{- $seen = append $seen $item.name -}}
{{- end -}}
{{- end -}}
{{- $migrates := printf "%s-migrate" (include "partner.fullname" .) -}}
{{- if and .Values.serviceAccount.create (include "partner.hasMigrationJob" .) (eq .Values.serviceAccount.name $migrates) -}}
{{- $wrong = append $wrong (printf "serviceAccount.name must not be %q: the migration's account has that name" $migrates) -}}
{{- end -}}
{{- $wrong | toJson -}}
{{- end -}}

{{/* Folders of containers: one volume in each. */}}
{{- define "partner.wrong.paths" -}}
{{- $wrong := list -}}
{{- $seen := list "/etc/partner/tls" "/etc/partner/ca" "/etc/partner/signing" "/tmp" "/app" "/" -}}
{{- if include "partner.isSqlite" . -}}
{{- $seen = append $seen "/data" -}}
{{- end -}}
{{- range $index, $mount := .Values.extraMounts -}}
{{- $path := clean $mount.mountPath -}}
{{- if not (hasPrefix "/" $path) -}}
{{- $wrong = append $wrong (printf "extraMounts.%d.mountPath must begin with /, but is %q" $index $mount.mountPath) -}}
{{- else if or (has $path $seen) (contains ":" $path) -}}
{{- $wrong = append $wrong (printf "extraMounts.%d.mountPath must be a folder that nothing else is in, and without a colon, but is %q" $index $mount.mountPath) -}}
{{- end -}}
{{- $seen = append $seen $path -}}
{{- if not (ne (empty $mount.secret) (empty $mount.configMap)) -}}
{{- $wrong = append $wrong (printf "extraMounts %q needs either secret or configMap" $mount.name) -}}
{{- end -}}
{{- end -}}
{{- $wrong | toJson -}}
{{- end -}}

{{- define "partner.wrong.sizes" -}}
{{- $wrong := list -}}
{{- $sizes := dict "database.sqlite.size" .Values.database.sqlite.size -}}
{{- range $owner, $resources := dict "resources" .Values.resources "migration.resources" .Values.migration.resources -}}
{{- range $kind, $amounts := $resources -}}
{{- range $resource, $amount := $amounts -}}
{{- $_ := set $sizes (printf "%s.%s.%s" $owner $kind $resource) $amount -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $key, $size := $sizes -}}
{{- if not (regexMatch "^[0-9]+([.][0-9]+)?([eE][+]?[0-9]+|m|k|M|G|T|Ki|Mi|Gi|Ti)?$" (toString $size)) -}}
{{- $wrong = append $wrong (printf "%s must be an amount such as 250m (CPU) or 512Mi (bytes), but is %q" $key (toString $size)) -}}
{{- end -}}
{{- end -}}
{{- $missing := .Values.podDisruptionBudget.maxUnavailable -}}
{{- if not (regexMatch "^([0-9]+|([0-9]|[1-9][0-9]|100)%)$" (toString $missing)) -}}
{{- $wrong = append $wrong (printf "podDisruptionBudget.maxUnavailable must be a number or a percentage such as 25%%, but is %q" (toString $missing)) -}}
{{- end -}}
{{- $wrong | toJson -}}
{{- end -}}

{{- define "partner.wrong.image" -}}
{{- $wrong := list -}}
{{- with .Values.image -}}
{{- if not .repository -}}
{{- $wrong = append $wrong "image.repository is required: where the image was pushed, such as registry.example/partner" -}}
{{- end -}}
{{- if and .digest (not (regexMatch "^sha256:[0-9a-f]{64}$" .digest)) -}}
{{- $wrong = append $wrong (printf "image.digest must be sha256: and 64 hexadecimal digits, but is %q" .digest) -}}
{{- end -}}
{{- if and .tag (not (regexMatch "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$" .tag)) -}}
{{- $wrong = append $wrong (printf "image.tag is no tag of an image: %q" .tag) -}}
{{- end -}}
{{- end -}}
{{- $wrong | toJson -}}
{{- end -}}

{{- define "partner.wrong.issuer" -}}
{{- $wrong := list -}}
{{- $url := .Values.issuer.url -}}
{{- if not $url -}}
{{- $wrong = append $wrong "issuer.url is required: the card issuer's address, such as https://issuer.example/tmf654" -}}
{{- else if not (regexMatch "^https?://[^/?#\\s@]+(/[^?#\\s]*)?$" $url) -}}
{{- $wrong = append $wrong (printf "issuer.url must be an http:// or https:// address without user, query or fragment, but is %q" $url) -}}
{{- end -}}
{{- $wrong | toJson -}}
{{- end -}}

{{- define "partner.wrong.database" -}}
{{- $wrong := list -}}
{{- $db := .Values.database -}}
{{- if include "partner.isSqlite" . -}}
{{- if gt (int .Values.replicaCount) 1 -}}
{{- $wrong = append $wrong (printf "replicaCount must be 1 with database.provider Sqlite, but is %d: a file has one writer" (int .Values.replicaCount)) -}}
{{- end -}}
{{- if .Values.autoscaling.enabled -}}
{{- $wrong = append $wrong "autoscaling.enabled must be false with database.provider Sqlite: a file has one writer" -}}
{{- end -}}
{{- if $db.existingSecret -}}
{{- $wrong = append $wrong "database.existingSecret must be empty with database.provider Sqlite: there is no server to connect to" -}}
{{- end -}}
{{- else -}}
{{- if not $db.existingSecret -}}
{{- $wrong = append $wrong (printf "database.existingSecret is required with database.provider %s: the Secret that holds the connection string" $db.provider) -}}
{{- end -}}
{{- if $db.sqlite.existingClaim -}}
{{- $wrong = append $wrong (printf "database.sqlite.existingClaim must be empty with database.provider %s" $db.provider) -}}
{{- end -}}
{{- end -}}
{{- $wrong | toJson -}}
{{- end -}}

{{- define "partner.wrong.tls" -}}
{{- $wrong := list -}}
{{- $server := .Values.tls.server -}}
{{- $ca := .Values.tls.partnerCa -}}
{{- if and $server.existingSecret $server.certManager.enabled -}}
{{- $wrong = append $wrong "tls.server.existingSecret must be empty when tls.server.certManager.enabled is true: one of them makes the certificate" -}}
{{- end -}}
{{- if not (or $server.existingSecret $server.certManager.enabled) -}}
{{- $wrong = append $wrong "tls.server.existingSecret is required (a kubernetes.io/tls Secret), or tls.server.certManager.enabled" -}}
{{- end -}}
{{- if and $server.certManager.enabled (not $server.certManager.issuerRef.name) -}}
{{- $wrong = append $wrong "tls.server.certManager.issuerRef.name is required when tls.server.certManager.enabled is true" -}}
{{- end -}}
{{- range $key := list "duration" "renewBefore" -}}
{{- $value := get $server.certManager $key -}}
{{- if not (regexMatch "^([0-9]+h)?([0-9]+m)?([0-9]+s)?$" $value) -}}
{{- $wrong = append $wrong (printf "tls.server.certManager.%s must be a time such as 2160h, but is %q" $key $value) -}}
{{- end -}}
{{- end -}}
{{- if and $ca.existingSecret $ca.existingConfigMap -}}
{{- $wrong = append $wrong "tls.partnerCa.existingSecret and tls.partnerCa.existingConfigMap exclude each other: the bundle is in one of them" -}}
{{- end -}}
{{- if not (or $ca.existingSecret $ca.existingConfigMap) -}}
{{- $wrong = append $wrong "tls.partnerCa.existingSecret or tls.partnerCa.existingConfigMap is required: the authorities that partners' certificates chain to" -}}
{{- end -}}
{{- $wrong | toJson -}}
{{- end -}}

{{- define "partner.wrong.running" -}}
{{- $wrong := list -}}
{{- $needed := add .Values.server.preStopSeconds .Values.server.drainSeconds 10 | int -}}
{{- if lt (int .Values.terminationGracePeriodSeconds) $needed -}}
{{- $wrong = append $wrong (printf "terminationGracePeriodSeconds must be at least %d (server.preStopSeconds + server.drainSeconds + 10 for the last answers), but is %d" $needed (int .Values.terminationGracePeriodSeconds)) -}}
{{- end -}}
{{- if eq (int .Values.server.port) (int .Values.server.healthPort) -}}
{{- $wrong = append $wrong "server.healthPort must differ from server.port: probes bring no certificate" -}}
{{- end -}}
{{- if and .Values.enrollment.enabled (has (int .Values.enrollment.port) (list (int .Values.server.port) (int .Values.server.healthPort))) -}}
{{- $wrong = append $wrong "enrollment.port must differ from server.port and server.healthPort: it asks for no certificate" -}}
{{- end -}}
{{- if and .Values.enrollment.enabled (not .Values.signing.existingSecret) -}}
{{- $wrong = append $wrong "enrollment.enabled needs signing.existingSecret: with a code a certificate is signed" -}}
{{- end -}}
{{- if and .Values.enrollment.enabled (eq (int .Values.enrollment.servicePort) (int .Values.service.port)) -}}
{{- $wrong = append $wrong "enrollment.servicePort must differ from service.port" -}}
{{- end -}}
{{- if and .Values.signing.existingSecret .Values.signing.instructions -}}
{{- $wrong = append $wrong "signing.instructions must be empty with signing.existingSecret: certificates are signed here" -}}
{{- end -}}
{{- if has (int .Values.server.operatorPort) (list (int .Values.server.port) (int .Values.server.healthPort)) -}}
{{- $wrong = append $wrong "server.operatorPort must differ from server.port and server.healthPort" -}}
{{- end -}}
{{- if and .Values.enrollment.enabled (eq (int .Values.server.operatorPort) (int .Values.enrollment.port)) -}}
{{- $wrong = append $wrong "server.operatorPort must differ from enrollment.port" -}}
{{- end -}}
{{- if and .Values.networkPolicy.operatorFrom (not .Values.server.operatorPort) -}}
{{- $wrong = append $wrong "networkPolicy.operatorFrom needs server.operatorPort" -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (lt (int .Values.autoscaling.maxReplicas) (int .Values.autoscaling.minReplicas)) -}}
{{- $wrong = append $wrong "autoscaling.maxReplicas must not be less than autoscaling.minReplicas" -}}
{{- end -}}
{{- if and .Values.service.nodePort (eq .Values.service.type "ClusterIP") -}}
{{- $wrong = append $wrong "service.nodePort needs service.type NodePort or LoadBalancer" -}}
{{- end -}}
{{- if ne .Values.service.type "LoadBalancer" -}}
{{- range $key := list "loadBalancerClass" "loadBalancerSourceRanges" -}}
{{- if get $.Values.service $key -}}
{{- $wrong = append $wrong (printf "service.%s needs service.type LoadBalancer" $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range .Values.extraEnv -}}
{{- if or (hasPrefix "connectionstrings__" (lower .name)) (hasPrefix "partner__storage__" (lower .name)) -}}
{{- $wrong = append $wrong (printf "extraEnv must not set %s: the chart does, from database" .name) -}}
{{- end -}}
{{- end -}}
{{- $above := .Values.server.approvalAbove -}}
{{- if and $above (not (regexMatch "^[0-9]{1,12}([.][0-9]{1,2})?$" $above)) -}}
{{- $wrong = append $wrong (printf "server.approvalAbove must be an amount such as 10000.00, but is %q" $above) -}}
{{- end -}}
{{- $set := list "--address" "--cert" "--key" "--ca" "--issuer" "--attempt-timeout" "--drain"
      "--connection-age" "--operator" "--approval-above" "--health-address" "--health-port" "--data" "--verbose"
      "--observe-float" "--provider" "--connection" -}}
{{- range .Values.server.extraArgs -}}
{{- $option := splitList "=" . | first -}}
{{- if has $option $set -}}
{{- $wrong = append $wrong (printf "server.extraArgs must not contain %s: other values set it" $option) -}}
{{- end -}}
{{- end -}}
{{- $wrong | toJson -}}
{{- end -}}

{{- define "partner.wrong.monitoring" -}}
{{- $wrong := list -}}
{{- $otel := .Values.otel -}}
{{- $rule := .Values.prometheusRule -}}
{{- if and $otel.endpoint (not (regexMatch "^https?://[^\\s]+$" $otel.endpoint)) -}}
{{- $wrong = append $wrong (printf "otel.endpoint must be an http:// or https:// address, but is %q" $otel.endpoint) -}}
{{- end -}}
{{- range $index, $partner := $otel.observeFloats -}}
{{- if not (regexMatch "^[a-z][-a-z0-9]{0,39}$" $partner) -}}
{{- $wrong = append $wrong (printf "otel.observeFloats.%d is no partner's id: %q" $index $partner) -}}
{{- end -}}
{{- end -}}
{{- if and $otel.observeFloats (not $otel.endpoint) -}}
{{- $wrong = append $wrong "otel.observeFloats needs otel.endpoint" -}}
{{- end -}}
{{- if and $otel.headersSecret.name (not $otel.endpoint) -}}
{{- $wrong = append $wrong "otel.headersSecret.name needs otel.endpoint" -}}
{{- end -}}
{{- if and $rule.enabled (not $otel.endpoint) -}}
{{- $wrong = append $wrong "prometheusRule.enabled needs otel.endpoint: without it the metrics of the alerts are not exported" -}}
{{- end -}}
{{- if and .Values.grafanaDashboard.enabled (not $otel.endpoint) -}}
{{- $wrong = append $wrong "grafanaDashboard.enabled needs otel.endpoint: without it the dashboard's metrics are not exported" -}}
{{- end -}}
{{- $known := list -}}
{{- range (.Files.Get "files/alerts.yaml" | fromYaml).alerts -}}
{{- $known = append $known .alert -}}
{{- end -}}
{{- range $rule.disabled -}}
{{- if not (has . $known) -}}
{{- $wrong = append $wrong (printf "prometheusRule.disabled names an alert that does not exist: %q (there are %s)" . (join ", " $known)) -}}
{{- end -}}
{{- end -}}
{{- if lt (float64 $rule.thresholds.certificateDays) (float64 $rule.thresholds.certificateUrgentDays) -}}
{{- $wrong = append $wrong "prometheusRule.thresholds.certificateUrgentDays must not be more than prometheusRule.thresholds.certificateDays" -}}
{{- end -}}
{{- $wrong | toJson -}}
{{- end -}}
