using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Projections;

namespace Partner.Core.Reminders;

/// <summary>Why a renewal is proposed. Numbers are those of the contract.</summary>
public enum RenewalGround
{
    /// <summary>It is what the customer bought last.</summary>
    BoughtLast = 1,

    /// <summary>That is not sold to the card any more: of what is, it costs the least a day.</summary>
    LeastPerDay = 2,
}

/// <summary>A renewal that a card would take.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Face">The amount at which it is sold.</param>
/// <param name="Ground">Why it is proposed.</param>
/// <param name="ValidUntil">Until when the card is valid with it (UTC).</param>
/// <param name="Days">How many days that adds, from the later of now and the present end: 1 or more.</param>
public sealed record RenewalOption(
    Plan Plan, Money Face, RenewalGround Ground, DateTimeOffset ValidUntil, int Days);

/// <summary>
/// Which renewal is the best for a card: what its customer bought last, at the same amount, where that is still sold
/// and extends the card; else, of what extends it and works where the card does, what costs the customer the least a
/// day, the longer one where two cost the same.
/// </summary>
public static class RenewalChoice
{
    /// <summary>The renewals to choose from, that which was bought last before all others.</summary>
    /// <param name="card">The card.</param>
    /// <param name="catalogue">The plans in force.</param>
    /// <param name="faceOf">At which amount a plan with a fixed price is sold; null where it is not.</param>
    /// <param name="now">The time.</param>
    /// <returns>The options; none for a card that takes nothing.</returns>
    public static IEnumerable<RenewalOption> Options(
        CustomerCard card, PlanCatalogue catalogue, Func<Plan, Money?> faceOf, DateTimeOffset now)
    {
        if (card.Fact.ValidUntil is null)
        {
            yield break;
        }

        var last = catalogue.Find(card.Sale.PlanCode);
        var face = last?.Price is PlanPrice.Fixed ? faceOf(last) : card.Sale.Face;
        if (last is not null && face is not null && (last.Price is PlanPrice.Fixed || last.Price.Allows(face.Value))
            && Option(card, last, face.Value, RenewalGround.BoughtLast, catalogue, now) is { } again)
        {
            yield return again;
        }

        foreach (var plan in catalogue.Plans.Where(plan => plan.CardType == card.CardType
            && plan.Price.Currency == card.Sale.Face.Currency))
        {
            foreach (var amount in FacesOf(plan, faceOf))
            {
                if (Option(card, plan, amount, RenewalGround.LeastPerDay, catalogue, now) is { } other)
                {
                    yield return other;
                }
            }
        }
    }

    /// <summary>Of several renewals, that which costs the customer the least a day.</summary>
    /// <typeparam name="T">What goes with a renewal.</typeparam>
    /// <param name="priced">The renewals, with what the customer pays in one currency.</param>
    /// <returns>The best; null when there is none.</returns>
    public static (RenewalOption Option, Money Pays, T With)? LeastPerDay<T>(
        IEnumerable<(RenewalOption Option, Money Pays, T With)> priced)
    {
        (RenewalOption Option, Money Pays, T With)? best = null;
        foreach (var one in priced)
        {
            if (best is not { } known || IsBetter(one.Option, one.Pays, known.Option, known.Pays))
            {
                best = one;
            }
        }

        return best;
    }

    private static bool IsBetter(RenewalOption one, Money pays, RenewalOption other, Money otherPays)
    {
        var (a, b) = ((Int128)pays.Minor * other.Days, (Int128)otherPays.Minor * one.Days);
        return a != b ? a < b
            : one.Days != other.Days ? one.Days > other.Days
            : string.CompareOrdinal(one.Plan.Code.Value, other.Plan.Code.Value) < 0;
    }

    private static RenewalOption? Option(
        CustomerCard card, Plan plan, Money face, RenewalGround ground, PlanCatalogue catalogue, DateTimeOffset now)
    {
        var before = card.StateAt(now);
        var projected = CardProjector.Project(
            before, new ProjectedSale(plan, face), catalogue.RulesOf(card.CardType), now);
        if (projected.Refusal is not null || projected.Value.After.ValidUntil is not { } until
            || (ground != RenewalGround.BoughtLast
                && projected.Value.Notes.Any(note => note.Kind == ProjectionNoteKind.WrongRegion)))
        {
            return null;
        }

        var from = before.ValidUntil > now ? before.ValidUntil.Value : now;
        var days = (int)Math.Ceiling((until - from).TotalDays);
        return until > from && days > 0 ? new RenewalOption(plan, face, ground, until, days) : null;
    }

    private static IEnumerable<Money> FacesOf(Plan plan, Func<Plan, Money?> faceOf) => plan.Price switch
    {
        PlanPrice.Denominations choice => choice.Amounts,
        PlanPrice.Range range => plan.Grants.ByAmount.Select(band => band.From).Prepend(range.Lowest)
            .Where(range.Allows).Distinct(),
        _ => faceOf(plan) is { } face ? [face] : [],
    };
}
