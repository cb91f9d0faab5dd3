using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Identity;
using Partner.Core.Rules;
using Partner.Core.Settlements;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>A commission entry with what became of it.</summary>
/// <param name="Record">The entry, and whether it was taken back or trued up.</param>
/// <param name="Settlement">Number of the settlement that it is in; null while it is in none.</param>
/// <param name="Beneath">
/// What the levels beneath stand at, and was taken off: as granted, and true-ups since. 0 for a fixed override.
/// </param>
public sealed record StoredCommission(CommissionRecord Record, string? Settlement, Money Beneath);

/// <summary>A payee's sums of a month under one schedule, currency and mode. Before tax.</summary>
/// <param name="Month">"2026-10".</param>
/// <param name="Mode">When it is paid.</param>
/// <param name="RuleId">The rule of the most volume.</param>
/// <param name="Volume">The month's volume: bases of succeeded top-ups less reversed ones.</param>
/// <param name="TopUps">How many top-ups count: all of which something stands.</param>
/// <param name="Earned">Credits of all entries, in the float's currency.</param>
/// <param name="ClawedBack">What was taken back of the credits of reversed ones.</param>
/// <param name="Settled">Credits of SETTLED entries that a settlement has paid.</param>
/// <param name="SettledClawedBack">Credits of SETTLED entries whose clawback is in a settlement.</param>
/// <param name="TrueUps">True-ups that settlements have paid.</param>
/// <param name="Beneath">What was taken off of the counting ones for the levels beneath, true-ups included.</param>
public sealed record CommissionTotals(
    string ScheduleId,
    string Month,
    CommissionMode Mode,
    string RuleId,
    Money Volume,
    long TopUps,
    Money Earned,
    Money ClawedBack,
    Money Settled,
    Money SettledClawedBack,
    Money TrueUps,
    Money Beneath)
{
    /// <summary>
    /// Earned and not moved the float yet: what settlements still have to pay; negative where they have to take back
    /// more. Together with <see cref="Paid"/> it is all that stands.
    /// </summary>
    public Money Accrued => Mode == CommissionMode.Instant
        ? Money.Zero(Earned.Currency)
        : Earned - Settled - (ClawedBack - SettledClawedBack);

    /// <summary>What moved the float: credits less clawbacks, true-ups included.</summary>
    public Money Paid => Mode == CommissionMode.Instant
        ? Earned - ClawedBack + TrueUps
        : Settled - SettledClawedBack + TrueUps;
}

/// <summary>Commission entries and volumes: reading.</summary>
public sealed class Commissions
{
    private readonly Readers _readers;

    internal Commissions(Readers readers) => _readers = readers;

    /// <summary>A payee's volume of a month.</summary>
    /// <param name="key">Payee, schedule, currency and month.</param>
    public Task<long> VolumeAsync(VolumeKey key, CancellationToken cancel) =>
        _readers.ReadAsync(session => session.Load(footprint => footprint.Add(key)).Volume(key), cancel);

