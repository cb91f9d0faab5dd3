using Leb.Partner.V1;
using Partner.Core.Documents;
using Partner.Core.Rules;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Storage;

namespace Partner.Server.Plans;

/// <summary>
/// The published versions as one partner sees them: those that hold something for it. A document made for others does
/// not exist for it.
/// </summary>
internal static class CatalogView
{
    /// <summary>The versions as they are known now.</summary>
    /// <param name="timeline">All versions.</param>
    /// <param name="partner">Who asks.</param>
    public static WatchCatalogResponse Of(TermsTimeline timeline, PartnerAccount partner, DateTimeOffset now)
    {
        var member = MemberOf(timeline.At(now), partner.Id);
        List<VersionInForce> current =
            [.. timeline.InForce(now).Where(version => Concerns(version.Parsed, partner, member))];

        // A version of the future counts for the place in the network that the partner has then.
        List<VersionInForce> upcoming = [.. timeline.Upcoming(now).Where(version =>
            Concerns(version.Parsed, partner, MemberOf(timeline.At(version.From), partner.Id)))];
        var message = new WatchCatalogResponse
        {
            NextChangeTime = current.Concat(upcoming)
                .SelectMany(version => new[] { version.From, version.End ?? DateTimeOffset.MaxValue })
                .Where(instant => instant > now && instant < DateTimeOffset.MaxValue)
                .Select(instant => (DateTimeOffset?)instant)
                .Min().ToWire(),
        };
        message.Current.AddRange(current.Select(ToWire));
        message.Upcoming.AddRange(upcoming.Select(ToWire));
        return message;
    }

    private static CatalogVersion ToWire(VersionInForce version) => new()
    {
        Kind = version.Parsed.Document.KindName,
        Version = version.Parsed.Document.FullVersion,
        StartTime = version.From.ToWire(),
        EndTime = version.End.ToWire(),
    };

    private static NetworkMember MemberOf(SellingTerms? terms, PartnerId partnerId) =>
        terms?.Index.Member(partnerId) ?? new NetworkMember(partnerId, null, null, null);

    private static bool Concerns(ParsedDocument parsed, PartnerAccount partner, NetworkMember member) =>
        parsed.Catalogue is not null
        || parsed.Network is not null
        || SelectorsOf(parsed).Any(selector => Matches(selector, member))
        || parsed.Promotions?.Any(promotion => promotion.IsFor(partner.Id)) == true
        || parsed.Rates?.Rates.Any(rate => rate.Float == partner.Currency) == true;

    private static bool Matches(Selector selector, NetworkMember member) =>
        (selector.PartnerId is null || selector.PartnerId == member.PartnerId)
        && (selector.Tier is null || selector.Tier == member.Tier);

    private static IEnumerable<Selector> SelectorsOf(ParsedDocument parsed) =>
    [
        .. parsed.Prices?.Prices.Select(entry => entry.Applies) ?? [],
        .. parsed.Prices?.Fees.Select(entry => entry.Applies) ?? [],
        .. parsed.Schedule?.Rules.Select(rule => rule.Applies) ?? [],
        .. parsed.Taxes?.Rules.Select(rule => rule.Applies) ?? [],
    ];
}
