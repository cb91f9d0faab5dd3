using Partner.Core.Amounts;
using Partner.Core.TopUps;
using Partner.Storage.Model;

namespace Partner.Storage;

/// <summary>Sums of top-ups by state and currency.</summary>
internal static class SalesSums
{
    /// <summary>Sales in the order of their states. One that was taken back since has succeeded all the same.</summary>
    public static List<SalesTotal> Of(IQueryable<TopUpRow> sales) => Lines(
        sales.Select(row => new Summed
        {
            State = row.State,
            Currency = row.Currency,
            DebitCurrency = row.DebitCurrency,
            Face = row.Face,
            CustomerPays = row.CustomerPays,
            NetDebit = row.NetDebit,
            Commission = row.Commission,
        }),
        state => state == TopUpState.Reversed ? TopUpState.Succeeded : state);

    /// <summary>What was taken back: of a partial refund its part, of one in points no money.</summary>
    /// <param name="reversals">The reversals.</param>
    /// <param name="sales">The sales that may be among theirs.</param>
    public static List<SalesTotal> OfReversed(IQueryable<ReversalRow> reversals, IQueryable<TopUpRow> sales) => Lines(
        reversals.Join(
            sales,
            row => new { row.PartnerId, Id = row.TopUpId },
            topUp => new { topUp.PartnerId, topUp.Id },
            (row, topUp) => new Summed
            {
                State = row.State,
                Currency = topUp.Currency,
                DebitCurrency = topUp.DebitCurrency,
                Face = row.RefundFace ?? topUp.Face,
                CustomerPays = row.RefundPays ?? topUp.CustomerPays,
                NetDebit = row.Amount,
                Commission = row.RefundCommission ?? topUp.Commission,
            }),
        _ => TopUpState.Reversed);

    private static List<SalesTotal> Lines(IQueryable<Summed> sales, Func<TopUpState, TopUpState> countsAs) =>
        sales
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
            .AsEnumerable()
            .GroupBy(sum => (State: countsAs((TopUpState)sum.Key.State), sum.Key.Currency, sum.Key.DebitCurrency))
            .OrderBy(group => group.Key.State)
            .ThenBy(group => group.Key.Currency, StringComparer.Ordinal)
            .ThenBy(group => group.Key.DebitCurrency, StringComparer.Ordinal)
            .Select(group =>
            {
                var (plan, debit) = (Currency.Of(group.Key.Currency), Currency.Of(group.Key.DebitCurrency));
                return new SalesTotal(
                    group.Key.State,
                    group.Sum(sum => sum.Count),
                    new Money(group.Sum(sum => sum.Face), plan),
                    new Money(group.Sum(sum => sum.Pays), plan),
                    new Money(group.Sum(sum => sum.Debit), debit),
                    new Money(group.Sum(sum => sum.Commission), plan));
            })
            .ToList();

    private sealed class Summed
    {
        public required int State { get; init; }

        public required string Currency { get; init; }

        public required string DebitCurrency { get; init; }

        public required long Face { get; init; }

        public required long CustomerPays { get; init; }

        public required long NetDebit { get; init; }

        public required long Commission { get; init; }
    }
}
