using Partner.Core.TopUps;

namespace Partner.Server.WebConsole.Readings;

/// <summary>A part of a bar.</summary>
/// <param name="State">What it stands for.</param>
/// <param name="Top">Where it begins, from above.</param>
/// <param name="Height">Its height; 1 or more, so that a single sale beside thousands is seen.</param>
internal sealed record ChartPart(TopUpState State, long Top, long Height);

/// <summary>A bar: an hour.</summary>
/// <param name="Left">Its left edge.</param>
/// <param name="Hour">What it stands for.</param>
/// <param name="Parts">Its parts, from below.</param>
internal sealed record ChartBar(long Left, HourOfSales Hour, IReadOnlyList<ChartPart> Parts);

/// <summary>
/// Sales by hour as bars, in whole units of an image of <see cref="Width"/> by <see cref="Height"/>. Only what a
/// drawing needs: words and colours are the page's.
/// </summary>
/// <param name="Bars">A bar for each hour.</param>
/// <param name="Lines">Counts at which a line is drawn, and where.</param>
/// <param name="Hours">The hours that are named, and the middle of their places.</param>
internal sealed record SalesChart(
    IReadOnlyList<ChartBar> Bars,
    IReadOnlyList<(long Count, long Top)> Lines,
    IReadOnlyList<(long Left, DateTimeOffset From)> Hours)
{
    /// <summary>The image's width.</summary>
    public const long Width = 720;

    /// <summary>The image's height.</summary>
    public const long Height = 260;

    /// <summary>Where bars stand.</summary>
    public const long Ground = 226;

    /// <summary>Where the first bar's place begins.</summary>
    public const long Left = 56;

    /// <summary>How wide a bar is.</summary>
    public const long BarWidth = 20;

    private const long Ceiling = 16;
    private const long Parts = 4;
    private const int HoursOfDay = 24;
    private const int NamedEvery = 3;

    /// <summary>From below: what is well first, so that what is not stands on top of it.</summary>
    public static IReadOnlyList<TopUpState> Order { get; } =
    [
        TopUpState.Succeeded, TopUpState.Processing, TopUpState.Failed, TopUpState.Cancelled, TopUpState.Reversed,
    ];

    /// <summary>Draws a day.</summary>
    /// <param name="day">The day.</param>
    public static SalesChart Of(DayOfSales day)
    {
        var places = Math.Max(HoursOfDay, day.Hours.Count);
        var step = (Width - Left - 8) / places;
        var scale = ScaleOf(day.Hours.Max(hour => hour.Total));
        return new SalesChart(
            [.. day.Hours.Select((hour, index) => new ChartBar(
                Left + (index * step) + ((step - BarWidth) / 2), hour, PartsOf(hour, scale)))],
            [.. Enumerable.Range(0, (int)Parts + 1).Select(line => (line * (scale / Parts), TopOf(line, Parts)))],
            [.. Enumerable.Range(0, HoursOfDay / NamedEvery).Select(place => (
                Left + (place * NamedEvery * step) + (step / 2),
                day.Hours[0].From.AddHours(place * NamedEvery)))]);
    }

    /// <summary>The count at the upper edge: the next of 4, 8, 20, 40, 80, 200 and so on.</summary>
    internal static long ScaleOf(long most)
    {
        for (long size = 1; ; size *= 10)
        {
            foreach (var step in new[] { 4, 8, 20 })
            {
                if (most <= step * size)
                {
                    return step * size;
                }
            }
        }
    }

    private static List<ChartPart> PartsOf(HourOfSales hour, long scale)
    {
        var parts = new List<ChartPart>();
        var (sum, below) = (0L, Ground);
        foreach (var state in Order.Where(state => hour.Of(state) > 0))
        {
            sum += hour.Of(state);
            var top = Math.Min(TopOf(sum, scale), below - 1);
            parts.Add(new ChartPart(state, top, below - top));
            below = top;
        }

        return parts;
    }

    private static long TopOf(long count, long scale) =>
        Ground - (long)((Int128)(Ground - Ceiling) * count / scale);
}
