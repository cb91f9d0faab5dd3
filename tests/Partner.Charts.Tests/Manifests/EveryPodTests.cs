using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Manifests;

/// <summary>What operators set for pods holds for every pod: the server's, and the one that migrates.</summary>
public sealed class EveryPodTests
{
    [HelmFact]
    public async Task Every_pod_runs_where_and_how_the_operator_wants_it()
    {
        var pods = (await HelmChart.RenderAsync("locked-down")).Pods.ToList();

        Assert.Equal(2, pods.Count);
        Assert.All(pods, pod =>
        {
            Assert.Equal("registry", pod["imagePullSecrets", "0", "name"]);
            Assert.Equal("amd64", pod["nodeSelector", "kubernetes.io/arch"]);
            Assert.Equal("dedicated", pod["tolerations", "0", "key"]);
            Assert.Equal("business-critical", pod["priorityClassName"]);
            Assert.NotNull(pod.Find("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"));
        });
    }

    [HelmFact]
    public async Task Every_pod_has_the_operators_labels_and_annotations()
    {
        var templates = await TemplatesAsync("locked-down");

        Assert.Equal(2, templates.Count);
        Assert.All(templates, template =>
        {
            Assert.Equal("payments", template["annotations", "example.com/owner"]);
            Assert.Equal(("core", "payments"), (template["labels", "tier"], template["labels", "team"]));
        });
    }

    [HelmTheory]
    [InlineData("locked-down", 2)]
    [InlineData("sqlite", 2)]
    public async Task Every_container_has_the_operators_variables_and_files(string set, int containers)
    {
        var rendering = await HelmChart.RenderAsync(
            set, "--set", "extraEnv[0].name=SSL_CERT_DIR,extraEnv[0].value=/ca",
            "--set", "extraMounts[0].name=ca,extraMounts[0].configMap=ca,extraMounts[0].mountPath=/ca");
        var all = rendering.Pods.SelectMany(pod => pod.List("containers").Concat(pod.List("initContainers"))).ToList();

        Assert.Equal(containers, all.Count);
        Assert.All(all, container =>
        {
            Assert.Equal("/ca", Rendering.Variable(container, "SSL_CERT_DIR")!["value"]);
            Assert.Contains(container.List("volumeMounts"), mount => mount["mountPath"] == "/ca");
        });
    }

    // A sidecar never ends, and with it the Job would not either.
    [HelmFact]
    public async Task The_migrations_pod_can_be_kept_out_of_a_mesh_that_the_server_is_in()
    {
        var templates = await TemplatesAsync("mesh");
        var (server, migration) = (templates[0], templates[1]);

        Assert.Equal("true", server["annotations", "sidecar.istio.io/inject"]);
        Assert.Equal("false", migration["annotations", "sidecar.istio.io/inject"]);
        Assert.Equal("payments", migration["annotations", "example.com/owner"]);
        Assert.Equal("true", migration["labels", "azure.workload.identity/use"]);
        Assert.Equal(("shop", "migration"), (server["labels", "release"], migration["labels", "release"]));
    }

    [HelmFact]
    public async Task A_label_of_one_object_goes_before_that_of_all_and_that_before_the_charts()
    {
        var rendering = await HelmChart.RenderAsync("mesh");

        Assert.All(
            rendering.Objects, item => Assert.Equal("shop", item["metadata", "labels", "app.kubernetes.io/part-of"]));
        Assert.Equal("prometheus", rendering.Deployment["metadata", "labels", "release"]);
        Assert.Equal("alerts", rendering.The("PrometheusRule")["metadata", "labels", "release"]);
    }

    [HelmFact]
    public async Task A_variable_of_the_operators_takes_the_place_of_the_charts()
    {
        var rendering = await HelmChart.RenderAsync("mesh");

        Assert.Equal("always_on", Rendering.Variable(rendering.Server, "OTEL_TRACES_SAMPLER")!["value"]);
        Assert.All(
            rendering.Pods.SelectMany(pod => pod.List("containers")),
            container => Assert.Equal("/tmp/home", Rendering.Variable(container, "HOME")!["value"]));
    }

    // The server's first, then the migration's.
    private static async Task<List<Manifest>> TemplatesAsync(string set)
    {
        var rendering = await HelmChart.RenderAsync(set);
        return
        [
            .. rendering.Of("Deployment").Concat(rendering.Of("Job"))
                .Select(owner => new Manifest(owner.Find("spec", "template", "metadata")!)),
        ];
    }
}
