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
                cursor.OptionalShownText("region", new("a region of partners", "合作方所属地区")),
                PartnerId.Of(cursor.OptionalName("parent")));
            if (member.PartnerId.Value.Length > 0 && !parents.TryAdd(member.PartnerId, member.Parent))
            {
                cursor.Report("partner", new(
                    $"'{member.PartnerId}' stands twice in the document", $"“{member.PartnerId}”在文件中重复出现"));
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
                var circle = string.Join(" → ", chain.Append(next));
                cursor.Report("parent", new($"makes a cycle: {circle}", $"形成循环：{circle}"));
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
            cursor.Report("parent", new(
                $"makes a chain longer than {PartnerNetwork.MostLevels} partners: {names}",
                $"使层级超过 {PartnerNetwork.MostLevels} 级：{names}"));
        }
    }
}
