using Partner.Core.Amounts;
using Partner.Core.Approvals;
using Partner.Core.Ledger;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;

namespace Partner.Storage;

/// <summary>One posted movement of a float.</summary>
/// <param name="Sequence">Its number in the float: 1, 2, 3, … without a gap.</param>
/// <param name="PostedAt">When (UTC).</param>
/// <param name="Kind">Why.</param>
/// <param name="Amount">Positive credits the float.</param>
/// <param name="BalanceAfter">The posted balance after it.</param>
/// <param name="TopUpId">The top-up that caused it; null for deposits.</param>
/// <param name="Reverses">The transfer that it takes back; null otherwise.</param>
/// <param name="SaleOutlet">The outlet of the partner's own sale that it is of; null where it is of none.</param>
/// <param name="SaleTerminal">The terminal of that sale; null likewise.</param>
/// <param name="Outlet">Of what takes a sale back the reversal's outlet, else the sale's; empty for none.</param>
/// <param name="Terminal">The terminal of the same; empty for none.</param>
/// <param name="RequestId">The request id of the reversal or of the sale, likewise.</param>
public sealed record AccountStatementEntry(
    long Sequence,
    DateTimeOffset PostedAt,
    TransferKind Kind,
    Money Amount,
    Money BalanceAfter,
    TopUpId? TopUpId,
    string TransferId,
    string? Reverses,
    string? SaleOutlet,
    string? SaleTerminal,
    string Outlet,
    string Terminal,
    string RequestId)
{
    /// <summary>Why the float was put right; null for all but adjustments.</summary>
    public AdjustmentReason? Adjustment { get; init; }
}

/// <summary>A page of a statement. Opening balance + all entries of the period = closing balance.</summary>
/// <param name="Entries">The page's entries, ascending.</param>
/// <param name="Opening">Posted balance before the period.</param>
/// <param name="Closing">Posted balance at its end.</param>
public sealed record AccountStatementPage(IReadOnlyList<AccountStatementEntry> Entries, Money Opening, Money Closing);

/// <summary>Balances and statements of a partner.</summary>
public sealed class AccountStatements
{
    // What is paid in and out, adjustments and settlements: kinds that have an index of their own. Account 1 is the
    // float.
    private static readonly SqlText SumPaidIn = new(
        "transfers.sum-paid-in",
        "SELECT CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) FROM transfers t JOIN legs l " +
        "ON l.partner_id = t.partner_id AND l.transfer_id = t.id WHERE t.partner_id = @p0 AND t.created_at >= @p1 " +
        "AND t.kind IN (1, 10, 14, 15) AND l.account = 1 AND l.currency = @p2");

    private static readonly SqlText SelectEntry = new(
        "float_entries.read-one",
        "SELECT posted_at, balance_after FROM float_entries WHERE partner_id = @p0 AND currency = @p1 " +
        "AND sequence = @p2");

    private readonly Readers _readers;

    internal AccountStatements(Readers readers) => _readers = readers;

    /// <summary>The float's position now.</summary>
    /// <returns>The position; null when the partner has no float in that currency.</returns>
    public Task<FloatPosition?> BalanceAsync(PartnerId partnerId, Currency currency, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Load(footprint => footprint.AddFloat(partnerId, currency))
                .FloatIfAny(partnerId, currency),
            cancel);

    /// <summary>The float's position now, and what it was and what came in since a time.</summary>
    /// <param name="since">The time.</param>
    /// <returns>Both of one moment; null when the partner has no float in that currency.</returns>
    public Task<(FloatPosition Position, FloatPast Past)?> PastAsync(
        PartnerId partnerId, Currency currency, DateTimeOffset since, CancellationToken cancel)
    {
        var start = since.UtcTicks;
        return _readers.ReadAsync<(FloatPosition, FloatPast)?>(
            session => session.AtOneMoment<(FloatPosition, FloatPast)?>(context =>
            {
                var row = context.Balances.FirstOrDefault(
                    one => one.PartnerId == partnerId.Value && one.Currency == currency.Code);
                if (row is null)
                {
                    return null;
                }

                var position = new FloatPosition(
                    currency, row.Posted, row.Reserved, row.CreditLimit, row.LastSequence,
                    Mapping.Instant(row.LastPostedAt));
                var (first, before) = Before(session, partnerId, position, start);
                var paidIn = session.Commands.First(
                    SumPaidIn, sum => sum.GetInt64(0), partnerId.Value, start, currency.Code);
                return (position, new FloatPast(since, Mapping.Instant(first), before, paidIn));
            }),
            cancel);
    }

