using Partner.Core.Cards;
using Partner.Core.Plans;

namespace Partner.Core.Rules;

/// <summary>
/// Which sales a rule applies to. A dimension that is null applies to all. Of the rules that match a sale the most
/// specific wins, compared dimension by dimension in the order of the members: partner before tier before everyone;
/// plan before category before card type before any; channel before any; outlet before any.
/// </summary>
/// <param name="PartnerId">Only this payee: the seller, or the parent whose level is computed.</param>
/// <param name="Tier">Only payees of this tier; never beside a partner.</param>
/// <param name="PlanCode">Only this plan.</param>
/// <param name="Category">Only plans of this category; never beside a plan.</param>
/// <param name="CardType">Only plans of this card type; never beside a plan or a category.</param>
/// <param name="Channel">Only sales through this channel.</param>
/// <param name="Outlet">
/// Only sales of this outlet of the partner, which must be given; never matches a parent's level.
/// </param>
public sealed record Selector(
    PartnerId? PartnerId = null,
    string? Tier = null,
    PlanCode? PlanCode = null,
    string? Category = null,
    CardType? CardType = null,
    Channel? Channel = null,
    string? Outlet = null)
{
    /// <summary>Matches every sale.</summary>
    public static readonly Selector Everything = new();
}
