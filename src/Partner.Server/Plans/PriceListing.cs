using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.TopUps;
using Partner.Storage;

namespace Partner.Server.Plans;

/// <summary>Where a price stands in a list: by plan, then channel, then face.</summary>
/// <param name="Plan">Code of the plan.</param>
/// <param name="Face">The face in minor units.</param>
internal sealed record PricePlace(string Plan, Channel Channel, long Face)
{
    /// <summary>For page tokens.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Plan}:{(int)Channel}:{Face}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <returns>Null when it is something else.</returns>
    public static PricePlace? Parse(string text) => text.Split(':') is [var plan, var channel, var face]
        && int.TryParse(channel, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && Enum.IsDefined((Channel)number)
        && long.TryParse(face, NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
        ? new PricePlace(plan, (Channel)number, minor)
        : null;

    /// <summary>Whether it comes after another.</summary>
    public bool IsAfter(PricePlace? other) => other is null
        || (string.CompareOrdinal(Plan, other.Plan) is var byPlan && byPlan != 0
            ? byPlan > 0
            : (Channel, Face).CompareTo((other.Channel, other.Face)) > 0);
}

/// <summary>Which prices are asked for.</summary>
/// <param name="PlanCode">Only this plan; null for all.</param>
/// <param name="Channel">Only this channel; null for all.</param>
/// <param name="Outlet">The seller's outlet; empty for none.</param>
/// <param name="After">Only what comes after this place; null from the start.</param>
/// <param name="Most">At most this many.</param>
internal sealed record PriceQuery(PlanCode? PlanCode, Channel? Channel, string Outlet, PricePlace? After, int Most);

/// <summary>A price of a list.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Price">The price, without promotions.</param>
/// <param name="ValidUntil">Until when it holds, exclusive; null when no change is known.</param>
internal sealed record ListingPrice(PricePlace Place, PriceBreakdown Price, DateTimeOffset? ValidUntil);

/// <summary>What every plan costs and earns for a partner now, by channel and amount, promotions left aside.</summary>
internal sealed class PriceListing(
    TermsSource terms, SalePreparation preparation, PartnerDirectory partners, PartnerStore store, TimeProvider clock)
{
    private static readonly Channel[] Channels = Enum.GetValues<Channel>();

    /// <summary>Lists prices by plan, channel and face.</summary>
    /// <param name="partnerId">The selling partner.</param>
    /// <param name="query">Which ones.</param>
    /// <returns>
    /// The prices; or PLAN_NOT_FOUND, FX_RATE_MISSING or FX_RATE_STALE for the plan asked for. In a list of all plans
    /// the ones without a usable FX rate are left out: they cannot be sold either.
    /// </returns>
    public async Task<Result<IReadOnlyList<ListingPrice>>> ListAsync(
        PartnerId partnerId, PriceQuery query, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var timeline = terms.TimelineAt(now);
        var inForce = timeline.At(now);
        var plans = query.PlanCode is { } code
            ? inForce?.Catalogue.Find(code) is { } plan ? [plan] : []
            : inForce?.Catalogue.Plans ?? [];
        if (inForce is null || (query.PlanCode is not null && plans.Count == 0))
        {
            return query.PlanCode is null
                ? Array.Empty<ListingPrice>()
                : new Refusal(Reason.PlanNotFound).With("plan", $"plans/{query.PlanCode}");
        }

        var seller = await partners.GetAsync(partnerId, cancel);
        var chain = await preparation.ChainAsync(seller, inForce, cancel);
        var (volumes, found) = (new Dictionary<VolumeKey, long>(), new List<ListingPrice>());
        var first = query.After?.Plan ?? "";
        foreach (var one in plans.SkipWhile(plan => string.CompareOrdinal(plan.Code.Value, first) < 0))
        {
            foreach (var channel in query.Channel is { } only ? [only] : Channels)
            {
                var rules = inForce.Index.ResolveWithoutPromotions(chain, one, channel, query.Outlet);
                var volume = await VolumeAsync(rules, now, volumes, cancel);
                var refusal = Add(found, query, rules, now, volume, timeline.NextChange(now));
                if (refusal is not null && query.PlanCode is not null)
                {
                    return refusal;
                }

                if (found.Count >= query.Most)
                {
                    return found;
                }
            }
        }

        return found;
    }

    /// <summary>Adds the prices of one plan and channel that are asked for and still fit.</summary>
    private static Refusal? Add(
        List<ListingPrice> found,
        PriceQuery query,
        SaleRules rules,
        DateTimeOffset now,
        long volume,
        DateTimeOffset? nextChange)
    {
        var until = Earlier(nextChange, FxEnd(rules));
        foreach (var face in FacesOf(rules))
        {
            var place = new PricePlace(rules.Plan.Code.Value, rules.Channel, face.Minor);
            if (found.Count >= query.Most || !place.IsAfter(query.After))
            {
                continue;
            }

            var price = Pricer.Price(
                rules, new PricingRequest(face, now, null, null), PricingFacts.None with { Volume = volume });
            if (price.Refusal is { } refusal)
            {
                return refusal;
            }

            found.Add(new ListingPrice(place, price.Value, until));
        }

        return null;
    }

    private async Task<long> VolumeAsync(
        SaleRules rules, DateTimeOffset now, Dictionary<VolumeKey, long> known, CancellationToken cancel)
    {
        if (SaleProposal.VolumeOf(rules, now) is not { } key)
        {
            return 0;
        }

        if (!known.TryGetValue(key, out var volume))
        {
            volume = known[key] = await store.Commissions.VolumeAsync(key, cancel);
        }

        return volume;
    }

    private static IReadOnlyList<Money> FacesOf(SaleRules rules) => rules.Plan.Price switch
    {
        PlanPrice.Denominations choice => choice.Amounts,
        PlanPrice.Range range => [range.Lowest],
        _ => [rules.FixedFace!.Value],
    };

    /// <summary>When the first rate that a sale needs becomes too old; exactly its maximum age is accepted.</summary>
    private static DateTimeOffset? FxEnd(SaleRules rules) => rules.Levels
        .Where(level => level is { NeedsFx: true, Fx: not null } && (level.Number == 0 || level.Rule is not null))
        .Min(level => (DateTimeOffset?)(level.Fx!.From + level.Fx.MaximumAge).AddTicks(1));

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;
}
