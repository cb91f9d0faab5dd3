using Partner.Core.Amounts;
using Partner.Core.TopUps;
using Partner.Storage.Reading;

namespace Partner.Storage;

/// <summary>What was sold in one stretch of a day, and how it stands now.</summary>
/// <param name="Index">Number of the stretch, from 0.</param>
/// <param name="State">The state now.</param>
/// <param name="Count">How many sales.</param>
/// <param name="Pays">What their customers pay, in the plans' currency.</param>
public sealed record SalesOfStretch(int Index, TopUpState State, long Count, Money Pays);

/// <summary>What was sold on a day.</summary>
/// <param name="Stretches">Sums by stretch, state and currency; what has none is left out.</param>
/// <param name="IsWhole">Whether all sales are in it; false where there are more than were read.</param>
public sealed record SalesOfDay(IReadOnlyList<SalesOfStretch> Stretches, bool IsWhole);

/// <summary>
/// What all partners sold on a day. Identifiers are ordered by their making, so that a day is one range of each
/// partner's primary key: the sales of other days are never read, however many there are. It costs a row for each sale
/// of the day, in one statement that sums where the rows are, and at most <see cref="MostRead"/> rows.
/// </summary>
public sealed class SalesOfDays
{
    /// <summary>So many sales are read at most.</summary>
    public const int MostRead = 250_000;

    private readonly Readers _readers;

    internal SalesOfDays(Readers readers) => _readers = readers;

    /// <summary>Counts and sums the sales that were saved in [from, to).</summary>
    /// <param name="saved">The day, both ends given.</param>
    /// <param name="stretch">How long a stretch is.</param>
    /// <param name="mostRead">So many sales are read at most.</param>
    public Task<SalesOfDay> ReadAsync(
        SavedWithin saved, TimeSpan stretch, CancellationToken cancel, int mostRead = MostRead)
    {
        var (start, end) = (saved.From!.Value.UtcTicks, saved.To!.Value.UtcTicks);
        var (firstId, endId, ticks) = (saved.FromId, saved.ToId!, stretch.Ticks);
        return _readers.ReadAsync(
            session =>
            {
                var sums = session.Context.Partners
                    .SelectMany(partner => session.Context.TopUps.Where(row => row.PartnerId == partner.Id
                        && string.Compare(row.Id, firstId) >= 0 && string.Compare(row.Id, endId) < 0
                        && row.CreatedAt >= start && row.CreatedAt < end))
                    .Select(row => new
                    {
                        Index = (row.CreatedAt - start) / ticks,
                        row.State,
                        row.Currency,
                        row.CustomerPays,
                    })
                    .Take(mostRead)
                    .GroupBy(row => new { row.Index, row.State, row.Currency })
                    .Select(group => new
                    {
                        group.Key,
                        Count = group.LongCount(),
                        Pays = group.Sum(row => row.CustomerPays),
                    })
                    .AsEnumerable()
                    .OrderBy(sum => sum.Key.Index).ThenBy(sum => sum.Key.State)
                    .ThenBy(sum => sum.Key.Currency, StringComparer.Ordinal)
                    .Select(sum => new SalesOfStretch(
                        (int)sum.Key.Index,
                        (TopUpState)sum.Key.State,
                        sum.Count,
                        new Money(sum.Pays, Currency.Of(sum.Key.Currency))))
                    .ToList();
                return new SalesOfDay(sums, sums.Sum(sum => sum.Count) < mostRead);
            },
            cancel);
    }
}
