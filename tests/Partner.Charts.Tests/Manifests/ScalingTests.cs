using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Manifests;

/// <summary>How many replicas there are, and how few there may be.</summary>
public sealed class ScalingTests
{
    [HelmFact]
    public async Task The_autoscaler_and_not_the_deployment_says_how_many_replicas_there_are()
    {
        var rendering = await HelmChart.RenderAsync("postgres");
        var scaler = rendering.The("HorizontalPodAutoscaler");

        Assert.Null(rendering.Deployment["spec", "replicas"]);
        Assert.Equal(rendering.Deployment.Name, scaler["spec", "scaleTargetRef", "name"]);
        Assert.Equal(("3", "12"), (scaler["spec", "minReplicas"], scaler["spec", "maxReplicas"]));
    }

    [HelmFact]
    public async Task A_node_that_is_drained_takes_one_replica_at_a_time()
    {
        var budget = (await HelmChart.RenderAsync("required")).The("PodDisruptionBudget");

        Assert.Equal("1", budget["spec", "maxUnavailable"]);
        Assert.Equal("AlwaysAllow", budget["spec", "unhealthyPodEvictionPolicy"]);
        var other = (await HelmChart.RenderAsync("postgres")).The("PodDisruptionBudget");
        Assert.Equal("25%", other["spec", "maxUnavailable"]);
    }

    [HelmFact]
    public async Task A_roll_out_never_has_fewer_ready_replicas_than_before()
    {
        var strategy = (await HelmChart.RenderAsync("required")).Deployment.Map("spec", "strategy", "rollingUpdate");

        Assert.Equal(("0", "1"), (strategy["maxUnavailable"], strategy["maxSurge"]));
    }

    [HelmFact]
    public async Task Nothing_optional_is_there_when_nothing_optional_is_wanted()
    {
        var rendering = await HelmChart.RenderAsync("bare");

        Assert.Equal(
            ["Deployment", "Service"], rendering.Objects.Select(item => item.Kind).Order(StringComparer.Ordinal));
        Assert.Null(rendering.Server.Find("lifecycle"));
    }

    [HelmFact]
    public async Task Every_object_carries_the_recommended_labels()
    {
        foreach (var item in (await HelmChart.RenderAsync("full")).Objects)
        {
            var labels = item.Map("metadata", "labels");
            Assert.All(
                ["name", "instance", "version", "component", "part-of", "managed-by"],
                label => Assert.NotEqual("", labels[$"app.kubernetes.io/{label}"]));
            Assert.Equal("leb", item["metadata", "namespace"]);
        }
    }
}
