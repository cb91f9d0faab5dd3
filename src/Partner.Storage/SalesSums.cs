using Partner.Core.Amounts;
using Partner.Core.TopUps;
using Partner.Storage.Model;

namespace Partner.Storage;

/// <summary>Sums of top-ups by state and currency.</summary>
internal static class SalesSums
{
    /// <summary>Sales in the order of their states. One that was taken back since has succeeded all the same.</summary>
    public static List<SalesTotal> Of(IQueryable<TopUpRow> sales) => Lines(
        sales, state => state == TopUpState.Reversed ? TopUpState.Succeeded : state);

    /// <summary>What was taken back.</summary>
    public static List<SalesTotal> OfReversed(IQueryable<TopUpRow> sales) =>
        Lines(sales, _ => TopUpState.Reversed);

    private static List<SalesTotal> Lines(IQueryable<TopUpRow> sales, Func<TopUpState, TopUpState> countsAs) =>
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
}
