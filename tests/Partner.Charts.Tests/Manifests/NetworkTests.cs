using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Manifests;

/// <summary>Services, and who may talk to whom.</summary>
public sealed class NetworkTests
{
    public static TheoryData<string> Sets => HelmChart.AllSets;

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task Services_and_policies_select_the_servers_pods(string set)
    {
        var rendering = await HelmChart.RenderAsync(set);
        var labels = rendering.Deployment.Map("spec", "template", "metadata", "labels");
        var selectors = rendering.Of("Service").Select(service => service.Map("spec", "selector"))
            .Append(rendering.Deployment.Map("spec", "selector", "matchLabels"))
            .Concat(rendering.Of("PodDisruptionBudget").Select(one => one.Map("spec", "selector", "matchLabels")));

        Assert.All(selectors, selector =>
        {
            Assert.NotEmpty(selector);
            Assert.All(selector, wanted => Assert.Equal(wanted.Value, labels[wanted.Key]));
        });
    }

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task Services_pass_on_to_the_port_that_speaks_TLS_and_to_no_other(string set)
    {
        var rendering = await HelmChart.RenderAsync(set);

        Assert.All(rendering.Of("Service").SelectMany(service => service.List("spec", "ports")), port =>
        {
            Assert.Equal("TCP", port["protocol"]);
            Assert.Equal(
                port["name"] == "operator" || (port["name"] == "enrollment" && set == "enrollment")
                    ? port["name"] : "grpc",
                port["targetPort"]);
        });
    }

    [HelmFact]
    public async Task Tills_enrol_at_a_port_of_their_own_and_the_signing_key_is_mounted_from_its_Secret()
    {
        var rendering = await HelmChart.RenderAsync("enrollment");
        var args = rendering.Server.Texts("args");

        Assert.Equal("*:7444", args[args.ToList().IndexOf("--enrollment") + 1]);
        Assert.Equal("/etc/partner/signing/passphrase", args[args.ToList().IndexOf("--signing-passphrase-file") + 1]);
        Assert.Contains(
            rendering.The("Service", "partner").List("spec", "ports"),
            port => (port["name"], port["port"]) == ("enrollment", "444"));
        Assert.Contains(
            rendering.Deployment.List("spec", "template", "spec", "volumes"),
            volume => volume["name"] == "signing" && volume["secret", "secretName"] == "partner-signing");
        Assert.DoesNotContain("--enrollment", (await HelmChart.RenderAsync("required")).Server.Texts("args"));
    }

    [HelmFact]
    public async Task Above_which_amount_two_people_move_money_is_told_by_the_environment_which_verbs_see_too()
    {
        var rendering = await HelmChart.RenderAsync("required", "--set-string", "server.approvalAbove=10000.00");

        Assert.Contains(
            rendering.Server.List("env"),
            one => (one["name"], one["value"]) == ("Partner__Operator__ApprovalAbove", "10000.00"));
        Assert.DoesNotContain(
            (await HelmChart.RenderAsync("required")).Server.List("env"),
            one => one["name"] == "Partner__Operator__ApprovalAbove");
    }

    [HelmFact]
    public async Task The_back_office_has_a_service_of_its_own_that_nobody_reaches_who_is_not_named()
    {
        const string peer = "networkPolicy.operatorFrom[0].namespaceSelector.matchLabels.name=office";
        var closed = await HelmChart.RenderAsync("required");
        var open = await HelmChart.RenderAsync("required", "--set", peer);
        var service = closed.The("Service", "partner-operator");

        Assert.Equal("ClusterIP", service["spec", "type"]);
        Assert.Equal("operator", service.Map("spec", "ports", "0")["targetPort"]);
        Assert.DoesNotContain("operator", PortsOf(closed.Of("NetworkPolicy").Single(Serves), "ingress"));
        Assert.Contains("operator", PortsOf(open.Of("NetworkPolicy").Single(Serves), "ingress"));
        Assert.DoesNotContain(
            (await HelmChart.RenderAsync("required", "--set", "server.operatorPort=0")).Of("Service"),
            one => one["metadata", "name"] == "partner-operator");
    }

