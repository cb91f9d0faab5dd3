using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Manifests;

/// <summary>The restricted Pod Security Standard, and what goes beyond it.</summary>
public sealed class SecurityTests
{
    public static TheoryData<string> Sets => HelmChart.AllSets;

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task Every_pod_is_restricted(string set)
    {
        foreach (var pod in (await HelmChart.RenderAsync(set)).Pods)
        {
            Assert.Equal("true", pod["securityContext", "runAsNonRoot"]);
            Assert.Equal(set == "openshift" ? null : "1654", pod["securityContext", "runAsUser"]);
            Assert.Equal("RuntimeDefault", pod["securityContext", "seccompProfile", "type"]);
            Assert.All(["hostNetwork", "hostPID", "hostIPC"], field => Assert.Null(pod[field]));
            Assert.All(pod.List("volumes"), volume => Assert.Null(volume.Find("hostPath")));
        }
    }

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task Every_container_has_a_read_only_root_and_no_capability(string set)
    {
        foreach (var container in await ContainersAsync(set))
        {
            Assert.Equal("true", container["securityContext", "readOnlyRootFilesystem"]);
            Assert.Equal("false", container["securityContext", "allowPrivilegeEscalation"]);
            Assert.Equal(["ALL"], container.Texts("securityContext", "capabilities", "drop"));
            Assert.Null(container.Find("securityContext", "capabilities", "add"));
        }
    }

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task Only_temporary_and_data_folders_can_be_written(string set)
    {
        foreach (var container in await ContainersAsync(set))
        {
            var writable = container.List("volumeMounts").Where(mount => mount["readOnly"] != "true");

            Assert.All(writable, mount => Assert.Contains(mount["mountPath"], new[] { "/tmp", "/data" }));
            Assert.StartsWith("/tmp", Rendering.Variable(container, "HOME")!["value"], StringComparison.Ordinal);
        }
    }

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task No_pod_and_no_account_has_a_token(string set)
    {
        var rendering = await HelmChart.RenderAsync(set);

        Assert.All(rendering.Pods, pod => Assert.Equal("false", pod["automountServiceAccountToken"]));
        Assert.All(rendering.Pods, pod => Assert.Equal("false", pod["enableServiceLinks"]));
        Assert.All(
            rendering.Of("ServiceAccount"), account => Assert.Equal("false", account["automountServiceAccountToken"]));
    }

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task Every_container_asks_for_resources_and_is_bounded_in_memory(string set)
    {
        foreach (var container in await ContainersAsync(set))
        {
            Assert.NotNull(container["resources", "requests", "cpu"]);
            Assert.NotNull(container["resources", "requests", "memory"]);
            Assert.NotNull(container["resources", "limits", "memory"]);
        }
    }

    [HelmTheory]
    [MemberData(nameof(Sets))]
    public async Task The_chart_makes_no_secret_and_prints_none(string set)
    {
        var rendering = await HelmChart.RenderAsync(set);

        Assert.Empty(rendering.Of("Secret"));
        Assert.All(
            await ContainersAsync(set),
            container => Assert.Null(Rendering.Variable(container, "ConnectionStrings__Partner")?["value"]));
    }

    [HelmFact]
    public async Task Ids_are_values_and_null_leaves_them_to_the_platform_with_every_Helm()
    {
        foreach (var helm in Tools.Helms)
        {
            var own = await HelmChart.RenderWithAsync(
                helm, "required", "--set", "podSecurityContext.runAsUser=1000680000,podSecurityContext.fsGroup=0");
            var platforms = await HelmChart.RenderWithAsync(helm, "openshift");
            var pods = platforms.Pods.ToList();

            Assert.Equal(2, pods.Count);
            Assert.All(own.Pods, pod => Assert.Equal(
                ("1000680000", "1654", "0"),
                (pod["securityContext", "runAsUser"], pod["securityContext", "runAsGroup"],
                    pod["securityContext", "fsGroup"])));
            Assert.All(pods, pod => Assert.All(
                ["runAsUser", "runAsGroup", "fsGroup"], id => Assert.Null(pod.Find("securityContext", id))));
        }
    }

    // Kubernetes gives mounted files to fsGroup; without it they are root's, and the server is never root.
    [HelmFact]
    public async Task Certificates_can_be_read_whoever_the_platform_runs_the_pod_as()
    {
        Assert.Equal("288", await ModeAsync("required"));
        Assert.Equal("292", await ModeAsync("openshift"));

        static async Task<string?> ModeAsync(string set) => (await HelmChart.RenderAsync(set)).Pods.First()
            .List("volumes").Single(volume => volume["name"] == "tls")["secret", "defaultMode"];
    }

    private static async Task<IEnumerable<Manifest>> ContainersAsync(string set) =>
        (await HelmChart.RenderAsync(set)).Pods
            .SelectMany(pod => pod.List("containers").Concat(pod.List("initContainers")));
}
