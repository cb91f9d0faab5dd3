using Partner.Core.TopUps;
using Partner.Storage.Model;
using Partner.Storage.Reading;

namespace Partner.Storage;

/// <summary>Lists and totals of a partner's top-ups.</summary>
public sealed class Sales
{
    /// <summary>How many rows are looked at for one page, where a filter leaves little of them.</summary>
    public const int MostRead = 10_000;

    private readonly Readers _readers;

    internal Sales(Readers readers) => _readers = readers;

    /// <summary>Lists top-ups, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only older than this id; null from the newest.</param>
    /// <param name="most">At most this many.</param>
    /// <param name="mostRead">So many rows are looked at, and then the page ends, however many it has.</param>
    public Task<SalesPage> ListAsync(
        PartnerId partnerId, SalesFilter filter, string? before, int most, CancellationToken cancel,
        int mostRead = MostRead) => _readers.ReadAsync(
        session => session.AtOneMoment(context =>
        {
            if (SalesOf(context, partnerId, filter) is not { } sales)
            {
                return new SalesPage([], null);
            }

            // What is unfinished has a job, and of these there are few.
            if (filter.State == TopUpState.Processing)
            {
                sales = SalesSelection.WithJob(
                    sales, context.Jobs.Where(job => job.PartnerId == partnerId.Value));
            }

            // One more than asked for: whether there are more is seen by it.
            var window = Math.Max(mostRead, most + 1);
            var near = SalesSelection.Nearest(sales, filter, before).OrderByDescending(row => row.Id).Take(window);
            var rows = SalesSelection.OfSale(SalesSelection.OfTill(near, filter), filter);
            var found = SalesSelection.InState(rows, filter.State)
                .OrderByDescending(row => row.Id).Take(most + 1)
                .AsEnumerable().Select(row => row.ToRecord()).ToList();
            if (found.Count > most)
            {
                return new SalesPage(found.GetRange(0, most), found[most - 1].Id.Value);
            }

            var last = near.OrderByDescending(row => row.Id).Select(row => row.Id).Skip(window - 1).FirstOrDefault();
            return new SalesPage(found, last);
        }),
        cancel);

    /// <summary>
    /// Counts and sums top-ups by state and currency: sales as their tills made them, whether or not they were taken
    /// back since, and what was taken back as the reversals' tills did. So no reversal changes the day of its sale.
    /// </summary>
    /// <param name="filter">Which.</param>
    public Task<SalesTotals> TotalsAsync(PartnerId partnerId, SalesFilter filter, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.AtOneMoment(context =>
            {
                if (SalesOf(context, partnerId, filter) is not { } all)
                {
                    return new SalesTotals([], 0);
                }

                var ofSale = SalesSelection.OfSale(all, filter);
                var lines = new List<SalesTotal>();
                if (filter.State is not TopUpState.Reversed)
                {
                    var sold = SalesSelection.OfTill(ofSale, filter);
                    lines.AddRange(SalesSums.Of(filter.State == TopUpState.Succeeded
                        ? sold.Where(row => row.State == (int)TopUpState.Succeeded
                            || row.State == (int)TopUpState.Reversed)
                        : SalesSelection.InState(sold, filter.State)));
                }

                if (filter.State is not (null or TopUpState.Reversed))
                {
                    return new SalesTotals(lines, 0);
                }

                var reversals = SalesSelection.OfTill(
                    context.Reversals.Where(row => row.PartnerId == partnerId.Value), filter);
                lines.AddRange(SalesSums.OfReversed(
                    reversals.Where(row => row.State == (int)ReversalState.Succeeded), ofSale));
                var unfinished = SalesSelection.SalesOf(
                    reversals.Where(row => row.State == (int)ReversalState.Processing), ofSale);
                return new SalesTotals(lines, unfinished.LongCount());
            }),
            cancel);

    /// <summary>
    /// A partner's sales; the one that a request id made, where the filter names one, and null where it made none.
    /// </summary>
    private static IQueryable<TopUpRow>? SalesOf(PartnerDbContext context, PartnerId partnerId, SalesFilter filter)
    {
        var sales = context.TopUps.Where(row => row.PartnerId == partnerId.Value);
        if (filter.RequestId is not { } requestId)
        {
            return sales;
        }

        var id = context.Requests
            .Where(row => row.PartnerId == partnerId.Value && row.RequestId == requestId.Value)
            .Select(row => row.ResourceId)
            .FirstOrDefault();
        return string.IsNullOrEmpty(id) ? null : sales.Where(row => row.Id == id);
    }
}
