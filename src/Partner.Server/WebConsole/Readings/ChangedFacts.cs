using System.Text.Json;
using Partner.Core.Actions;

namespace Partner.Server.WebConsole.Readings;

/// <summary>A fact that an action changed.</summary>
/// <param name="Name">Its name in the log.</param>
/// <param name="Before">What it was; null where there was nothing.</param>
/// <param name="After">What it is; null where there is nothing any more.</param>
internal sealed record ChangedFact(string Name, string? Before, string? After);

/// <summary>What an action changed, from the two JSON objects that the log keeps.</summary>
internal static class ChangedFacts
{
    /// <summary>The facts that differ, in the order in which they were recorded.</summary>
    /// <param name="action">The action.</param>
    public static IReadOnlyList<ChangedFact> Of(RecordedAction action)
    {
        var (before, after) = (Read(action.Before), Read(action.After));
        return [.. before.Select(fact => fact.Name).Union(after.Select(fact => fact.Name), StringComparer.Ordinal)
            .Select(name => new ChangedFact(name, Find(before, name), Find(after, name)))
            .Where(fact => fact.Before != fact.After)];
    }

    private static string? Find(List<(string Name, string? Value)> facts, string name) =>
        facts.Find(fact => fact.Name == name).Value;

    private static List<(string Name, string? Value)> Read(string? json)
    {
        if (json is null)
        {
            return [];
        }

        using var parsed = JsonDocument.Parse(json);
        return [.. parsed.RootElement.EnumerateObject().Select(member => (
            member.Name, member.Value.ValueKind == JsonValueKind.Null ? null : member.Value.ToString()))];
    }
}
