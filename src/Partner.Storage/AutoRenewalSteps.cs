using Partner.Core.Amounts;
using Partner.Core.Renewals;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;

namespace Partner.Storage;

/// <summary>A step, and whose it is.</summary>
/// <param name="RenewalId">The auto-renewal.</param>
/// <param name="Step">What happened to it.</param>
public sealed record ToldStep(RenewalId RenewalId, RenewalStep Step);

/// <summary>Some steps of a partner.</summary>
/// <param name="Steps">The steps, by number.</param>
/// <param name="Last">Up to which number all were looked at.</param>
/// <param name="More">Whether there may be more behind it.</param>
public sealed record StepsPage(IReadOnlyList<ToldStep> Steps, long Last, bool More);

/// <summary>What happened to auto-renewals, and what is going to be needed for them.</summary>
public sealed class AutoRenewalSteps
{
    /// <summary>How many steps are looked at for one page, where a filter leaves little of them.</summary>
    public const int MostRead = 10_000;

    /// <summary>How many auto-renewals are counted for what is needed.</summary>
    public const int MostCounted = 100_000;

    private static readonly SqlText SumNeeded = new("auto_renewals.sum-needed", dialect =>
        "SELECT d.expected_debit, CAST(COUNT(*) AS BIGINT) FROM (SELECT expected_debit FROM auto_renewals " +
        "WHERE partner_id = @p0 AND renews_at < @p1 AND state = 1 AND debit_currency = @p2 " +
        $"ORDER BY renews_at {dialect.Limit("@p3")}) d GROUP BY d.expected_debit");

    private readonly Readers _readers;

    internal AutoRenewalSteps(Readers readers) => _readers = readers;

    /// <summary>Lists a partner's steps, by number.</summary>
    /// <param name="renewalId">Only of this auto-renewal; null for all.</param>
    /// <param name="outlet">Only of this outlet; null for all.</param>
    /// <param name="after">Only after this number.</param>
    /// <param name="most">At most this many.</param>
    public Task<StepsPage> ListAsync(
        PartnerId partnerId, RenewalId? renewalId, string? outlet, long after, int most, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.AtOneMoment(context =>
            {
                // Numbers become visible in their order, so that nothing before the last one can come later.
                var rows = context.RenewalSteps
                    .Where(row => row.PartnerId == partnerId.Value && row.Number > after);
                if (renewalId is { } id)
                {
                    // One of another outlet has no last number either: it would tell that it is there.
                    rows = rows.Where(row => row.RenewalId == id.Value && (outlet == null || row.Outlet == outlet));
                }

                var window = rows.OrderBy(row => row.Number).Take(MostRead);
                var chosen = outlet is null
                    ? window
                    : window.Where(row => row.Outlet == outlet && row.Outlet + "." == outlet + ".");
                var found = chosen.OrderBy(row => row.Number).Take(most + 1).ToList();
                if (found.Count > most)
                {
                    return new StepsPage(Told(found.GetRange(0, most)), found[most - 1].Number, true);
                }

                // Where the window is full, there may be more behind it.
                var full = rows.OrderBy(row => row.Number).Select(row => row.Number).Skip(MostRead - 1)
                    .FirstOrDefault();
                var last = full > 0 ? full : rows.Max(row => (long?)row.Number) ?? after;
                return new StepsPage(Told(found), last, full > 0);
            }),
            cancel);

    /// <summary>Finds a step.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>The step; null when the partner has none such.</returns>
    public Task<ToldStep?> FindAsync(PartnerId partnerId, long number, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.RenewalSteps
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.Number == number) is { } row
                    ? new ToldStep(new RenewalId(row.RenewalId), row.ToRecord())
                    : null,
            cancel);

    /// <summary>The latest steps of an auto-renewal, the oldest of them first.</summary>
    /// <param name="most">At most this many.</param>
    public Task<List<RenewalStep>> LatestAsync(
        PartnerId partnerId, RenewalId renewalId, int most, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.RenewalSteps
            .Where(row => row.PartnerId == partnerId.Value && row.RenewalId == renewalId.Value)
            .OrderByDescending(row => row.Number).Take(most)
            .AsEnumerable().Reverse().Select(row => row.ToRecord()).ToList(),
        cancel);

    /// <summary>The latest step of each of some auto-renewals.</summary>
    /// <param name="renewalIds">Which.</param>
    public Task<Dictionary<RenewalId, RenewalStep>> LatestAsync(
        PartnerId partnerId, IReadOnlyCollection<RenewalId> renewalIds, CancellationToken cancel)
    {
        var ids = renewalIds.Select(id => id.Value).ToList();
        return _readers.ReadAsync(
            session =>
            {
                var steps = session.Context.RenewalSteps.Where(row => row.PartnerId == partnerId.Value);
                var numbers = steps.Where(row => ids.Contains(row.RenewalId)).GroupBy(row => row.RenewalId)
                    .Select(rows => rows.Max(row => row.Number)).ToList();
                return steps.Where(row => numbers.Contains(row.Number))
                    .ToDictionary(row => new RenewalId(row.RenewalId), row => row.ToRecord());
            },
            cancel);
    }

    /// <summary>What the partner's active auto-renewals that fall due until a time cost its float.</summary>
    /// <param name="currency">The float's currency.</param>
    /// <param name="until">Only before this; what is late counts too.</param>
    /// <param name="most">Only the first so many.</param>
    /// <returns>Debits in minor units, each with how many there are of it.</returns>
    public Task<List<(long Debit, long Count)>> NeededAsync(
        PartnerId partnerId, Currency currency, DateTimeOffset until, CancellationToken cancel,
        int most = MostCounted) => _readers.ReadAsync(
        session => session.Commands.All(
            SumNeeded,
            row => (row.GetInt64(0), row.GetInt64(1)),
            partnerId.Value,
            until.UtcTicks,
            currency.Code,
            most),
        cancel);

    private static List<ToldStep> Told(List<RenewalStepRow> rows) =>
        rows.ConvertAll(row => new ToldStep(new RenewalId(row.RenewalId), row.ToRecord()));
}
