using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Values;

/// <summary>Wrong values are refused before anything is installed, and the message names the value.</summary>
public sealed class RefusalTests
{
    private const string CertManager = "tls.server.certManager.enabled=true";
    private const string Telemetry = "otel.endpoint=http://collector:4317";

    // The value's name; the set of values to start from; what is set.
    public static TheoryData<string, string, string> WrongValues => new()
    {
        { "replicaCount", "required", "replicaCount=0" },
        { "replicaCount", "required", "replicaCount=two" },
        { "replicaCount", "sqlite", "replicaCount=2" },
        { "image.repository", "required", "image.repository=" },
        { "image.tag", "required", "image.tag=a b" },
        { "image.digest", "required", "image.digest=sha256:0123" },
        { "image.pullPolicy", "required", "image.pullPolicy=Sometimes" },
        { "imagePullSecrets.0.secret", "required", "imagePullSecrets[0].secret=a" },
        { "imagePullSecrets.1.name", "required", "imagePullSecrets[0].name=a,imagePullSecrets[1].name=a" },
        { "issuer.url", "required", "issuer.url=" },
        { "issuer.url", "required", "issuer.url=ftp://issuer.example" },
        { "issuer.url", "required", "issuer.url=https://user@issuer.example" },
        { "issuer.attemptTimeoutSeconds", "required", "issuer.attemptTimeoutSeconds=0" },
        { "server.port", "required", "server.port=443" },
        { "server.healthPort", "required", "server.healthPort=7443" },
        { "server.operatorPort", "required", "server.operatorPort=7443" },
        { "server.operatorPort", "required", "server.operatorPort=8081" },
        { "server.operatorPort", "required", "server.operatorPort=444" },
        { "server.approvalAbove", "required", "server.approvalAbove=10k" },
        { "server.extraArgs", "required", "server.extraArgs={--operator=*:1}" },
        { "server.drainSeconds", "required", "server.drainSeconds=0" },
        { "server.preStopSeconds", "required", "server.preStopSeconds=-1" },
        { "server.connectionAgeSeconds", "required", "server.connectionAgeSeconds=-1" },
        { "server.extraArgs", "required", "server.extraArgs={--connection,Server=db}" },
        { "server.extraArgs", "required", "server.extraArgs={--drain=5}" },
        { "server.extraArgs", "required", "server.extraArgs={--connection-age=5}" },
        { "terminationGracePeriodSeconds", "required", "terminationGracePeriodSeconds=34" },
        { "terminationGracePeriodSeconds", "required", "server.drainSeconds=31" },
        { "database.provider", "required", "database.provider=MySql" },
        { "database.existingSecret", "required", "database.existingSecret=" },
        { "database.existingSecret", "required", "database.existingSecret=Not_A_Name" },
        { "database.existingSecret", "sqlite", "database.existingSecret=partner-database" },
        { "database.port", "required", "database.port=70000" },
        { "database.host", "required", "database.host=db.example" },
        { "database.sqlite.size", "sqlite", "database.sqlite.size=large" },
        { "database.sqlite.existingClaim", "required", "database.sqlite.existingClaim=ledger" },
        { "migration.backoffLimit", "required", "migration.backoffLimit=-1" },
        { "tls.server.existingSecret", "required", "tls.server.existingSecret=" },
        { "tls.server.existingSecret", "required", CertManager + ",tls.server.certManager.issuerRef.name=ca" },
        { "tls.server.certManager.issuerRef.name", "required", CertManager + ",tls.server.existingSecret=" },
        { "tls.server.certManager.duration", "cert-manager", "tls.server.certManager.duration=90d" },
        { "tls.partnerCa.existingSecret", "required", "tls.partnerCa.existingSecret=" },
        { "tls.partnerCa.existingConfigMap", "required", "tls.partnerCa.existingConfigMap=ca" },
        { "enrollment.port", "enrollment", "enrollment.port=7443" },
        { "enrollment.servicePort", "enrollment", "enrollment.servicePort=443" },
        { "enrollment.enabled", "enrollment", "signing.existingSecret=" },
        { "signing.existingSecret", "enrollment", "signing.existingSecret=Not_A_Name" },
        { "signing.instructions", "enrollment", "signing.instructions=ask" },
        { "signing.days", "enrollment", "signing.days=399" },
        { "service.type", "required", "service.type=ExternalName" },
        { "service.nodePort", "required", "service.nodePort=30000" },
        { "service.loadBalancerSourceRanges", "required", "service.loadBalancerSourceRanges={192.0.2.0/24}" },
        { "serviceAccount.create", "required", "serviceAccount.create=maybe" },
        { "serviceAccount.name", "required", "serviceAccount.name=partner-migrate" },
        { "serviceAccount.annotations", "required", @"serviceAccount.annotations.helm\.sh/hook=a" },
        { "migration.annotations", "required", @"migration.annotations.helm\.sh/hook-weight=a" },
        { "migration.podLabels", "required", @"migration.podLabels.app\.kubernetes\.io/component=server" },
        { "commonLabels", "required", @"commonLabels.app\.kubernetes\.io/name=a" },
        { "podLabels", "required", @"podLabels.app\.kubernetes\.io/instance=a" },
        { "prometheusRule.labels", "required", @"prometheusRule.labels.helm\.sh/chart=a" },
        { "podSecurityContext.runAsUser", "required", "podSecurityContext.runAsUser=0" },
        { "podSecurityContext.privileged", "required", "podSecurityContext.privileged=true" },
        { "resources.limits.memory", "required", "resources.limits.memory=plenty" },
        { "autoscaling.enabled", "sqlite", "autoscaling.enabled=true" },
        { "autoscaling.maxReplicas", "required", "autoscaling.enabled=true,autoscaling.maxReplicas=1" },
        { "podDisruptionBudget.maxUnavailable", "required", "podDisruptionBudget.maxUnavailable=half" },
        { "topologySpread.zone", "required", "topologySpread.zone=Never" },
        { "networkPolicy.ingressFrom.0.cidr", "required", "networkPolicy.ingressFrom[0].cidr=192.0.2.0/24" },
        { "networkPolicy.dnsPorts", "required", "networkPolicy.dnsPorts={53,53}" },
        { "networkPolicy.dnsPorts.0", "required", "networkPolicy.dnsPorts={0}" },
        { "tolerations.0.effect", "required", "tolerations[0].effect=Never" },
        { "podAnnotations.weight", "required", "podAnnotations.weight=5" },
        { "extraEnv", "required", "extraEnv[0].name=ConnectionStrings__Partner,extraEnv[0].value=Server=db" },
        { "extraEnv", "required", "extraEnv[0].name=CONNECTIONSTRINGS__PARTNER,extraEnv[0].value=Server=db" },
        { "extraEnv.0.name", "required", "extraEnv[0].name=A B,extraEnv[0].value=x" },
        { "extraEnv.1.name", "required", "extraEnv[0].name=A,extraEnv[0].value=x,extraEnv[1].name=A" },
        { "extraMounts", "required", "extraMounts[0].name=ca,extraMounts[0].mountPath=/ca" },
        { "extraMounts.0.mountPath", "required",
            "extraMounts[0].name=ca,extraMounts[0].secret=a,extraMounts[0].mountPath=ca" },
        { "extraMounts.0.name", "required",
            "extraMounts[0].name=a.b,extraMounts[0].secret=a,extraMounts[0].mountPath=/a" },
        { "extraMounts.1.name", "locked-down",
            "extraMounts[0].name=a,extraMounts[0].secret=a,extraMounts[0].mountPath=/a,"
            + "extraMounts[1].name=a,extraMounts[1].secret=b,extraMounts[1].mountPath=/b" },
        { "extraMounts.1.mountPath", "locked-down",
            "extraMounts[0].name=a,extraMounts[0].secret=a,extraMounts[0].mountPath=/a,"
            + "extraMounts[1].name=b,extraMounts[1].secret=b,extraMounts[1].mountPath=/a/" },
        { "extraMounts.0.mountPath", "required",
            "extraMounts[0].name=a,extraMounts[0].secret=a,extraMounts[0].mountPath=/tmp" },
        { "extraMounts.0.mountPath", "sqlite",
            "extraMounts[0].name=a,extraMounts[0].secret=a,extraMounts[0].mountPath=/data/" },
        { "otel.resourceAttributes", "required", @"otel.resourceAttributes.service\.name=a" },
        { "otel.observeFloats.0", "required", Telemetry + @",otel.observeFloats={acme\,kiosk}" },
        { "otel.endpoint", "required", "otel.endpoint=collector:4317" },
        { "otel.headersSecret.name", "required", "otel.headersSecret.name=collector" },
        { "otel.observeFloats", "required", "otel.observeFloats={acme}" },
        { "otel.protocol", "required", "otel.protocol=json" },
        { "otel.tracesSampler", "required", "otel.tracesSampler=sometimes" },
        { "prometheusRule.enabled", "required", "prometheusRule.enabled=true" },
        { "prometheusRule.disabled", "required", "prometheusRule.disabled[0]=LebNoSuchAlert" },
        { "prometheusRule.thresholds.issuerFailingRatio", "required",
            "prometheusRule.thresholds.issuerFailingRatio=20" },
        { "prometheusRule.thresholds.certificateUrgentDays", "required",
            Telemetry + ",prometheusRule.thresholds.certificateUrgentDays=60" },
        { "grafanaDashboard.enabled", "required", "grafanaDashboard.enabled=true" },
        { "replicas", "required", "replicas=3" },
    };

