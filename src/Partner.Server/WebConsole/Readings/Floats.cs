using Partner.Core.Amounts;
using Partner.Core.Identity;
using Partner.Core.Ledger;
using Partner.Storage;

namespace Partner.Server.WebConsole.Readings;

/// <summary>A partner's float and how long it lasts.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Position">Its float now.</param>
/// <param name="PerDay">What the float loses a day at its present pace; null where it loses nothing.</param>
/// <param name="DaysLeft">
/// Whole days for which what is available lasts at that pace; null where it loses nothing, or lasts for ten years.
/// </param>
internal sealed record FloatRow(PartnerAccount Partner, FloatPosition Position, Money? PerDay, int? DaysLeft)
{
    private const int Few = 3;

    /// <summary>Whether an active partner's float is used up within days.</summary>
    public bool IsLow => Partner.Status == PartnerStatus.Active && DaysLeft is < Few;

    /// <summary>An amount of the float.</summary>
    /// <param name="minor">In minor units.</param>
    public Money Of(long minor) => new(minor, Position.Currency);
}

/// <summary>
/// Reads floats as partners read their own (GetBalance). Each costs some twenty rows by their keys, however many
/// entries the float has.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The time.</param>
internal sealed class Floats(PartnerStore store, TimeProvider clock)
{
    /// <summary>Partners on a page.</summary>
    public const int PageSize = 25;

    /// <summary>Reads a page of partners with their floats, by id.</summary>
    /// <param name="after">Behind this partner; null from the first.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="size">How many fit on a page.</param>
    public async Task<Paged<FloatRow>> ReadAsync(PartnerId? after, CancellationToken cancel, int size = PageSize)
    {
        var page = Paged<PartnerAccount>.Of(
            await store.Partners.ListAsync(after?.Value, size + 1, cancel), size, partner => partner.Id.Value);
        var rows = new List<FloatRow>();
        foreach (var partner in page.Rows)
        {
            rows.Add(await ReadAsync(partner, cancel));
        }

        return new Paged<FloatRow>(rows, page.Next);
    }

    /// <summary>Reads one partner's float.</summary>
    /// <param name="partner">The partner.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<FloatRow> ReadAsync(PartnerAccount partner, CancellationToken cancel)
    {
        var (now, currency) = (clock.GetUtcNow(), partner.Currency);
        if (await store.AccountStatements.PastAsync(partner.Id, currency, now - FloatOutlook.Stretch, cancel)
            is not { } known)
        {
            return new FloatRow(partner, FloatPosition.Empty(currency), null, null);
        }

        var perDay = FloatOutlook.PerDay(known.Past, known.Position.Posted, now);
        var end = FloatOutlook.RunsOutAt(known.Position.Available, perDay, now);
        return new FloatRow(
            partner,
            known.Position,
            perDay is { } pace ? new Money(pace, currency) : null,
            end is { } day ? (day - now).Days : null);
    }
}
