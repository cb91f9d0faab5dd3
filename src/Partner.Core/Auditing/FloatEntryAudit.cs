namespace Partner.Core.Auditing;

/// <summary>
/// Re-derives each float from its entries: numbers without a gap, running balances, the final balance, and the
/// statements of every day. Holds one float at a time.
/// </summary>
internal sealed class FloatEntryAudit(FloatRecount floats, Findings findings)
{
    private readonly SortedDictionary<DateOnly, AccountStatementDay> _days = [];
    private EntryFacts? _last;
    private Int128 _sum;

    /// <summary>Walks all entries.</summary>
    /// <param name="entries">By partner, currency and number.</param>
    public void Run(IEnumerable<EntryFacts> entries, CancellationToken cancel)
    {
        foreach (var entry in entries)
        {
            cancel.ThrowIfCancellationRequested();
            if (_last is { } last && (last.PartnerId != entry.PartnerId || last.Currency != entry.Currency))
            {
                Finish(last);
            }

            Follow(entry);
        }

        if (_last is { } final)
        {
            Finish(final);
        }
    }

    private void Follow(EntryFacts entry)
    {
        var expected = (_last?.Sequence ?? 0) + 1;
        if (entry.Sequence != expected)
        {
            findings.Add(
                AuditCode.SequenceGap,
                Named.Float(entry.PartnerId, entry.Currency),
                $"entry {entry.Sequence} comes where {expected} should",
                $"流水 {entry.Sequence} 处应为 {expected}");
        }

        var balance = (Int128)(_last?.BalanceAfter ?? 0) + entry.Amount;
        if (entry.BalanceAfter != balance)
        {
            findings.Add(
                AuditCode.RunningBalanceMismatch,
                Named.Entry(entry),
                $"balance after it {Named.Amount(entry.BalanceAfter, entry.Currency)}, but the one before and its "
                + $"amount make {Named.Amount(balance, entry.Currency)}",
                $"其后余额 {Named.Amount(entry.BalanceAfter, entry.Currency)}，"
                + $"而前一余额加其金额为 {Named.Amount(balance, entry.Currency)}");
        }

        if (_last is { } last && entry.PostedAt < last.PostedAt)
        {
            findings.Add(
                AuditCode.EntryTimeBackwards,
                Named.Entry(entry),
                $"dated {entry.PostedAt:O}, after {last.PostedAt:O}",
                $"时间 {entry.PostedAt:O}，排在 {last.PostedAt:O} 之后");
        }

        var day = DateOnly.FromDateTime(entry.PostedAt.UtcDateTime);
        var before = _days.GetValueOrDefault(day);
        _days[day] = new AccountStatementDay(before.Sum + entry.Amount, entry.Sequence, entry.BalanceAfter);
        _sum += entry.Amount;
        _last = entry;
    }

    private void Finish(EntryFacts last)
    {
        floats.Touch(last.PartnerId);
        if (floats.Claim(last.PartnerId, last.Currency) is { } stored)
        {
            CompareBalance(stored, last);
        }

        AddUpStatements(last.PartnerId, last.Currency);
        _days.Clear();
        _sum = 0;
        _last = null;
    }

    private void CompareBalance(BalanceFacts stored, EntryFacts last)
    {
        var subject = Named.Float(stored.PartnerId, stored.Currency);
        if (stored.Posted != last.BalanceAfter || stored.Posted != _sum)
        {
            findings.Add(
                AuditCode.BalanceMismatch,
                subject,
                $"balance {Named.Amount(stored.Posted, stored.Currency)}, but the last entry says "
                + $"{Named.Amount(last.BalanceAfter, stored.Currency)} and the entries sum to "
                + $"{Named.Amount(_sum, stored.Currency)}",
                $"余额 {Named.Amount(stored.Posted, stored.Currency)}，"
                + $"而最后流水记为 {Named.Amount(last.BalanceAfter, stored.Currency)}，"
                + $"流水合计 {Named.Amount(_sum, stored.Currency)}");
        }

        if (stored.LastSequence != last.Sequence || stored.LastPostedAt != last.PostedAt)
        {
            findings.Add(
                AuditCode.BalanceMismatch,
                subject,
                $"last entry {stored.LastSequence} of {stored.LastPostedAt:O}, but the entries end with "
                + $"{last.Sequence} of {last.PostedAt:O}",
                $"最后流水记为 {stored.LastSequence}（{stored.LastPostedAt:O}），"
                + $"而流水止于 {last.Sequence}（{last.PostedAt:O}）");
        }
    }

    /// <summary>
    /// A statement takes its balances from the entry with the highest number before an instant; the entries of each
    /// day must lead from one such balance to the next. Days that add up make every longer period add up.
    /// </summary>
    private void AddUpStatements(string partnerId, string currency)
    {
        long opening = 0;
        long highest = 0;
        foreach (var (date, day) in _days)
        {
            var closing = day.LastSequence > highest ? day.LastBalance : opening;
            if (opening + day.Sum != closing)
            {
                findings.Add(
                    AuditCode.StatementMismatch,
                    Named.Float(partnerId, currency),
                    $"on {date:yyyy-MM-dd} opening {Named.Amount(opening, currency)} and entries of "
                    + $"{Named.Amount(day.Sum, currency)} do not make closing {Named.Amount(closing, currency)}",
                    $"{date:yyyy-MM-dd} 期初 {Named.Amount(opening, currency)} 加流水 "
                    + $"{Named.Amount(day.Sum, currency)} 不等于期末 {Named.Amount(closing, currency)}");
            }

            highest = Math.Max(highest, day.LastSequence);
            opening = closing;
        }
    }

    /// <summary>A day's entries: their sum, and the last one's number and balance.</summary>
    private readonly record struct AccountStatementDay(Int128 Sum, long LastSequence, long LastBalance);
}
