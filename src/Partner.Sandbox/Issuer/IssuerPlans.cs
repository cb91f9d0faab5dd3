using Partner.Core.Cards;
using Partner.Core.Documents;
using Partner.Core.Plans;

namespace Partner.Sandbox.Issuer;

/// <summary>
/// The plans as they are published, which an issuer knows too: those of the server that it was started with, else the
/// demo's. A product that no catalogue knows grants what its code says.
/// </summary>
/// <param name="published">The catalogue at a time; null where none is known.</param>
internal sealed class IssuerPlans(Func<DateTimeOffset, PlanCatalogue?>? published)
{
    private readonly Lazy<PlanCatalogue?> _demo = new(ReadDemo);

    /// <summary>A plan.</summary>
    public Plan Find(string product, CardType cardType, DateTimeOffset at) =>
        At(at)?.Find(new PlanCode(product)) ?? ProductGrant.Of(product).ToPlan(product, cardType);

    /// <summary>The rules of a card type.</summary>
    public CardTypeRules RulesOf(CardType cardType, DateTimeOffset at) =>
        At(at)?.RulesOf(cardType) ?? CardTypeRules.Unsaid(cardType);

    private PlanCatalogue? At(DateTimeOffset at) => published?.Invoke(at) ?? _demo.Value;

    private static PlanCatalogue? ReadDemo()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Documents", "catalogue.json");
        return File.Exists(path) ? DocumentReader.Read(File.ReadAllText(path), out _)?.Catalogue : null;
    }
}
