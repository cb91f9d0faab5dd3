using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Publishing;

/// <summary>What documents name must be there: plans, categories, currencies, partners, tiers, regions.</summary>
internal static class ReferenceCheck
{
    public static void Check(
        TimeSegment segment, IReadOnlyDictionary<PartnerId, Currency> partners, PublicationNotes notes)
    {
        var names = new Names(segment, partners, notes);
        foreach (var parsed in segment.InForce)
        {
            CheckCurrency(segment, parsed, notes);
            CheckPromotions(names, parsed);
            CheckMembers(names, parsed);
        }

        if (segment.Catalogue is null)
        {
            return;
        }

        foreach (var rule in segment.Rules)
        {
            var path = $"{rule.Path}.applies";
            names.Partner(rule.Parsed, $"{path}.partner", rule.Applies.PartnerId);
            names.Tier(rule.Parsed, $"{path}.tier", rule.Applies.Tier);
            names.Plan(rule.Parsed, $"{path}.plan", rule.Applies.PlanCode?.Value, rule.Currency);
            names.Category(rule.Parsed, $"{path}.category", rule.Applies.Category);
        }
    }

    private static void CheckCurrency(TimeSegment segment, ParsedDocument parsed, PublicationNotes notes)
    {
        var currency = parsed.Prices?.Currency ?? parsed.Schedule?.Currency ?? parsed.Taxes?.Currency
            ?? (parsed.Promotions is [var first, ..] ? first.Currency : null);
        if (currency is null)
        {
            return;
        }

        if (segment.Catalogue is null)
        {
            notes.Report(parsed, "$.from", new(
                "is in force while no catalogue is: nothing is sold then",
                "生效时没有生效中的套餐目录：届时无法销售"));
        }
        else if (segment.Plans.All(plan => plan.Price.Currency != currency))
        {
            var catalogue = segment.Catalogue.Document.FullVersion;
            notes.Report(parsed, "$.currency", new(
                $"no plan of {catalogue} is sold in {currency}", $"{catalogue} 中没有以 {currency} 销售的套餐"));
        }
    }

    private static void CheckPromotions(Names names, ParsedDocument parsed)
    {
        foreach (var (promotion, index) in (parsed.Promotions ?? []).Select((one, index) => (one, index)))
        {
            var (path, wanted) = ($"$.promotions[{index}].conditions", promotion.Conditions);
            Each(wanted.Plans, "plans", (place, plan) => names.Plan(parsed, place, plan, promotion.Currency));
            Each(wanted.Categories, "categories", (place, category) => names.Category(parsed, place, category));
            Each(wanted.Partners, "partners", (place, partner) => names.Partner(parsed, place, new PartnerId(partner)));
            Each(wanted.Regions, "regions", (place, region) => names.Region(parsed, place, region));

            void Each(IReadOnlyList<string> texts, string key, Action<string, string> check)
            {
                for (var i = 0; i < texts.Count; i++)
                {
                    check($"{path}.{key}[{i}]", texts[i]);
                }
            }
        }
    }

    private static void CheckMembers(Names names, ParsedDocument parsed)
    {
        foreach (var (member, index) in (parsed.Network?.Members ?? []).Select((one, index) => (one, index)))
        {
            names.Partner(parsed, $"$.members[{index}].partner", member.PartnerId);
            names.Partner(parsed, $"$.members[{index}].parent", member.Parent);
        }
    }

    private sealed class Names(
        TimeSegment segment, IReadOnlyDictionary<PartnerId, Currency> partners, PublicationNotes notes)
    {
        private readonly PlanCatalogue? _catalogue = segment.Catalogue?.Catalogue;
        private readonly HashSet<string> _categories = [.. segment.Plans.Select(plan => plan.Category)];
        private readonly HashSet<string> _tiers =
            [.. Members(segment).Select(member => member.Tier).OfType<string>()];

        private readonly HashSet<string> _regions =
            [.. Members(segment).Select(member => member.Region).OfType<string>()];

        public void Partner(ParsedDocument parsed, string path, PartnerId? id)
        {
            if (id is { } named && !partners.ContainsKey(named))
            {
                notes.Report(parsed, path, new($"there is no partner '{id}'", $"没有合作方“{id}”"));
            }
        }

        public void Tier(ParsedDocument parsed, string path, string? tier)
        {
            if (tier is not null && !_tiers.Contains(tier))
            {
                notes.Report(parsed, path, new(
                    $"no partner of the network is of tier '{tier}'", $"合作方层级中没有“{tier}”等级的合作方"));
            }
        }

        public void Region(ParsedDocument parsed, string path, string region)
        {
            if (!_regions.Contains(region))
            {
                notes.Report(parsed, path, new(
                    $"no partner of the network is of region '{region}'", $"合作方层级中没有“{region}”地区的合作方"));
            }
        }

        public void Category(ParsedDocument parsed, string path, string? category)
        {
            if (category is not null && _catalogue is not null && !_categories.Contains(category))
            {
                notes.Report(parsed, path, new(
                    $"no plan of {_catalogue.Version} is of category '{category}'",
                    $"{_catalogue.Version} 中没有“{category}”类别的套餐"));
            }
        }

        public void Plan(ParsedDocument parsed, string path, string? code, Currency currency)
        {
            if (code is null || _catalogue is null)
            {
                return;
            }

            if (_catalogue.Find(new PlanCode(code)) is not { } plan)
            {
                notes.Report(parsed, path, new(
                    $"'{code}' is no plan of {_catalogue.Version}", $"{_catalogue.Version} 中没有套餐“{code}”"));
            }
            else if (plan.Price.Currency != currency)
            {
                notes.Report(parsed, path, new(
                    $"'{code}' is sold in {plan.Price.Currency}, not in {currency}",
                    $"套餐“{code}”以 {plan.Price.Currency} 销售，而非 {currency}"));
            }
        }

        private static IReadOnlyList<NetworkMember> Members(TimeSegment segment) =>
            segment.Network?.Network!.Members ?? [];
    }
}
