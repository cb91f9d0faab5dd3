using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.Models;
using Partner.Charts.Tests.Support;

namespace Partner.Charts.Tests.Types;

/// <summary>
/// The types of Kubernetes 1.37, which KubernetesClient has: a field that they do not know, a value of another type and
/// a key that is there twice are refused, as its API refuses them.
/// </summary>
internal static class NewestKubernetes
{
    private static readonly FrozenDictionary<(string ApiVersion, string Kind), Type> Known =
        typeof(V1Deployment).Assembly.GetTypes()
        .Select(type => (Type: type, Entity: type.GetCustomAttribute<KubernetesEntityAttribute>()))
        .Where(one => one.Entity is not null && !one.Type.Name.EndsWith("List", StringComparison.Ordinal))
        .ToFrozenDictionary(one => (ApiVersionOf(one.Entity!), one.Entity!.Kind), one => one.Type);

    private static readonly JsonSerializerOptions Strict = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    /// <summary>Whether it is an object of Kubernetes itself, and not of cert-manager, say.</summary>
    public static bool Knows(Manifest manifest) => Known.ContainsKey((manifest["apiVersion"]!, manifest.Kind));

    /// <summary>What is wrong with an object; null when nothing is.</summary>
    public static string? Problem(Manifest manifest)
    {
        try
        {
            JsonSerializer.Deserialize(
                YamlAsJson.Write(manifest.Root), Known[(manifest["apiVersion"]!, manifest.Kind)], Strict);
            return null;
        }
        catch (Exception problem) when (problem is JsonException or FormatException or ArgumentException)
        {
            return $"{manifest.Kind} {manifest.Name}: {problem.Message}";
        }
    }

    private static string ApiVersionOf(KubernetesEntityAttribute entity) =>
        string.IsNullOrEmpty(entity.Group) ? entity.ApiVersion : $"{entity.Group}/{entity.ApiVersion}";
}
