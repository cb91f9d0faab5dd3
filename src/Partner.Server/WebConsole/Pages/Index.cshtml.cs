using Partner.Server.WebConsole.Readings;

namespace Partner.Server.WebConsole.Pages;

/// <summary>What waits for the operator, and what was sold today.</summary>
/// <param name="overview">What waits.</param>
/// <param name="sales">What was sold.</param>
internal sealed class IndexModel(Overview overview, SalesToday sales) : ConsolePage
{
    /// <summary>What waits.</summary>
    public Waiting Waiting { get; private set; } = null!;

    /// <summary>What was sold.</summary>
    public DayOfSales Day { get; private set; } = null!;

    /// <summary>The same as a drawing.</summary>
    public SalesChart Chart { get; private set; } = null!;

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(CancellationToken cancel)
    {
        Title("overview.title", "overview");
        InCommonZone();
        Waiting = await overview.ReadAsync(cancel);
        Day = await sales.ReadAsync(cancel);
        Chart = SalesChart.Of(Day);
    }
}
