using System.Text.Json;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;

namespace Partner.Benchmarks.Crash;

/// <summary>The issuer's side of the evidence.</summary>
internal static class IssuerLog
{
    /// <summary>What the running issuer knows, by id.</summary>
    public static async Task<Dictionary<string, IssuerRecord>> ReadAsync(Uri issuer, CancellationToken cancel)
    {
        using var client = new IssuerRecordsClient(issuer);
        var known = new Dictionary<string, IssuerRecord>(StringComparer.Ordinal);
        await foreach (var record in client.ReadAllAsync(cancel))
        {
            known[record.Id] = record;
        }

        return known;
    }

    /// <summary>Reads the log of an issuer that runs no more: one line for each change that it made.</summary>
    /// <returns>How many lines, and which ids have more than one.</returns>
    public static (int Lines, IReadOnlyList<string> Ids) IdsWithSeveralLines(string path)
    {
        var ids = File.ReadLines(path)
            .Select(line =>
            {
                using var record = JsonDocument.Parse(line);
                return record.RootElement.GetProperty("id").GetString()!;
            })
            .ToList();
        return (ids.Count, [.. ids.GroupBy(id => id).Where(lines => lines.Count() > 1).Select(lines => lines.Key)]);
    }
}
