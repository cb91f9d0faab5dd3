using Partner.Core.Settlements;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Sql;

namespace Partner.Storage.Closing;

/// <summary>How far closing has come: closed periods, the one that is being closed, and what is open.</summary>
internal static class PeriodSql
{
    private static readonly SqlText SelectLast = new(
        "settled_periods.last", "SELECT MAX(period) FROM settled_periods");

    private static readonly SqlText SelectIsClosed = new(
        "settled_periods.is-closed", "SELECT 1 FROM settled_periods WHERE period = @p0");

    private static readonly SqlText SelectPlanned = new(
        "closings.planned", "SELECT period FROM closings WHERE planned_at IS NOT NULL");

    private static readonly SqlText SelectEarliestOpen = new(
        "commissions.earliest-open", "SELECT MIN(month) FROM commissions WHERE settlement IS NULL AND month > @p0");

    // A late clock may have written into a month that was closed before: the next settlement counts it.
    private static readonly SqlText SelectLate = new(
        "commissions.late",
        dialect => "SELECT 1 FROM commissions WHERE settlement IS NULL AND month <= @p0 " +
            $"ORDER BY month {dialect.Limit("1")}");

    private static readonly SqlText SelectOpenClawback = new(
        "commissions.open-clawback",
        dialect => "SELECT 1 FROM commissions WHERE reversed_at IS NOT NULL AND clawback_settlement IS NULL " +
            $"AND settlement IS NOT NULL ORDER BY partner_id {dialect.Limit("1")}");

    /// <summary>How far closing has come.</summary>
    public static SettlementProgress Progress(CommandCache commands)
    {
        var (last, earliest) = Around(commands);
        var hasLate = last is not null && (commands.First(SelectLate, row => row.GetInt32(0), last) == 1
            || commands.First(SelectOpenClawback, row => row.GetInt32(0)) == 1);
        return new SettlementProgress(last, earliest, hasLate);
    }

    /// <summary>Whether a period may be closed now; one that has a plan already may be finished.</summary>
    /// <param name="commands">The connection's statements.</param>
    /// <param name="context">EF over the same.</param>
    /// <param name="zones">The zones in which it must be over.</param>
    public static ClosedPeriod Judge(
        CommandCache commands,
        PartnerDbContext context,
        string period,
        IReadOnlyCollection<string> zones,
        DateTimeOffset now)
    {
        var (last, earliest) = Around(commands);
        if (commands.First(SelectIsClosed, row => row.GetInt32(0), period) == 1)
        {
            return new ClosedPeriod(PeriodRefusal.AlreadySettled, StatementsOf(context, period), earliest);
        }

        var refusal = SettlementPeriod.Refuse(period, last, earliest, zones, now);
        return new ClosedPeriod(refusal, [], earliest);
    }

    /// <summary>A period's statements, by number.</summary>
    public static List<SettlementStatement> StatementsOf(PartnerDbContext context, string period) =>
    [
        .. context.Settlements.Where(row => row.Period == period)
            .OrderBy(row => row.Number)
            .AsEnumerable()
            .Select(row => SettlementJson.Read(row.Statement)),
    ];

    /// <summary>
    /// The latest closed period, and the earliest open month after it. One that is being closed by a complete plan
    /// comes before all that is open: its own entries may be counted already.
    /// </summary>
    private static (string? Last, string? EarliestOpen) Around(CommandCache commands)
    {
        var last = commands.First(SelectLast, row => row.IsDBNull(0) ? null : row.GetString(0));
        return (last, commands.First(SelectPlanned, row => row.GetString(0))
            ?? commands.First(SelectEarliestOpen, row => row.IsDBNull(0) ? null : row.GetString(0), last ?? ""));
    }
}