    /// <summary>Lists a payee's entries, newest top-up first.</summary>
    /// <param name="month">Only this month: "2026-10"; null for all.</param>
    /// <param name="beforeTopUp">Only top-ups before this id; null from the newest.</param>
    /// <param name="scope">Only the payee's own sales within it; null for all.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<StoredCommission>> ListAsync(
        PartnerId payeeId, string? month, string? beforeTopUp, CertificateScope? scope, int most,
        CancellationToken cancel)
    {
        var (outlet, terminal) = (scope?.Outlet, scope?.Terminal);
        return _readers.ReadAsync(
        session => session.Context.Commissions
            .Where(row => row.PartnerId == payeeId.Value
                && (month == null || row.Month == month)
                && (beforeTopUp == null || string.Compare(row.TopUpId, beforeTopUp) < 0)
                && (outlet == null || (row.SellerId == payeeId.Value && session.Context.TopUps.Any(topUp =>
                    topUp.PartnerId == payeeId.Value && topUp.Id == row.TopUpId && topUp.Outlet == outlet
                    && (terminal == null || topUp.Terminal == terminal)))))
            .OrderByDescending(row => row.TopUpId)
            .Take(most)
            .WithPrices(session.Context)
            .OrderByDescending(stored => stored.Row.TopUpId)
            .Select(stored => new
            {
                Stored = stored,
                TrueUpsBeneath = session.Context.Commissions
                    .Where(lower => lower.SellerId == stored.Row.SellerId
                        && lower.TopUpId == stored.Row.TopUpId
                        && lower.LevelNumber < stored.Row.LevelNumber)
                    .Sum(lower => lower.TrueUp),
            })
            .AsEnumerable()
            .Select(one => Stored(one.Stored, one.TrueUpsBeneath))
            .ToList(),
        cancel);
    }

    /// <summary>The terms that a payee's newest entry of a month was granted by.</summary>
    /// <param name="month">"2026-10".</param>
    /// <returns>The terms; null when there is no such entry.</returns>
    public Task<CommissionTerms?> TermsAsync(
        PartnerId payeeId, string month, string scheduleId, string ruleId,
        CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Commissions
            .Where(row => row.PartnerId == payeeId.Value
                && row.Month == month
                && row.Schedule == scheduleId
                && row.RuleId == ruleId)
            .OrderByDescending(row => row.TopUpId)
            .Take(1)
            .WithPrices(session.Context)
            .AsEnumerable()
            .Select(stored => CommissionTable.Record(stored).Entry.Level.Terms)
            .FirstOrDefault(),
        cancel);

    /// <summary>Sums a payee's month by schedule, currency and mode, ordered by these.</summary>
    /// <param name="month">"2026-10".</param>
    public Task<List<CommissionTotals>> TotalsAsync(PartnerId payeeId, string month, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.AtOneMoment(context =>
            {
                var volumes = context.Volumes.Where(row => row.PartnerId == payeeId.Value && row.Month == month)
                    .ToDictionary(row => (row.Schedule, row.Currency), row => row.Volume);
                var rules = context.Commissions.Where(row => row.PartnerId == payeeId.Value && row.Month == month)
                    .GroupBy(row => new
                    {
                        row.Schedule, row.Currency, row.FloatCurrency, row.Mode, row.RuleId,
                        Reversed = row.ReversedAt != null && row.ReturnedWhole == null,
                        Settled = row.Settlement != null,
                        ClawbackSettled = row.ClawbackSettlement != null,
                    })
                    .Select(group => new RuleSum(
                        group.Key.Schedule,
                        group.Key.Currency,
                        group.Key.FloatCurrency,
                        group.Key.Mode,
                        group.Key.RuleId,
                        group.Key.Reversed,
                        group.Key.Settled,
                        group.Key.ClawbackSettled,
                        group.LongCount(),
                        group.Sum(row => row.Base),
                        group.Sum(row => row.Beneath),
                        group.Sum(row => row.Credit),
                        group.Sum(row => row.ReversedAt == null ? 0 : row.ReturnedCredit ?? row.Credit),
                        group.Sum(row => row.TrueUpCredit)))
                    .ToList();
                var beneath = TrueUpsBeneath(context, payeeId, month);
                return rules
                    .GroupBy(sum => (sum.Schedule, sum.Currency, sum.FloatCurrency, sum.Mode))
                    .OrderBy(group => group.Key)
                    .Select(group => Totals(month, volumes, [.. group], beneath))
                    .ToList();
            }),
            cancel);

    private static CommissionTotals Totals(
        string month,
        Dictionary<(string Schedule, string Currency), long> volumes,
        List<RuleSum> sums,
        ILookup<(string Schedule, string Currency, string FloatCurrency, int Mode), long> trueUpsBeneath)
    {
        var first = sums[0];
        var credit = Currency.Of(first.FloatCurrency);
        var mostVolume = sums.GroupBy(sum => sum.RuleId)
            .OrderByDescending(rule => rule.Where(sum => !sum.Reversed).Sum(sum => sum.Base))
            .ThenBy(rule => rule.Key, StringComparer.Ordinal)
            .First().Key;
        return new CommissionTotals(
            first.Schedule,
            month,
            (CommissionMode)first.Mode,
            mostVolume,
            new Money(volumes.GetValueOrDefault((first.Schedule, first.Currency)), Currency.Of(first.Currency)),
            sums.Where(sum => !sum.Reversed).Sum(sum => sum.Count),
            new Money(sums.Sum(sum => sum.Credit), credit),
            new Money(sums.Sum(sum => sum.Returned), credit),
            new Money(sums.Where(sum => sum.Settled).Sum(sum => sum.Credit), credit),
            new Money(sums.Where(sum => sum.ClawbackSettled).Sum(sum => sum.Returned), credit),
            new Money(sums.Sum(sum => sum.TrueUps), credit),
            new Money(
                sums.Where(sum => !sum.Reversed).Sum(sum => sum.Beneath)
                    + trueUpsBeneath[(first.Schedule, first.Currency, first.FloatCurrency, first.Mode)].Sum(),
                Currency.Of(first.Currency)));
    }

    private static StoredCommission Stored(PricedCommission stored, long trueUpsBeneath)
    {
        var record = CommissionTable.Record(stored);
        var beneath = record.Entry.Beneath;
        return new StoredCommission(
            record,
            stored.Row.Settlement,
            CommissionAccrual.IsAddedOnTop(record.Entry.Level)
                ? beneath
                : beneath with { Minor = beneath.Minor + trueUpsBeneath });
    }

    /// <summary>What was trued up beneath a payee's entries that count, fixed overrides left aside.</summary>
    private static ILookup<(string Schedule, string Currency, string FloatCurrency, int Mode), long> TrueUpsBeneath(
        PartnerDbContext context, PartnerId payeeId, string month)
    {
        var entries = context.Commissions.Where(row => row.PartnerId == payeeId.Value
            && row.Month == month && row.LevelNumber > 0
            && (row.ReversedAt == null || row.ReturnedWhole != null));
        var sums = entries
            .Join(
                context.Commissions,
                row => new { row.SellerId, row.TopUpId },
                lower => new { lower.SellerId, lower.TopUpId },
                (row, lower) => new { Row = row, Lower = lower })
            .Where(pair => pair.Lower.LevelNumber < pair.Row.LevelNumber && pair.Lower.TrueUp != 0)
            .GroupBy(pair => new
            {
                pair.Row.Schedule, pair.Row.Currency, pair.Row.FloatCurrency, pair.Row.Mode, pair.Row.RuleId,
            })
            .Select(group => new { group.Key, Sum = group.Sum(pair => pair.Lower.TrueUp) })
            .ToList();
        return sums.Where(sum => !IsOverride(entries, sum.Key.Schedule, sum.Key.RuleId, context)).ToLookup(
            sum => (sum.Key.Schedule, sum.Key.Currency, sum.Key.FloatCurrency, sum.Key.Mode), sum => sum.Sum);
    }

    private static bool IsOverride(
        IQueryable<CommissionRow> entries, string scheduleId, string ruleId, PartnerDbContext context) => entries
        .Where(row => row.Schedule == scheduleId && row.RuleId == ruleId)
        .OrderByDescending(row => row.TopUpId)
        .Take(1)
        .WithPrices(context)
        .AsEnumerable()
        .Any(stored => CommissionAccrual.IsAddedOnTop(CommissionTable.Record(stored).Entry.Level));

    private sealed record RuleSum(
        string Schedule,
        string Currency,
        string FloatCurrency,
        int Mode,
        string RuleId,
        bool Reversed,
        bool Settled,
        bool ClawbackSettled,
        long Count,
        long Base,
        long Beneath,
        long Credit,
        long Returned,
        long TrueUps);
}
