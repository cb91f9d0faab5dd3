using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Reading;

namespace Partner.Storage;

/// <summary>Selects a partner's top-ups; every value that is set must match.</summary>
/// <param name="BusinessDate">The till's business day.</param>
public sealed record SalesFilter(
    string? Outlet,
    string? Terminal,
    DateOnly? BusinessDate,
    TopUpState? State,
    CardNumber? Card,
    RequestId? RequestId);

/// <summary>The sums of the top-ups in one state and currency.</summary>
/// <param name="Count">How many.</param>
/// <param name="Face">Sum of the face values.</param>
/// <param name="CustomerPays">Sum of what customers paid.</param>
/// <param name="NetDebit">Sum of the debits.</param>
/// <param name="Commission">Sum of the commissions.</param>
public sealed record SalesTotal(
    TopUpState State, long Count, Money Face, Money CustomerPays, Money NetDebit, Money Commission);

/// <summary>Lists and totals of a partner's top-ups.</summary>
public sealed class Sales
{
    // SQL Server takes texts for equal that differ in blanks at their end only: so what partners wrote is also compared
    // with a mark behind it. Texts of closed forms, such as identifiers, hold no blanks and need none.
    private const string End = ".";

    private readonly Readers _readers;

    internal Sales(Readers readers) => _readers = readers;

    /// <summary>Lists top-ups, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only older than this id; null from the newest.</param>
    /// <param name="most">At most this many.</param>
    public Task<List<TopUpRecord>> ListAsync(
        PartnerId partnerId, SalesFilter filter, string? before, int most,
        CancellationToken cancel) => _readers.ReadAsync(
        session =>
        {
            var rows = Select(session.Context, partnerId, filter);
            rows = before is null ? rows : rows.Where(row => string.Compare(row.Id, before) < 0);
            return rows.OrderByDescending(row => row.Id).Take(most)
                .AsEnumerable().Select(row => row.ToRecord()).ToList();
        },
        cancel);

    /// <summary>Counts and sums top-ups by state and currency.</summary>
    /// <param name="filter">Which.</param>
    /// <returns>A line per state and currency that occurs, in the order of the states.</returns>
    public Task<List<SalesTotal>> TotalsAsync(PartnerId partnerId, SalesFilter filter, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => Select(session.Context, partnerId, filter)
                .GroupBy(row => new { row.State, row.Currency, row.DebitCurrency })
                .Select(group => new
                {
                    group.Key,
                    Count = group.LongCount(),
                    Face = group.Sum(row => row.Face),
                    Pays = group.Sum(row => row.CustomerPays),
                    Debit = group.Sum(row => row.NetDebit),
                    Commission = group.Sum(row => row.Commission),
                })
                .OrderBy(group => group.Key.State).ThenBy(group => group.Key.Currency)
                .ThenBy(group => group.Key.DebitCurrency)
                .AsEnumerable()
                .Select(group => Total(
                    (TopUpState)group.Key.State,
                    Currency.Of(group.Key.Currency),
                    Currency.Of(group.Key.DebitCurrency),
                    group.Count,
                    group.Face,
                    group.Pays,
                    group.Debit,
                    group.Commission))
                .ToList(),
            cancel);

    /// <summary>Lists every partner's operations whose final state is outstanding, the oldest first.</summary>
    public Task<List<(TopUpRecord TopUp, ReversalRecord? Reversal)>> ListUnfinishedAsync(CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.TopUps.Where(row => row.State == (int)TopUpState.Processing)
                .AsEnumerable().Select(row => (row.ToRecord(), (ReversalRecord?)null))
                .Concat(session.Context.Reversals.Where(row => row.State == (int)ReversalState.Processing)
                    .Join(
                        session.Context.TopUps,
                        reversal => new { reversal.PartnerId, Id = reversal.TopUpId },
                        topUp => new { topUp.PartnerId, topUp.Id },
                        (reversal, topUp) => new { topUp, reversal })
                    .AsEnumerable()
                    .Select(pair => (pair.topUp.ToRecord(), (ReversalRecord?)pair.reversal.ToRecord())))
                .OrderBy(pair => pair.Item2?.CreatedAt ?? pair.Item1.CreatedAt)
                .ToList(),
            cancel);

    private static IQueryable<TopUpRow> Select(PartnerDbContext context, PartnerId partnerId, SalesFilter filter)
    {
        var rows = context.TopUps.Where(row => row.PartnerId == partnerId.Value);
        if (filter.Outlet is { } outlet)
        {
            var marked = outlet + End;
            rows = rows.Where(row => row.Outlet == outlet && row.Outlet + End == marked);
        }

        if (filter.Terminal is { } terminal)
        {
            var marked = terminal + End;
            rows = rows.Where(row => row.Terminal == terminal && row.Terminal + End == marked);
        }

        if (filter.BusinessDate is { } date)
        {
            var day = date.DayNumber;
            rows = rows.Where(row => row.BusinessDate == day);
        }

        if (filter.State is { } state)
        {
            var number = (int)state;
            rows = rows.Where(row => row.State == number);
        }

        if (filter.Card is { } card)
        {
            var digits = card.Value;
            rows = rows.Where(row => row.Card == digits);
        }

        return filter.RequestId is { } requestId
            ? rows.Where(row => context.Requests.Any(request => request.PartnerId == partnerId.Value
                && request.RequestId == requestId.Value && request.ResourceId == row.Id))
            : rows;
    }

    private static SalesTotal Total(
        TopUpState state,
        Currency currency,
        Currency debitCurrency,
        long count,
        long face,
        long pays,
        long debit,
        long commission) => new(
        state,
        count,
        new Money(face, currency),
        new Money(pays, currency),
        new Money(debit, debitCurrency),
        new Money(commission, currency));
}