    /// <summary>When the first entry was posted, and the balance before a time.</summary>
    private static (long? FirstAt, long Balance) Before(
        ReadSession session, PartnerId partnerId, FloatPosition position, long start) => position.LastSequence == 0
        ? (null, 0)
        : (Entry(session, partnerId, position.Currency, 1).At,
            LastBefore(session, partnerId, position.Currency, position.LastSequence, start).Balance);

    /// <summary>
    /// The last entry before a time: 0 where there is none. Entries are in the order of their times, without a gap, so
    /// that the place is found in a few steps, however many there are.
    /// </summary>
    private static (long Sequence, long Balance) LastBefore(
        ReadSession session, PartnerId partnerId, Currency currency, long last, long time)
    {
        var (balance, before, after) = (0L, 0L, last + 1);
        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            var entry = Entry(session, partnerId, currency, middle);
            (before, after, balance) = entry.At < time ? (middle, after, entry.Balance) : (before, middle, balance);
        }

        return (before, balance);
    }

    private static (long At, long Balance) Entry(
        ReadSession session, PartnerId partnerId, Currency currency, long sequence) => session.Commands.First(
        SelectEntry,
        found => (found.GetInt64(0), found.GetInt64(1)),
        partnerId.Value,
        currency.Code,
        sequence);

    /// <summary>Reads a page of the entries posted in [from, to).</summary>
    /// <param name="from">Start, inclusive.</param>
    /// <param name="to">End, exclusive.</param>
    /// <param name="afterSequence">Only entries after this one; 0 from the first.</param>
    /// <param name="most">At most this many.</param>
    public Task<AccountStatementPage> ReadAsync(
        PartnerId partnerId,
        Currency currency,
        DateTimeOffset from,
        DateTimeOffset to,
        long afterSequence,
        int most,
        CancellationToken cancel) => _readers.ReadAsync(
        session => session.AtOneMoment(context =>
        {
            // The posting time never decreases with the number, so that a period is a range of numbers: what came
            // before and after it is never read, however much it is.
            var last = context.Balances
                .Where(row => row.PartnerId == partnerId.Value && row.Currency == currency.Code)
                .Select(row => row.LastSequence).FirstOrDefault();
            var (first, opening) = LastBefore(session, partnerId, currency, last, from.UtcTicks);
            var (end, closing) = LastBefore(session, partnerId, currency, last, to.UtcTicks);
            var behind = Math.Max(first, afterSequence);
            var page = context.FloatEntries
                .Where(row => row.PartnerId == partnerId.Value && row.Currency == currency.Code
                    && row.Sequence > behind && row.Sequence <= end)
                .OrderBy(row => row.Sequence)
                .Take(most)
                .Join(
                    context.Transfers,
                    entry => new { entry.PartnerId, Id = entry.TransferId },
                    transfer => new { transfer.PartnerId, transfer.Id },
                    (entry, transfer) => new { entry, transfer })
                .OrderBy(pair => pair.entry.Sequence)
                .ToList();
            var origins = EntryOrigins.Read(context, partnerId, page.ConvertAll(pair => pair.transfer));
            var adjusted = Adjustments(context, partnerId, page.ConvertAll(pair => pair.transfer));
            return new AccountStatementPage(
                page.ConvertAll(pair => Entry(pair.entry, pair.transfer, origins, currency) with
                {
                    Adjustment = adjusted.TryGetValue(pair.transfer.Id, out var reason) ? reason : null,
                }),
                new Money(opening, currency),
                new Money(closing, currency));
        }),
        cancel);

    private static Dictionary<string, AdjustmentReason> Adjustments(
        PartnerDbContext context, PartnerId partnerId, List<TransferRow> transfers)
    {
        var ids = transfers.Where(transfer => transfer.Kind == (int)TransferKind.Adjustment)
            .Select(transfer => transfer.Id).ToList();
        return ids.Count == 0 ? [] : context.Adjustments
            .Where(row => row.PartnerId == partnerId.Value && ids.Contains(row.TransferId))
            .ToDictionary(row => row.TransferId, row => (AdjustmentReason)row.Reason, StringComparer.Ordinal);
    }

    private static AccountStatementEntry Entry(
        FloatEntryRow entry, TransferRow transfer, EntryOrigins origins, Currency currency)
    {
        var (origin, sale) = (origins.Of(transfer), origins.SaleOf(transfer));
        return new AccountStatementEntry(
            entry.Sequence,
            Mapping.Instant(entry.PostedAt),
            (TransferKind)transfer.Kind,
            new Money(entry.Amount, currency),
            new Money(entry.BalanceAfter, currency),
            TopUpId.Of(transfer.TopUpId),
            transfer.Id,
            transfer.Reverses,
            sale?.Outlet,
            sale?.Terminal,
            origin.Outlet,
            origin.Terminal,
            origin.RequestId);
    }
}
