using Partner.Core.Commissions;
using Partner.Storage.Providers;

namespace Partner.Storage.Writing;

/// <summary>What a use counter counts. Numbers are stored.</summary>
internal enum UsageScope
{
    /// <summary>A card's PROCESSING and SUCCEEDED top-ups at all partners.</summary>
    Card = 1,

    /// <summary>A promotion's uses in all.</summary>
    Promotion = 2,

    /// <summary>A promotion's uses by a partner.</summary>
    PromotionPartner = 3,

    /// <summary>A promotion's uses by a card.</summary>
    PromotionCard = 4,
}

/// <summary>What is counted.</summary>
/// <param name="Scope">The kind.</param>
/// <param name="Promotion">The promotion; empty for <see cref="UsageScope.Card"/>.</param>
/// <param name="Subject">The card or partner; empty for <see cref="UsageScope.Promotion"/>.</param>
internal readonly record struct UsageKey(UsageScope Scope, string Promotion, string Subject);

/// <summary>How far something is used up.</summary>
/// <param name="Uses">How often.</param>
/// <param name="Spent">Minor units or points.</param>
internal sealed record Usage(long Uses, long Spent)
{
    public static readonly Usage None = new(0, 0);
}

/// <summary>The statements on use counters and month volumes: rows that many sales change, locked before they are read.</summary>
internal static class PricingSql
{
    private const string OneUsage = "scope = @p0 AND promotion = @p1 AND subject = @p2";
    private const string OneVolume = "partner_id = @p0 AND schedule = @p1 AND currency = @p2 AND month = @p3";

    private static readonly Statement ReadUsageRow = new(
        "usages.read", $"SELECT uses, spent FROM usages WHERE {OneUsage}");

    private static readonly Statement LockUsageRow = new(
        "usages.lock", dialect => dialect.SelectLocked("uses, spent", "usages", OneUsage));

    private static readonly Statement AddUsage = Statement.InsertIfAbsent(
        "usages", 3, "scope, promotion, subject, uses, spent");

    private static readonly Statement UpdateUsage = new(
        "usages.write", $"UPDATE usages SET uses = @p3, spent = @p4 WHERE {OneUsage}");

    private static readonly Statement ReadVolumeRow = new(
        "volumes.read", $"SELECT volume FROM volumes WHERE {OneVolume}");

    private static readonly Statement LockVolumeRow = new(
        "volumes.lock", dialect => dialect.SelectLocked("volume", "volumes", OneVolume));

    private static readonly Statement AddVolume = Statement.InsertIfAbsent(
        "volumes", 4, "partner_id, schedule, currency, month, volume");

    private static readonly Statement UpdateVolume = new(
        "volumes.write", $"UPDATE volumes SET volume = @p4 WHERE {OneVolume}");

    public static Usage ReadUsage(StatementCache statements, UsageKey key) =>
        First(statements, ReadUsageRow, key) ?? Usage.None;

    public static Usage LockUsage(StatementCache statements, UsageKey key)
    {
        if (First(statements, LockUsageRow, key) is { } usage)
        {
            return usage;
        }

        // Whoever inserts first, both lock the same row afterwards.
        statements.Execute(AddUsage, (int)key.Scope, key.Promotion, key.Subject, 0L, 0L);
        return First(statements, LockUsageRow, key)!;
    }

    public static void WriteUsage(StatementCache statements, UsageKey key, Usage usage) =>
        statements.Execute(UpdateUsage, (int)key.Scope, key.Promotion, key.Subject, usage.Uses, usage.Spent);

    public static long ReadVolume(StatementCache statements, VolumeKey key) => First(statements, ReadVolumeRow, key) ?? 0;

    public static long LockVolume(StatementCache statements, VolumeKey key)
    {
        if (First(statements, LockVolumeRow, key) is { } volume)
        {
            return volume;
        }

        statements.Execute(AddVolume, key.PayeeId, key.ScheduleId, key.Currency.Code, key.Month, 0L);
        return First(statements, LockVolumeRow, key)!.Value;
    }

    public static void WriteVolume(StatementCache statements, VolumeKey key, long volume) =>
        statements.Execute(UpdateVolume, key.PayeeId, key.ScheduleId, key.Currency.Code, key.Month, volume);

    private static Usage? First(StatementCache statements, Statement query, UsageKey key) => statements.First(
        query,
        row => new Usage(row.GetInt64(0), row.GetInt64(1)),
        (int)key.Scope,
        key.Promotion,
        key.Subject);

    private static long? First(StatementCache statements, Statement query, VolumeKey key) => statements.First(
        query,
        row => (long?)row.GetInt64(0),
        key.PayeeId,
        key.ScheduleId,
        key.Currency.Code,
        key.Month);
}
