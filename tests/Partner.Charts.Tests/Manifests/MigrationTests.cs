using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Manifests;

/// <summary>The database is brought up to date before any pod of the new version starts.</summary>
public sealed class MigrationTests
{
    [HelmFact]
    public async Task The_migration_runs_before_installation_and_before_each_upgrade()
    {
        var job = (await HelmChart.RenderAsync("required")).The("Job");

        Assert.Equal("pre-install,pre-upgrade", job["metadata", "annotations", "helm.sh/hook"]);
        Assert.Equal(
            "before-hook-creation,hook-succeeded", job["metadata", "annotations", "helm.sh/hook-delete-policy"]);
        Assert.Equal("Never", job["spec", "template", "spec", "restartPolicy"]);
        Assert.NotNull(job["spec", "activeDeadlineSeconds"]);
    }

    [HelmFact]
    public async Task It_has_the_servers_image_and_database()
    {
        var rendering = await HelmChart.RenderAsync("postgres");
        var migration = rendering.The("Job").List("spec", "template", "spec", "containers").Single();

        Assert.Equal(["migrate"], migration.Texts("args"));
        Assert.Equal(rendering.Server["image"], migration["image"]);
        foreach (var name in new[] { "Partner__Storage__Provider", "ConnectionStrings__Partner" })
        {
            Assert.Equal(
                Rendering.Variable(rendering.Server, name)!.Root, Rendering.Variable(migration, name)!.Root);
        }
    }

    [HelmFact]
    public async Task What_it_needs_exists_before_it_runs()
    {
        var rendering = await HelmChart.RenderAsync("full");
        var account = rendering.The("Job")["spec", "template", "spec", "serviceAccountName"];

        var policy = rendering.The("NetworkPolicy", "partner-migrate");
        foreach (var needed in new[] { rendering.The("ServiceAccount", account!), policy })
        {
            Assert.Equal("pre-install,pre-upgrade", needed["metadata", "annotations", "helm.sh/hook"]);
            Assert.Equal("-10", needed["metadata", "annotations", "helm.sh/hook-weight"]);
        }
    }

    [HelmFact]
    public async Task Its_pod_is_no_endpoint_of_a_service()
    {
        var rendering = await HelmChart.RenderAsync("required");
        var labels = rendering.The("Job").Map("spec", "template", "metadata", "labels");

        Assert.All(
            rendering.Of("Service"),
            service => Assert.Contains(service.Map("spec", "selector"), wanted => labels[wanted.Key] != wanted.Value));
    }

    [HelmFact]
    public async Task It_can_be_left_to_the_operator() =>
        Assert.Empty((await HelmChart.RenderAsync("bare")).Of("Job"));
}
