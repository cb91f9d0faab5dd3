using Partner.Core.Amounts;
using Partner.Core.Documents;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Publishing;

/// <summary>What a partner would see change.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="What">
/// "price", "fee", "commission", "tax", "promotion" or "grants"; "plan" when the plan itself comes or goes.
/// </param>
/// <param name="Channels">The channels; all eight when the channel does not matter.</param>
/// <param name="Old">As it is; "none" when there is nothing.</param>
/// <param name="New">As it would be; "none" when there is nothing.</param>
public sealed record TermsChange(
    DateTimeOffset At,
    PartnerId PartnerId,
    PlanCode PlanCode,
    string What,
    IReadOnlyList<Channel> Channels,
    string Old,
    string New)
{
    /// <summary>
    /// Which part of it: the promotion's id, "rate" or "rate from 1000.00 CNY" of a commission; empty where it is one.
    /// </summary>
    public string Item { get; init; } = "";

    /// <summary>What else is to be known of the change; empty when nothing is.</summary>
    public string Note { get; init; } = "";
}

/// <summary>
/// What documents would change if they were published: per partner and plan, the price, fee, commission, tax and
/// promotions of each channel, as they would be without the documents and with them. Rules of single outlets and the
/// partner's parents are left out.
/// </summary>
public sealed class CatalogDiff
{
    private static readonly Channel[] AllChannels = Enum.GetValues<Channel>();

    private readonly TermsWords _words;
    private readonly TermsText _terms;
    private readonly GrantText _grants;

    private CatalogDiff(TermsWords words) =>
        (_words, _terms, _grants) = (words, new TermsText(words), new GrantText(words));

    /// <summary>Compares.</summary>
    /// <param name="candidates">The documents.</param>
    /// <param name="published">Every published version.</param>
    /// <param name="partners">The partners to compare for.</param>
    /// <param name="language">The language of the texts; what changes and when is the same in every one.</param>
    /// <param name="cancel">Ends the comparison, which may take long for many partners.</param>
    /// <returns>
    /// The changes, at each instant where the documents begin to make another difference; by partner and plan.
    /// </returns>
    public static IReadOnlyList<TermsChange> Compare(
        IReadOnlyList<ParsedDocument> candidates,
        IReadOnlyList<ParsedDocument> published,
        IEnumerable<PartnerId> partners,
        TermsLanguage language = TermsLanguage.English,
        CancellationToken cancel = default)
    {
        var diff = new CatalogDiff(TermsWords.Of(language));
        var fresh = candidates.Where(candidate => !Publication.IsPublished(candidate, published)).ToList();
        if (fresh.Count == 0)
        {
            return [];
        }

        var (without, with) = (new TermsTimeline(published), new TermsTimeline([.. published, .. fresh]));
        var start = fresh.Min(candidate => candidate.Document.From);
        var ids = partners.OrderBy(id => id.Value, StringComparer.Ordinal).ToList();
        var changes = new List<TermsChange>();
        var known = new HashSet<(PartnerId, PlanCode, string What, string, string, string)>();
        foreach (var at in with.Starts.Union(without.Starts).Where(at => at >= start).Order())
        {
            var (left, right) = (without.At(at)?.Rules, with.At(at)?.Rules);
            foreach (var change in ids.SelectMany(id => diff.Compare(at, id, left, right, cancel)))
            {
                // A difference that goes on is told once, when it begins.
                var channels = string.Join(' ', change.Channels);
                var what = $"{change.What} {change.Item}";
                if (known.Add((change.PartnerId, change.PlanCode, what, channels, change.Old, change.New)))
                {
                    changes.Add(change);
                }
            }
        }

        return changes;
    }

    private IEnumerable<TermsChange> Compare(
        DateTimeOffset at, PartnerId partner, RulesInForce? left, RulesInForce? right, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var codes = Plans(left).Concat(Plans(right)).Select(plan => plan.Code).Distinct()
            .OrderBy(code => code.Value, StringComparer.Ordinal);
        foreach (var code in codes)
        {
            var (old, now) = (left?.Catalogue.Find(code), right?.Catalogue.Find(code));
            if (old is null || now is null)
            {
                yield return new TermsChange(
                    at, partner, code, "plan", AllChannels, Offered(old), Offered(now));
                continue;
            }

            var differences = AllChannels
                .SelectMany(channel => Differences(
                    new Sale(this, partner, old, channel, left!), new Sale(this, partner, now, channel, right!))
                    .Select(difference => (difference, channel)))
                .GroupBy(pair => pair.difference, pair => pair.channel);
            foreach (var group in differences)
            {
                var (what, item, before, after, note) = group.Key;
                yield return new TermsChange(at, partner, code, what, [.. group], before, after)
                {
                    Item = item,
                    Note = note,
                };
            }
        }
    }

    private static IReadOnlyList<Plan> Plans(RulesInForce? inForce) => inForce?.Catalogue.Plans ?? [];

    private string Offered(Plan? plan) => plan is null ? _words.None : _terms.Price(plan.Price);

