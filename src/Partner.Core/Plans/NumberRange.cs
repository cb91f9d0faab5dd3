using Partner.Core.Cards;

namespace Partner.Core.Plans;

/// <summary>Cards whose number starts with a prefix are of one type.</summary>
/// <param name="Prefix">Leading digits of an ICCID, or "+" and leading digits of a phone number.</param>
/// <param name="CardType">Their type.</param>
public sealed record NumberRange(string Prefix, CardType CardType);

/// <summary>
/// What can be sold: plans and the number ranges of the operator's cards. Immutable; one published version.
/// </summary>
public sealed class PlanCatalogue
{
    private readonly Dictionary<PlanCode, Plan> _byCode;
    private readonly NumberRange[] _ranges;

    /// <summary>A version of the catalogue.</summary>
    /// <param name="version">Its version: "demo-plans@2026-01-01".</param>
    /// <param name="plans">The plans, with unique codes.</param>
    /// <param name="ranges">The number ranges; the longest matching prefix wins.</param>
    public PlanCatalogue(string version, IEnumerable<Plan> plans, IEnumerable<NumberRange> ranges)
    {
        Version = version;
        Plans = [.. plans.OrderBy(plan => plan.Code.Value, StringComparer.Ordinal)];
        _byCode = Plans.ToDictionary(plan => plan.Code);
        _ranges = [.. ranges.OrderByDescending(range => range.Prefix.Length)];
    }

    /// <summary>The version.</summary>
    public string Version { get; }

    /// <summary>All plans, by code.</summary>
    public IReadOnlyList<Plan> Plans { get; }

    /// <summary>What it says about card types, of those that it says anything about.</summary>
    public IReadOnlyDictionary<CardType, CardTypeRules> CardTypes { get; init; } =
        new Dictionary<CardType, CardTypeRules>();

    /// <summary>The rules of a card type; where the catalogue says none, those that hold without.</summary>
    public CardTypeRules RulesOf(CardType cardType) =>
        CardTypes.GetValueOrDefault(cardType) ?? CardTypeRules.Unsaid(cardType);

    /// <summary>Whether some sale of it demands an identity check.</summary>
    public bool DemandsIdChecks =>
        Plans.Any(plan => plan.Conditions.IdCheck) || CardTypes.Values.Any(rules => rules.IdCheckChannels.Count > 0);

    /// <summary>Whether a sale demands that the customer's identity document is checked.</summary>
    /// <param name="plan">A plan of this catalogue.</param>
    /// <param name="channel">Where it is sold.</param>
    public bool DemandsIdCheck(Plan plan, Channel channel) =>
        plan.Conditions.IdCheck || RulesOf(plan.CardType).IdCheckChannels.Contains(channel);

    /// <summary>Finds a plan.</summary>
    /// <returns>The plan, or null.</returns>
    public Plan? Find(PlanCode code) => _byCode.GetValueOrDefault(code);

    /// <summary>The type of a card by its number.</summary>
    /// <returns>The type, or null when the number belongs to no range.</returns>
    public CardType? TypeOf(CardNumber card)
    {
        foreach (var range in _ranges)
        {
            if (card.Value.StartsWith(range.Prefix, StringComparison.Ordinal))
            {
                return range.CardType;
            }
        }

        return null;
    }
}
