using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Manifests;

/// <summary>With SQLite there is one writer, one volume, and no Job that could open the file beside it.</summary>
public sealed class SqliteTests
{
    [HelmFact]
    public async Task The_old_pod_ends_before_the_new_one_opens_the_file()
    {
        var rendering = await HelmChart.RenderAsync("sqlite");

        Assert.Equal("Recreate", rendering.Deployment["spec", "strategy", "type"]);
        Assert.Equal("1", rendering.Deployment["spec", "replicas"]);
        Assert.Empty(rendering.Of("Job"));
        Assert.Empty(rendering.Of("HorizontalPodAutoscaler"));
    }

    [HelmFact]
    public async Task The_pod_migrates_its_file_itself_before_it_serves()
    {
        var pod = (await HelmChart.RenderAsync("sqlite")).Pods.Single();
        var migration = pod.List("initContainers").Single();

        Assert.Equal(["migrate", "--data", "/data"], migration.Texts("args"));
        Assert.Contains(
            migration.List("volumeMounts"), mount => mount["mountPath"] == "/data" && mount["readOnly"] is null);
    }

    [HelmFact]
    public async Task The_server_keeps_its_data_on_the_volume_and_connects_to_nothing()
    {
        var rendering = await HelmChart.RenderAsync("sqlite");
        var args = rendering.Server.Texts("args").ToList();

        Assert.Equal("/data", args[args.IndexOf("--data") + 1]);
        Assert.Equal("Sqlite", Rendering.Variable(rendering.Server, "Partner__Storage__Provider")!["value"]);
        Assert.Null(Rendering.Variable(rendering.Server, "ConnectionStrings__Partner"));
    }

    [HelmFact]
    public async Task The_ledger_outlives_the_release()
    {
        var claim = (await HelmChart.RenderAsync("sqlite")).The("PersistentVolumeClaim");

        Assert.Equal("keep", claim["metadata", "annotations", "helm.sh/resource-policy"]);
        Assert.Equal("50Gi", claim["spec", "resources", "requests", "storage"]);
        Assert.Equal("fast", claim["spec", "storageClassName"]);
    }

    [HelmFact]
    public async Task A_claim_that_exists_is_used_as_it_is()
    {
        var rendering = await HelmChart.RenderAsync("sqlite-claim");

        Assert.Empty(rendering.Of("PersistentVolumeClaim"));
        Assert.Contains(
            rendering.Pods.Single().List("volumes"),
            volume => volume["persistentVolumeClaim", "claimName"] == "ledger");
        Assert.Empty(rendering.Pods.Single().List("initContainers"));
    }
}
