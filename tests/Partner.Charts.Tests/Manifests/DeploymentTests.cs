using System.Globalization;
using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Manifests;

/// <summary>How the server is run.</summary>
public sealed class DeploymentTests
{
    public static TheoryData<string> Sets => HelmChart.AllSets;

    [HelmFact]
    public async Task The_server_is_started_with_its_certificates_and_issuer()
    {
        var server = (await HelmChart.RenderAsync("required")).Server;

        Assert.Equal(
            [
                "serve", "--address", "*:7443",
                "--cert", "/etc/partner/tls/tls.crt", "--key", "/etc/partner/tls/tls.key",
                "--ca", "/etc/partner/ca/ca.crt",
                "--issuer", "https://issuer.example/tmf654", "--attempt-timeout", "5",
                "--drain", "20", "--connection-age", "1800", "--operator", "*:7445",
                "--health-address", "*", "--health-port", "8081",
            ],
            server.Texts("args"));
        Assert.Equal("registry.example/partner:0.1.0", server["image"]);
    }

    [HelmFact]
    public async Task The_connection_string_comes_from_a_secret_and_SQL_Server_is_the_default()
    {
        var server = (await HelmChart.RenderAsync("required")).Server;

        Assert.Equal("SqlServer", Rendering.Variable(server, "Partner__Storage__Provider")!["value"]);
        var source = Rendering.Variable(server, "ConnectionStrings__Partner")!.Map("valueFrom", "secretKeyRef");
        Assert.Equal(("partner-database", "connectionString"), (source["name"], source["key"]));
    }

    [HelmFact]
    public async Task PostgreSQL_is_a_value_away()
    {
        var server = (await HelmChart.RenderAsync("postgres")).Server;

        Assert.Equal("Postgres", Rendering.Variable(server, "Partner__Storage__Provider")!["value"]);
        var source = Rendering.Variable(server, "ConnectionStrings__Partner")!.Map("valueFrom", "secretKeyRef");
        Assert.Equal(("partner-postgres", "uri"), (source["name"], source["key"]));
        Assert.Equal("registry.example/partner:1.4.0", server["image"]);
    }

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task The_grace_period_covers_preStop_drain_and_the_last_answers(string set)
    {
        var rendering = await HelmChart.RenderAsync(set);
        var pod = rendering.Pods.First();
        var args = rendering.Server.Texts("args").ToList();
        var drain = int.Parse(args[args.IndexOf("--drain") + 1]!, CultureInfo.InvariantCulture);
        var preStop = rendering.Server.Find("lifecycle") is null
            ? 0
            : rendering.Server.Number("lifecycle", "preStop", "sleep", "seconds");

        Assert.InRange(pod.Number("terminationGracePeriodSeconds"), preStop + drain + 10, int.MaxValue);
    }

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task Probes_ask_the_plain_port_and_never_the_one_with_certificates(string set)
    {
        var server = (await HelmChart.RenderAsync(set)).Server;
        var health = server.List("ports").Single(port => port["name"] == "health")["containerPort"];
        var args = server.Texts("args").ToList();

        Assert.Equal(health, args[args.IndexOf("--health-port") + 1]);
        foreach (var (probe, path) in new[] { ("startup", "started"), ("liveness", "live"), ("readiness", "ready") })
        {
            var asked = server.Map($"{probe}Probe", "httpGet");
            Assert.Equal(($"/health/{path}", "health"), (asked["path"], asked["port"]));
        }
    }

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task Every_mount_has_its_volume_and_every_volume_is_used(string set)
    {
        foreach (var pod in (await HelmChart.RenderAsync(set)).Pods)
        {
            var mounted = pod.List("containers").Concat(pod.List("initContainers"))
                .SelectMany(container => container.List("volumeMounts")).Select(mount => mount["name"]).ToHashSet();

            Assert.Equal(mounted, pod.List("volumes").Select(volume => volume["name"]).ToHashSet());
        }
    }

    [HelmFact]
    public async Task Certificates_are_mounted_as_whole_folders_so_that_renewed_ones_appear()
    {
        foreach (var set in HelmChart.Sets)
        {
            var mounts = (await HelmChart.RenderAsync(set)).Server.List("volumeMounts");

            Assert.All(mounts, mount => Assert.Null(mount["subPath"]));
        }
    }

    [HelmFact]
    public async Task A_digest_decides_which_image_runs()
    {
        var server = (await HelmChart.RenderAsync("locked-down")).Server;

        Assert.StartsWith("registry.example/partner@sha256:", server["image"], StringComparison.Ordinal);
        Assert.Equal("Always", server["imagePullPolicy"]);
    }

    [HelmFact]
    public async Task Connections_make_way_at_the_age_that_is_wanted()
    {
        var args = (await HelmChart.RenderAsync("required", "--set", "server.connectionAgeSeconds=86400"))
            .Server.Texts("args").ToList();

        Assert.Equal("86400", args[args.IndexOf("--connection-age") + 1]);
    }

    [HelmFact]
    public async Task Replicas_are_spread_over_zones_and_nodes()
    {
        var soft = (await HelmChart.RenderAsync("required")).Pods.First().List("topologySpreadConstraints");
        var hard = (await HelmChart.RenderAsync("postgres")).Pods.First().List("topologySpreadConstraints");
        var none = (await HelmChart.RenderAsync("bare")).Pods.First().List("topologySpreadConstraints");

        Assert.Equal(
            ["kubernetes.io/hostname", "topology.kubernetes.io/zone"],
            soft.Select(constraint => constraint["topologyKey"]).Order(StringComparer.Ordinal));
        Assert.All(soft, constraint => Assert.Equal("ScheduleAnyway", constraint["whenUnsatisfiable"]));
        Assert.All(hard, constraint => Assert.Equal("DoNotSchedule", constraint["whenUnsatisfiable"]));
        Assert.Empty(none);
    }
}
