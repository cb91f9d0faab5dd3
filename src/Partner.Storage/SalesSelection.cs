using Partner.Core.TopUps;
using Partner.Storage.Model;

namespace Partner.Storage;

/// <summary>What a <see cref="SalesFilter"/> selects.</summary>
internal static class SalesSelection
{
    // SQL Server takes texts for equal that differ in blanks at their end only: so what partners wrote is also compared
    // with a mark behind it. Texts of closed forms, such as identifiers, hold no blanks and need none.
    private const string End = ".";

    /// <summary>
    /// The rows that one index finds, in the order of the ids: those among which the filter selects. The index is the
    /// one that leaves least. A partial index is used only where its own condition stands in the statement, literally.
    /// </summary>
    public static IQueryable<TopUpRow> Nearest(IQueryable<TopUpRow> rows, SalesFilter filter, string? before)
    {
        rows = SavedWithin(rows, filter.Saved);
        rows = before is null ? rows : rows.Where(row => string.Compare(row.Id, before) < 0);
        if (filter.ReceiptCounter is { } counter)
        {
            return rows.Where(row => row.ReceiptCounter > 0 && row.ReceiptCounter == counter);
        }

        if (filter.ClientReference is { } own)
        {
            return rows.Where(row => row.ClientReference != "" && row.ClientReference == own);
        }

        if (filter.Card is { } card)
        {
            var digits = card.Value;
            return rows.Where(row => row.Card == digits);
        }

        if (filter.BusinessDate is not { } date)
        {
            return rows;
        }

        // Where no outlet is given, which stands before the id in this index, a page takes all of the day to sort it.
        var day = date.DayNumber;
        rows = rows.Where(row => row.BusinessDate == day);
        return filter.Outlet is { } outlet ? rows.Where(row => row.Outlet == outlet) : rows;
    }

    /// <summary>What a till is asked for: outlet, terminal, cashier, day and time.</summary>
    public static IQueryable<T> OfTill<T>(IQueryable<T> rows, SalesFilter filter)
        where T : class, ITillRow
    {
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

        if (filter.Cashier is { } cashier)
        {
            var marked = cashier + End;
            rows = rows.Where(row => row.Cashier == cashier && row.Cashier + End == marked);
        }

        if (filter.BusinessDate is { } date)
        {
            var day = date.DayNumber;
            rows = rows.Where(row => row.BusinessDate == day);
        }

        return SavedWithin(rows, filter.Saved);
    }

    /// <summary>What a sale is asked for, whoever sold it and however it ended.</summary>
    public static IQueryable<TopUpRow> OfSale(IQueryable<TopUpRow> rows, SalesFilter filter)
    {
        if (filter.Card is { } card)
        {
            var digits = card.Value;
            rows = rows.Where(row => row.Card == digits);
        }

        if (filter.ReceiptCounter is { } counter)
        {
            rows = rows.Where(row => row.ReceiptCounter == counter);
        }

        if (filter.ClientReference is { } own)
        {
            var marked = own + End;
            rows = rows.Where(row => row.ClientReference == own && row.ClientReference + End == marked);
        }

        if (filter.IssuerReference is { } reference)
        {
            var marked = reference + End;
            rows = rows.Where(row => row.IssuerReference == reference && row.IssuerReference + End == marked);
        }

        return rows;
    }

    /// <summary>The sales that reversals are of; none that failed is among these.</summary>
    public static IQueryable<TopUpRow> SalesOf(IQueryable<ReversalRow> reversals, IQueryable<TopUpRow> sales) =>
        reversals
            .Where(row => row.State != (int)ReversalState.Failed)
            .Join(
                sales,
                row => new { row.PartnerId, Id = row.TopUpId },
                topUp => new { topUp.PartnerId, topUp.Id },
                (row, topUp) => topUp);

    /// <summary>Those that a job will finish.</summary>
    public static IQueryable<TopUpRow> WithJob(IQueryable<TopUpRow> sales, IQueryable<JobRow> jobs) => jobs.Join(
        sales,
        job => new { job.PartnerId, Id = job.OperationId },
        topUp => new { topUp.PartnerId, topUp.Id },
        (job, topUp) => topUp);

    /// <summary>Those in a state.</summary>
    public static IQueryable<TopUpRow> InState(IQueryable<TopUpRow> rows, TopUpState? state)
    {
        if (state is not { } given)
        {
            return rows;
        }

        var number = (int)given;
        return rows.Where(row => row.State == number);
    }

    private static IQueryable<T> SavedWithin<T>(IQueryable<T> rows, SavedWithin? saved)
        where T : class, ITillRow
    {
        if (saved?.From is { } from)
        {
            var (first, ticks) = (saved.FromId, from.UtcTicks);
            rows = rows.Where(row => string.Compare(row.Id, first) >= 0 && row.CreatedAt >= ticks);
        }

        if (saved?.To is { } to)
        {
            var (end, ticks) = (saved.ToId, to.UtcTicks);
            rows = end is null
                ? rows.Where(row => row.CreatedAt < ticks)
                : rows.Where(row => string.Compare(row.Id, end) < 0 && row.CreatedAt < ticks);
        }

        return rows;
    }
}
