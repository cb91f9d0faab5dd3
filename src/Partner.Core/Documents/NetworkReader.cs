using Partner.Core.Rules;

namespace Partner.Core.Documents;

/// <summary>Reads the hierarchy of partners: no cycles, no chain longer than four.</summary>
internal static class NetworkReader
{
    public static PartnerNetwork Read(JsonCursor root, Document document)
    {
        var members = new List<(JsonCursor Cursor, NetworkMember Member)>();
        var parents = new Dictionary<PartnerId, PartnerId?>();
        foreach (var cursor in root.Objects("members"))
        {
            var member = new NetworkMember(
                new PartnerId(cursor.Name("partner")),
                cursor.OptionalName("tier"),
                cursor.OptionalShownText("region", "a region of partners"),
                PartnerId.Of(cursor.OptionalName("parent")));
            if (member.PartnerId.Value.Length > 0 && !parents.TryAdd(member.PartnerId, member.Parent))
            {
                cursor.Report("partner", $"'{member.PartnerId}' stands twice in the document");
            }

            members.Add((cursor, member));
        }

        foreach (var (cursor, member) in members)
        {
            CheckChain(cursor, member.PartnerId, parents);
        }

        return new PartnerNetwork(document.FullVersion, [.. members.Select(item => item.Member)]);
    }

    private static void CheckChain(JsonCursor cursor, PartnerId partner, Dictionary<PartnerId, PartnerId?> parents)
    {
        var chain = new List<PartnerId> { partner };
        while (parents.GetValueOrDefault(chain[^1]) is { } next)
        {
            if (next == partner)
            {
                cursor.Report("parent", $"makes a cycle: {string.Join(" → ", chain.Append(next))}");
                return;
            }

            if (chain.Contains(next))
            {
                return; // Leads into a cycle, which is reported where it is.
            }

            chain.Add(next);
        }

        if (chain.Count > PartnerNetwork.MostLevels)
        {
            var names = string.Join(" → ", chain);
            cursor.Report("parent", $"makes a chain longer than {PartnerNetwork.MostLevels} partners: {names}");
        }
    }
}