    [HelmTheory]
    [MemberData(nameof(WrongValues))]
    public async Task A_wrong_value_is_refused_by_its_name(string name, string set, string wrong)
    {
        Assert.NotEmpty(Tools.Helms);
        foreach (var helm in Tools.Helms)
        {
            var message = await HelmChart.RefusalAsync(helm, set, "--set", wrong);

            Assert.True(Names(message, name), $"{helm} does not name {name} in:\n{message}");
        }
    }

    [HelmFact]
    public async Task What_is_missing_is_told_all_at_once()
    {
        var message = await HelmChart.RefusalAsync(
            Tools.NewestHelm, "required", "--set", "issuer.url=,image.repository=,database.existingSecret=");

        Assert.Contains("- issuer.url is required", message, StringComparison.Ordinal);
        Assert.Contains("- image.repository is required", message, StringComparison.Ordinal);
        Assert.Contains("- database.existingSecret is required", message, StringComparison.Ordinal);
    }

    [HelmFact]
    public async Task Build_machines_check_with_Helm_3_and_Helm_4()
    {
        var majors = new List<string>();
        foreach (var helm in Tools.Helms)
        {
            majors.Add((await Tools.RunAsync(helm, "version", "--short")).Output[..2]);
        }

        Assert.True(!Tools.MustHaveAll || majors is ["v3", "v4"], $"Helm here: {string.Join(", ", majors)}");
    }

    // Helm 4 writes the schema's findings as '/a/b', Helm 3 as a.b; both tell an unknown name apart from its parent.
    private static bool Names(string message, string name)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        var parent = name == last ? "" : name[..^(last.Length + 1)];
        var dotted = parent == "" ? "(root)" : parent;
        return message.Contains($"{name} ", StringComparison.Ordinal)
            || message.Contains($"{name}: ", StringComparison.Ordinal)
            || message.Contains(Pointer(name), StringComparison.Ordinal)
            || message.Contains($"{dotted}: Additional property {last} ", StringComparison.Ordinal)
            || message.Contains($"{Pointer(parent)}: additional properties '{last}' ", StringComparison.Ordinal);
    }

    private static string Pointer(string name) => name == "" ? "at ''" : $"at '/{name.Replace('.', '/')}'";
}