    private IEnumerable<Difference> Differences(Sale left, Sale right)
    {
        Difference[] whole =
        [
            new("price", "", left.Price, right.Price, ""), new("fee", "", left.Fee, right.Fee, ""),
            new("tax", "", left.Tax, right.Tax, ""), new("grants", "", left.Grants, right.Grants, ""),
        ];
        return whole.Concat(Commissions(left.Commission, right.Commission))
            .Concat(Promotions(left.Promotions, right.Promotions))
            .Where(one => one.Old != one.New);
    }

    /// <summary>Part by part where there is a rule before and after, else the rule as a whole.</summary>
    private IEnumerable<Difference> Commissions(
        (CommissionSchedule Schedule, CommissionRule Rule)? left,
        (CommissionSchedule Schedule, CommissionRule Rule)? right)
    {
        if (left is not { } before || right is not { } after)
        {
            return [new("commission", "", Whole(left), Whole(right), "")];
        }

        var (old, now) = (
            _terms.CommissionParts(before.Schedule, before.Rule).ToDictionary(part => part.Part, part => part.Text),
            _terms.CommissionParts(after.Schedule, after.Rule).ToDictionary(part => part.Part, part => part.Text));
        return old.Keys.Union(now.Keys).Select(part => new Difference(
            "commission",
            part,
            old.GetValueOrDefault(part, _words.None),
            now.GetValueOrDefault(part, _words.None),
            ""));

        string Whole((CommissionSchedule Schedule, CommissionRule Rule)? rule) =>
            rule is { } there ? _terms.Commission(there.Schedule, there.Rule) : _words.None;
    }

    private IEnumerable<Difference> Promotions(
        IReadOnlyDictionary<string, Promotion> left, IReadOnlyDictionary<string, Promotion> right) =>
        left.Keys.Union(right.Keys).Order(StringComparer.Ordinal).Select(id =>
        {
            var (old, now) = (left.GetValueOrDefault(id), right.GetValueOrDefault(id));
            var note = old is null || now is null ? "" : Added(old, now);
            return new Difference("promotion", id, Text(old), Text(now), note);

            string Text(Promotion? promotion) => promotion is null ? _words.None : _terms.Promotion(promotion);
        });

    /// <summary>What is to be known of limits that a version adds to a promotion that goes on.</summary>
    private string Added(Promotion old, Promotion now)
    {
        var added = _terms.Limits(now).Select(limit => limit.Kind)
            .Except(_terms.Limits(old).Select(limit => limit.Kind)).ToList();
        return added.Count == 0
            ? ""
            : string.Join(_words.Pick(", ", "、"), added) + _words.Pick(
                ": counted from this version on; what was sold before does not count",
                "：自本版本起计数，此前的销售不计入");
    }

    /// <summary>A difference of one sale.</summary>
    private sealed record Difference(string What, string Item, string Old, string New, string Note);

    private sealed class Sale(CatalogDiff diff, PartnerId partner, Plan plan, Channel channel, RulesInForce inForce)
    {
        private readonly NetworkMember? _member =
            inForce.Network?.Members.FirstOrDefault(member => member.PartnerId == partner);

        public string Price => plan.Price is PlanPrice.Fixed
            && Key.Best(Lists.SelectMany(list => list.Prices), entry => entry.Applies) is { } entry
                ? entry.Price.ToString()
                : diff._terms.Price(plan.Price);

        public string Fee => Key.Best(Lists.SelectMany(list => list.Fees), entry => entry.Applies) is { } entry
            ? diff._terms.Fee(entry)
            : diff._words.None;

        public (CommissionSchedule Schedule, CommissionRule Rule)? Commission => Key.Best(
            inForce.Schedules.Where(schedule => schedule.Currency == Currency)
                .SelectMany(schedule => schedule.Rules.Select(rule => (Schedule: schedule, Rule: rule))),
            pair => pair.Rule.Applies) is { Rule: not null } best
                ? best
                : null;

        public string Tax => Key.Best(
            inForce.Taxes.Where(table => table.Currency == Currency).SelectMany(table => table.Rules),
            rule => rule.Applies) is { } rule
                ? TermsText.Rate(rule.Rate)
                : diff._words.None;

        public IReadOnlyDictionary<string, Promotion> Promotions =>
            inForce.Promotions.Where(MayApply).ToDictionary(promotion => promotion.Id, StringComparer.Ordinal);

        public string Grants => diff._grants.Of(plan, inForce.Catalogue.RulesOf(plan.CardType), channel);

        private Currency Currency => plan.Price.Currency;

        private SaleKey Key => new(partner, _member?.Tier, plan, channel);

        private IEnumerable<PriceList> Lists => inForce.Prices.Where(list => list.Currency == Currency);

        private bool MayApply(Promotion promotion)
        {
            var wanted = promotion.Conditions;
            return promotion.Currency == Currency
                && Allows(wanted.Plans, plan.Code.Value) && Allows(wanted.Categories, plan.Category)
                && Allows(wanted.Channels, channel) && promotion.IsFor(partner)
                && (wanted.Regions.Count == 0 || (_member?.Region is { } region && wanted.Regions.Contains(region)));
        }

        private static bool Allows<T>(IReadOnlyList<T> wanted, T value) =>
            wanted.Count == 0 || wanted.Contains(value);
    }
}
