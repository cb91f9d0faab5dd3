using Partner.Core.Limits;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>What is used of a limit within a period.</summary>
/// <param name="Used">Minor units, or cards.</param>
/// <param name="EndsAt">When the period ends, in ticks.</param>
internal sealed record LimitUse(long Used, long EndsAt)
{
    public static readonly LimitUse None = new(0, 0);
}

/// <summary>
/// Counters of limits. They belong to one partner each, so that whoever holds the partner's counters holds them, too.
/// </summary>
internal static class LimitUseTable
{
    private const string KeyColumns =
        "partner_id text, subject int, outlet text, holder text, period text, card text";

    private const int Keys = 6;

    private static readonly RowShape Key = RowShape.Of(KeyColumns);

    private static readonly RowShape Row = RowShape.Of(KeyColumns + ", used long, ends_at long");

    /// <summary>Counters as they are.</summary>
    public static readonly RowSqlText Read = RowSqlText.Select(
        "limit_uses.read-rows",
        "t.partner_id, t.subject, t.outlet, t.holder, t.period, t.card, t.used, t.ends_at",
        "limit_uses t",
        Key,
        Key.IsNamed());

    /// <summary>Deletes counters.</summary>
    public static readonly RowSqlText Delete = RowSqlText.Delete("limit_uses", Key);

    private static readonly RowSqlText Insert = RowSqlText.Insert("limit_uses", Row).In(SqlGroups.Balances);

    private static readonly RowSqlText Update =
        RowSqlText.Update("limit_uses.update-rows", "limit_uses", Keys, Row).In(SqlGroups.Balances);

    /// <summary>Adds what names a counter.</summary>
    public static void Add(RowSet rows, LimitUseKey key) => rows.Add(
        key.PartnerId.Value, (int)key.Subject, key.Outlet, key.Reference, key.Period, key.Card);

    /// <summary>The counter that a row of <see cref="Read"/> is.</summary>
    public static LimitUseKey KeyIn(System.Data.Common.DbDataReader row) => new(
        new PartnerId(row.GetString(0)),
        (LimitSubject)row.GetInt32(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5));

    /// <summary>Stores a counter.</summary>
    public static void Store(Changes changes, LimitUseKey key, TrackedRow<LimitUse> use) => changes.Add(
        use.Exists ? Update : Insert,
        key.PartnerId.Value,
        (int)key.Subject,
        key.Outlet,
        key.Reference,
        key.Period,
        key.Card,
        use.Now.Used,
        use.Now.EndsAt);

    /// <summary>Deletes a counter.</summary>
    public static void Remove(Changes changes, LimitUseKey key) => changes.Add(
        Delete, key.PartnerId.Value, (int)key.Subject, key.Outlet, key.Reference, key.Period, key.Card);
}
