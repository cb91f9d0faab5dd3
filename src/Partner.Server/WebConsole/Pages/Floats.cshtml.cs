using Partner.Server.WebConsole.Readings;

namespace Partner.Server.WebConsole.Pages;

/// <summary>The floats of all partners.</summary>
/// <param name="floats">Reads them.</param>
internal sealed class FloatsModel(Floats floats) : ConsolePage
{
    /// <summary>The floats.</summary>
    public new Paged<FloatRow> Page { get; private set; } = null!;

    /// <summary>Where the list goes on.</summary>
    public Pager Pager { get; private set; } = null!;

    /// <summary>Shows a page.</summary>
    /// <param name="after">Behind this partner; null from the first.</param>
    public async Task OnGetAsync(string? after, CancellationToken cancel)
    {
        Title("floats.title", "floats");
        InCommonZone();
        Page = await floats.ReadAsync(PartnerId.Of(after), cancel);
        Pager = PagerOf(Page.Next, after is not null);
    }
}
