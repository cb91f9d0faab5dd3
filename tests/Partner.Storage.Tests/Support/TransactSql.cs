using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Partner.Storage.Tests.Support;

/// <summary>SQL as SQL Server 2019 reads it, the oldest that is promised, without a server.</summary>
internal static class TransactSql
{
    /// <summary>The batches of a script; "GO" on a line of its own ends one.</summary>
    /// <param name="place">Where the script stands, for messages.</param>
    /// <param name="script">The script. What it executes as a text of its own is read too.</param>
    /// <exception cref="FormatException">Something in it cannot be read; names all places of it.</exception>
    public static IList<TSqlBatch> Read(string place, string script) => Parse(place, script)[0].Tree.Batches;

    /// <summary>
    /// Where a script locks ranges of keys, which makes strangers wait for each other and deadlock: the hints HOLDLOCK
    /// and SERIALIZABLE, and the isolation level of that name.
    /// </summary>
    /// <param name="place">Where the script stands.</param>
    /// <param name="script">The script.</param>
    public static IEnumerable<string> RangeLocks(string place, string script) =>
        from part in Parse(place, script)
        from found in Nodes(part.Tree)
        where found is TableHint { HintKind: TableHintKind.HoldLock or TableHintKind.Serializable }
            or SetTransactionIsolationLevelStatement { Level: IsolationLevel.Serializable }
        select $"{part.Place}, line {found.StartLine}, column {found.StartColumn}";

    /// <summary>A script, and behind it the texts that it executes.</summary>
    private static List<(string Place, TSqlScript Tree)> Parse(string place, string script)
    {
        var parser = new TSql150Parser(initialQuotedIdentifiers: true);
        var tree = (TSqlScript)parser.Parse(new StringReader(script), out var errors);
        if (errors.Count > 0)
        {
            throw new FormatException(string.Join('\n', errors.Select(
                error => $"{place}, line {error.Line}, column {error.Column}: {error.Message}")));
        }

        var texts = Nodes(tree).OfType<ExecutableStringList>().SelectMany(list => list.Strings).OfType<StringLiteral>();
        return [(place, tree), .. texts.SelectMany(text =>
            Parse($"{place}, executed in line {text.StartLine}", text.Value))];
    }

    private static List<TSqlFragment> Nodes(TSqlScript tree)
    {
        var all = new Collector();
        tree.Accept(all);
        return all.Nodes;
    }

    private sealed class Collector : TSqlFragmentVisitor
    {
        public List<TSqlFragment> Nodes { get; } = [];

        public override void Visit(TSqlFragment fragment) => Nodes.Add(fragment);
    }
}
