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

    /// <summary>
    /// Tables that are to be read by a seek (FORCESEEK), each with the columns that are compared with something: the
    /// server finds a plan only where an index begins with one of them.
    /// </summary>
    /// <param name="place">Where the script stands.</param>
    /// <param name="script">The script.</param>
    public static IEnumerable<(string Table, IReadOnlySet<string> Compared)> Seeks(string place, string script) =>
        from part in Parse(place, script)
        let nodes = Nodes(part.Tree)
        from table in nodes.OfType<NamedTableReference>().Where(IsSought)
        select (table.SchemaObject.BaseIdentifier.Value, ComparedOf(table.Alias?.Value, nodes));

    /// <summary>
    /// Tables whose rows belong to those that are sent, or are claimed, and that may be read by a scan nevertheless.
    /// </summary>
    /// <param name="place">Where the script stands.</param>
    /// <param name="script">The script.</param>
    public static IEnumerable<string> Scans(string place, string script) =>
        from part in Parse(place, script)
        from table in Nodes(part.Tree).OfType<NamedTableReference>()
        where table.Alias?.Value == "t" || table.TableHints.Any(hint => hint.HintKind == TableHintKind.ReadPast)
        where !IsSought(table)
        select $"{part.Place}, line {table.StartLine}, column {table.StartColumn}";

    private static bool IsSought(NamedTableReference table) =>
        table.TableHints.Any(hint => hint is ForceSeekTableHint || hint.HintKind == TableHintKind.ForceSeek);

    private static IReadOnlySet<string> ComparedOf(string? alias, List<TSqlFragment> nodes)
    {
        var sides = nodes.OfType<BooleanComparisonExpression>()
            .SelectMany(comparison => (ScalarExpression[])[comparison.FirstExpression, comparison.SecondExpression]);
        var names = sides.OfType<ColumnReferenceExpression>()
            .Select(column => column.MultiPartIdentifier.Identifiers.Select(part => part.Value).ToList());
        return names.Where(name => alias is null ? name.Count == 1 : name.Count == 2 && name[0] == alias)
            .Select(name => name[^1])
            .ToHashSet();
    }

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
