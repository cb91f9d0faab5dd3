using Leb.Partner.V1;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Server.Contract;
using Wire = Leb.Partner.V1;

namespace Partner.Server.Projections;

/// <summary>Turns what is known of a card into the message of the contract.</summary>
public static class CardMapper
{
    /// <summary>A card; without the plans that it takes.</summary>
    /// <param name="state">What is known of it.</param>
    /// <param name="card">Its number.</param>
    /// <param name="rules">The rules of its type.</param>
    /// <param name="now">When it is told (UTC).</param>
    public static Card ToWire(this CardState state, CardNumber card, CardTypeRules rules, DateTimeOffset now)
    {
        var message = new Card
        {
            Card_ = card.ToWire(),
            CardType = (Wire.CardType)state.CardType,
            Status = (CardStatus)state.Standing,
            ValidUntil = state.ValidUntil.ToWire(),
            Balance = state.Balance?.ToWire(),
            Region = state.Region ?? "",
            Expiring = IsExpiring(state, rules, now),
            GraceUntil = CardProjector.EndOfGrace(state, rules).ToWire(),
            EsimProfileState = (EsimProfileState)(state.EsimProfile ?? 0),
        };
        if (state.AutoRenewal is { } renews)
        {
            message.AutoRenewal = renews;
        }

        message.Packs.AddRange(state.Packs.Where(pack => pack.RunsAt(now)).Select(ToWire));
        message.QueuedPacks.AddRange(state.Queue.Select(ToWire));
        if (state.Packs.Count > 0)
        {
            message.RemainingDataBytes = state.DataAt(now);
        }

        return message;
    }

    /// <summary>The plans that a card takes now, with what they may cost.</summary>
    /// <param name="state">What is known of it.</param>
    /// <param name="catalogue">The plans in force.</param>
    /// <param name="now">When it is asked (UTC).</param>
    public static IEnumerable<CardOffer> OffersFor(
        this CardState state, PlanCatalogue catalogue, DateTimeOffset now)
    {
        var rules = catalogue.RulesOf(state.CardType);
        bool Takes(Core.Plans.Plan plan) =>
            CardProjector.Project(state, new ProjectedSale(plan, plan.Price.Highest), rules, now).Refusal is null;
        return catalogue.Plans
            .Where(plan => plan.CardType == state.CardType && Takes(plan))
            .Select(plan => new CardOffer
            {
                Plan = $"plans/{plan.Code}",
                Minimum = plan.Price.Lowest.ToWire(),
                Maximum = plan.Price.Highest.ToWire(),
                IdCheck = plan.Conditions.IdCheck ? IdCheckDemand.Always
                    : rules.IdCheckChannels.Count > 0 ? IdCheckDemand.ByChannel
                    : IdCheckDemand.Unspecified,
            });
    }

    /// <summary>Whether a card in service is within the first reminder before its end.</summary>
    private static bool IsExpiring(CardState state, CardTypeRules rules, DateTimeOffset now) =>
        state is { Standing: CardStanding.Active, ValidUntil: { } end } && end > now && rules.Reminders.Count > 0
        && CardCalendar.Subtract(end, rules.Reminders[0], rules.Zone) <= now;

    private static Wire.DataPack ToWire(Core.Projections.DataPack pack) => new()
    {
        Region = pack.Region ?? "",
        RemainingBytes = pack.RemainingBytes,
        ExpireTime = pack.ExpiresAt.ToWire(),
    };

    private static Wire.QueuedPack ToWire(Core.Projections.QueuedPack pack) => new()
    {
        Region = pack.Region ?? "",
        Bytes = pack.Bytes,
        LengthUnit = (LengthUnit)pack.Period.Unit,
        LengthCount = pack.Period.Count,
        StartTime = pack.StartsAt.ToWire(),
        UseBy = pack.UseBy.ToWire(),
    };
}