    [HelmFact]
    public async Task A_headless_service_shows_every_pod_to_clients_that_balance()
    {
        var headless = (await HelmChart.RenderAsync("required")).The("Service", "partner-headless");

        Assert.Equal("None", headless["spec", "clusterIP"]);
        Assert.Single((await HelmChart.RenderAsync("bare")).Of("Service"));
    }

    [HelmFact]
    public async Task A_load_balancer_is_set_up_as_asked()
    {
        var service = (await HelmChart.RenderAsync("load-balancer")).The("Service", "partner");
        var port = service.Map("spec", "ports", "0");

        Assert.Equal("LoadBalancer", service["spec", "type"]);
        Assert.Equal(("8443", "30443", "tls"), (port["port"], port["nodePort"], port["appProtocol"]));
        Assert.Equal("Local", service["spec", "externalTrafficPolicy"]);
        Assert.Equal(["198.51.100.0/24"], service.Texts("spec", "loadBalancerSourceRanges"));
    }

    [HelmTheory]
    [InlineData("required", "53 53 443 1433")]
    [InlineData("postgres", "53 53 7070 6432")]
    [InlineData("sqlite", "53 53 443")]
    [InlineData("monitoring", "53 53 443 1433 4318")]
    [InlineData("locked-down", "53 53 8443 1433 11000")]
    [InlineData("openshift", "5353 5353 443 1433")]
    public async Task Pods_reach_only_what_they_need(string set, string ports)
    {
        var policy = (await HelmChart.RenderAsync(set)).Of("NetworkPolicy").Single(Serves);

        Assert.Equal(["Ingress", "Egress"], policy.Texts("spec", "policyTypes"));
        Assert.Equal(ports.Split(' '), PortsOf(policy, "egress"));
    }

    [HelmFact]
    public async Task The_migration_reaches_only_the_database()
    {
        var policy = (await HelmChart.RenderAsync("required")).The("NetworkPolicy", "partner-migrate");

        Assert.Equal(["53", "53", "1433"], PortsOf(policy, "egress"));
        var elsewhere = (await HelmChart.RenderAsync("openshift")).The("NetworkPolicy", "partner-migrate");
        Assert.Equal(["5353", "5353", "1433"], PortsOf(elsewhere, "egress"));
        Assert.Empty(policy.List("spec", "ingress"));
    }

    [HelmFact]
    public async Task Nobody_but_the_kubelet_reaches_the_health_port_unless_named()
    {
        var usual = (await HelmChart.RenderAsync("required")).Of("NetworkPolicy").Single(Serves);
        var named = (await HelmChart.RenderAsync("locked-down")).Of("NetworkPolicy").Single(Serves);

        Assert.Equal(["grpc"], PortsOf(usual, "ingress"));
        Assert.Equal(["grpc", "health"], PortsOf(named, "ingress"));
        Assert.Equal("10.0.0.0/8", named["spec", "ingress", "0", "from", "0", "ipBlock", "cidr"]);
        Assert.NotNull(named.Find("spec", "ingress", "1", "from", "0", "namespaceSelector"));
    }

    [HelmFact]
    public async Task The_certificate_is_made_for_the_names_that_clients_use()
    {
        var rendering = await HelmChart.RenderAsync("cert-manager");
        var certificate = rendering.The("Certificate");

        Assert.Equal(
            [
                "topups", "topups.leb.svc", "topups-headless.leb.svc", "topups-operator.leb.svc", "topups.example",
                "*.topups.example",
            ],
            certificate.Texts("spec", "dnsNames"));
        Assert.Equal("public-ca", certificate["spec", "issuerRef", "name"]);
        var volumes = rendering.Pods.First().List("volumes");
        Assert.Equal(
            certificate["spec", "secretName"], volumes.Single(v => v["name"] == "tls")["secret", "secretName"]);
        Assert.Equal("partner-authorities", volumes.Single(v => v["name"] == "ca")["configMap", "name"]);
        Assert.Contains("/etc/partner/ca/bundle.pem", rendering.Server.Texts("args"));
    }

    private static bool Serves(Manifest policy) => !policy.Name.EndsWith("-migrate", StringComparison.Ordinal);

    private static IEnumerable<string?> PortsOf(Manifest policy, string direction) =>
        policy.List("spec", direction).SelectMany(rule => rule.List("ports")).Select(port => port["port"]);
}
