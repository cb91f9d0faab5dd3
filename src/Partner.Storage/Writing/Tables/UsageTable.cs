using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>Usage counters, which sales of many partners change.</summary>
internal static class UsageTable
{
    private static readonly RowShape Key = RowShape.Of("scope int, promotion text, subject text");
    private static readonly RowShape Row =
        RowShape.Of("scope int, promotion text, subject text, uses long, spent long");

    /// <summary>Locks usage counters.</summary>
    public static readonly RowSqlText Lock = RowSqlText.Lock(
        "usages.lock-rows", "t.scope, t.promotion, t.subject, t.uses, t.spent", "usages", Key);

    /// <summary>Usage counters as they are now.</summary>
    public static readonly RowSqlText Read = RowSqlText.Select(
        "usages.read-rows", "t.scope, t.promotion, t.subject, t.uses, t.spent", "usages t", Key, Key.IsNamed());

    /// <summary>Makes rows to lock.</summary>
    public static readonly RowSqlText Make = RowSqlText.InsertIfAbsent("usages", 3, Row);

    private static readonly RowSqlText Update =
        RowSqlText.Update("usages.update-rows", "usages", 3, Row).In(SqlGroups.Balances);

    /// <summary>Stores a counter.</summary>
    public static void Store(Changes changes, UsageKey key, Usage usage) =>
        changes.Add(Update, (int)key.Scope, key.Promotion, key.Subject, usage.Uses, usage.Spent);
}
