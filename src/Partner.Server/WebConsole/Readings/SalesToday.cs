using Partner.Core.Amounts;
using Partner.Core.Calendars;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Storage;

namespace Partner.Server.WebConsole.Readings;

/// <summary>An hour of a day and what was sold in it, by the state in which it is now.</summary>
/// <param name="From">Its beginning (UTC).</param>
/// <param name="Counts">How many sales, by state; those without any are left out.</param>
/// <param name="Pays">What customers pay for those that succeeded, by currency.</param>
internal sealed record HourOfSales(
    DateTimeOffset From, IReadOnlyDictionary<TopUpState, long> Counts, IReadOnlyList<Money> Pays)
{
    /// <summary>How many sales.</summary>
    public long Total => Counts.Values.Sum();

    /// <summary>How many in a state.</summary>
    public long Of(TopUpState state) => Counts.GetValueOrDefault(state);
}

/// <summary>A day of all partners, as far as it is over.</summary>
/// <param name="Hours">Its hours, the first one first; those without sales among them.</param>
/// <param name="IsWhole">Whether all its sales were read.</param>
/// <param name="ReadAt">When it was read (UTC).</param>
internal sealed record DayOfSales(IReadOnlyList<HourOfSales> Hours, bool IsWhole, DateTimeOffset ReadAt)
{
    /// <summary>The whole day as one stretch.</summary>
    public HourOfSales Sum => new(
        Hours[0].From,
        Hours.SelectMany(hour => hour.Counts).GroupBy(pair => pair.Key)
            .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value)),
        Sums(Hours.SelectMany(hour => hour.Pays)));

    /// <summary>Sums by currency.</summary>
    public static IReadOnlyList<Money> Sums(IEnumerable<Money> amounts) => [.. amounts
        .GroupBy(amount => amount.Currency.Code).OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => group.Aggregate((left, right) => left + right))];
}

/// <summary>
/// Today's sales by hour. Reading them costs a row for each sale of today; so whoever looks within
/// <see cref="KeptFor"/> sees what was read for the one before, and two who look at once wait for one reading.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="zone">Whose day it is.</param>
/// <param name="clock">The time.</param>
internal sealed class SalesToday(PartnerStore store, OperatorZone zone, TimeProvider clock) : IDisposable
{
    /// <summary>For how long a reading is shown again.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim _reading = new(1);
    private DayOfSales? _last;

    /// <summary>Reads the day.</summary>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<DayOfSales> ReadAsync(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            var now = clock.GetUtcNow();
            var start = CalendarDay.StartOf(now, zone.Common());
            if (_last is not { } last || last.Hours[0].From != start || (now - last.ReadAt).Duration() > KeptFor)
            {
                _last = await ReadAsync(start, now, cancel);
            }

            return _last;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<DayOfSales> ReadAsync(DateTimeOffset start, DateTimeOffset now, CancellationToken cancel)
    {
        var end = now.AddTicks(1);
        var saved = new SavedWithin(start, Ids.FirstOf(start), end, Ids.FirstOf(end.AddMilliseconds(1)));
        var day = await store.SalesOfDays.ReadAsync(saved, Hour, cancel);
        var hours = Enumerable.Range(0, (int)((now - start).Ticks / Hour.Ticks) + 1)
            .Select(index => HourOf(start + (index * Hour), day.Stretches.Where(one => one.Index == index).ToList()))
            .ToList();
        return new DayOfSales(hours, day.IsWhole, now);
    }

    private static HourOfSales HourOf(DateTimeOffset from, List<SalesOfStretch> sums) => new(
        from,
        sums.GroupBy(one => one.State).ToDictionary(group => group.Key, group => group.Sum(one => one.Count)),
        DayOfSales.Sums(sums.Where(one => one.State == TopUpState.Succeeded).Select(one => one.Pays)));
}
