using System.Globalization;
using Partner.Core.Errors;
using Partner.Core.Ledger;
using Partner.Core.Limits;
using Partner.Core.Plans;
using Partner.Core.Texts;

namespace Partner.Core.TopUps;

/// <summary>A request id that was used before.</summary>
/// <param name="Method">With which method.</param>
/// <param name="Hash">With which input.</param>
/// <param name="ResourceId">What it created; empty when it was abandoned.</param>
public sealed record UsedRequest(RequestMethod Method, InputHash Hash, string ResourceId);

/// <summary>An earlier sale of the same card and plan.</summary>
/// <param name="CreatedAt">When it was saved.</param>
public sealed record EarlierSale(TopUpId TopUpId, TopUpState State, DateTimeOffset CreatedAt);

/// <summary>What concurrent sales can change. Read again, inside the transaction, before anything is written.</summary>
/// <param name="Used">The request id's first use; null when it is new.</param>
/// <param name="QuoteUsedBy">The top-up that consumed the order's quote; null when it is free or there is none.</param>
/// <param name="Earlier">The partner's latest live sale of the same card and plan; null when there is none.</param>
public sealed record SaleFacts(UsedRequest? Used, FloatPosition Float, TopUpId? QuoteUsedBy, EarlierSale? Earlier)
{
    /// <summary>
    /// The partner's live sale of the same card and plan that was reported as not arrived, and of which it is not clear
    /// yet whether it did; of several, the latest. Null when there is none.
    /// </summary>
    public TopUpId? UnderCase { get; init; }

    /// <summary>The limits that hold for the sale, and what is used of them; null where nothing limits it.</summary>
    public LimitStand? Limits { get; init; }
}

/// <summary>What becomes of a request for a top-up.</summary>
public abstract record TopUpDecision
{
    private TopUpDecision()
    {
    }

    /// <summary>The request id stands for a top-up that exists.</summary>
    /// <param name="TopUpId">That top-up.</param>
    public sealed record Replay(TopUpId TopUpId) : TopUpDecision;

    /// <summary>Nothing is saved.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record Refuse(Refusal Refusal) : TopUpDecision;

    /// <summary>The debit is reserved and the top-up saved.</summary>
    /// <param name="Offer">What is sold.</param>
    public sealed record Reserve(TopUpOffer Offer) : TopUpDecision;

    /// <summary>
    /// Decides. The order is the precedence: request id, offer (plan, card, quote, amount), quote use, identity check,
    /// debit, open case, duplicate, limits, float, issuer. So a replay works after the quote expired, the plan was
    /// withdrawn, a limit was reached or the float ran dry.
    /// </summary>
    /// <param name="offer">The offer, or why there is none.</param>
    /// <param name="facts">What is true now.</param>
    /// <param name="issuerAccepts">Whether the issuer can be expected to take it.</param>
    /// <param name="policy">Settings.</param>
    public static TopUpDecision Decide(
        TopUpOrder order,
        Result<TopUpOffer> offer,
        SaleFacts facts,
        bool issuerAccepts,
        TopUpPolicy policy,
        DateTimeOffset now)
    {
        if (facts.Used is { } used)
        {
            return used.Method switch
            {
                RequestMethod.CreateTopUp when order.IsOf(used.Hash) => new Replay(new TopUpId(used.ResourceId)),
                RequestMethod.AbandonTopUp => new Refuse(new Refusal(Reason.RequestAbandoned)),
                _ => new Refuse(new Refusal(Reason.RequestIdConflict)),
            };
        }

        if (offer.Refusal is { } refusal)
        {
            // Whoever used the quote also used its promotions: that says more than that they are used up.
            return new Refuse((refusal.Reason == Reason.PromotionExhausted ? RefuseUse(facts) : null) ?? refusal);
        }

        return (RefuseUse(facts)
            ?? RefuseIdCheck(order, offer.Value, policy)
            ?? RefuseDebit(order, offer.Value)
            ?? RefusePrice(order, offer.Value)
            ?? RefuseCase(order, facts)
            ?? RefuseDuplicate(order, facts, policy, now)
            ?? RefuseLimit(offer.Value, facts.Limits, now)
            ?? RefuseFloat(offer.Value, facts)
            ?? (issuerAccepts ? null : new Refusal(Reason.IssuerUnavailable) { RetryAfter = TimeSpan.FromSeconds(5) }))
            is { } refused
            ? new Refuse(refused)
            : new Reserve(offer.Value);
    }

    private static Refusal? RefuseUse(SaleFacts facts) => facts.QuoteUsedBy is { } topUpId
        ? new Refusal(Reason.QuoteUsed).With("top_up", $"topUps/{topUpId}")
        : null;

    /// <summary>Also asked where a standing order is made, since its sales count as checked with it.</summary>
    /// <param name="demanded">Whether the sale demands a check.</param>
    /// <param name="isChecked">Whether one came with it that can be kept.</param>
    /// <param name="planCode">What is sold.</param>
    /// <param name="channel">Where.</param>
    /// <param name="policy">Settings.</param>
    /// <returns>Why the sale is refused; null where it is not.</returns>
    public static Refusal? RefuseIdCheck(
        bool demanded, bool isChecked, PlanCode planCode, Channel channel, TopUpPolicy policy) =>
        !demanded || isChecked ? null
        : !policy.KeepsIdChecks ? new Refusal(Reason.IdCheckUnavailable)
        : new Refusal(Reason.IdCheckRequired)
            .With("plan", $"plans/{planCode}").With("channel", EnumWord.Upper(channel));

    private static Refusal? RefuseIdCheck(TopUpOrder order, TopUpOffer offer, TopUpPolicy policy) => RefuseIdCheck(
        offer.DemandsIdCheck, order.IdCheckFor(offer.Card) is not null, offer.PlanCode, offer.Channel, policy);

    private static Refusal? RefuseDebit(TopUpOrder order, TopUpOffer offer)
    {
        if (order.MaxDebit is not { } most)
        {
            return null;
        }

        var debit = offer.Price.NetDebit;
        if (most.Currency != debit.Currency)
        {
            return Refusal.Of(
                Reason.InvalidRequest,
                new FieldViolation("max_debit", $"must be in {debit.Currency}", $"币种必须为 {debit.Currency}"));
        }

        return debit > most
            ? new Refusal(Reason.MaxDebitExceeded).With("needed", debit.ToString()).With("max_debit", most.ToString())
            : null;
    }

    private static Refusal? RefusePrice(TopUpOrder order, TopUpOffer offer)
    {
        var price = offer.Price.CustomerPays;
        return order.MaxPrice is { } most && (most.Currency != price.Currency || price > most)
            ? new Refusal(Reason.MaxDebitExceeded).With("needed", price.ToString()).With("max_price", most.ToString())
            : null;
    }

    private static Refusal? RefuseCase(TopUpOrder order, SaleFacts facts) =>
        order.AllowOpenCase || facts.UnderCase is not { } topUpId
            ? null
            : new Refusal(Reason.CaseOpen).With("top_up", $"topUps/{topUpId}").With("case", $"topUps/{topUpId}/case");

    private static Refusal? RefuseDuplicate(
        TopUpOrder order, SaleFacts facts, TopUpPolicy policy, DateTimeOffset now)
    {
        if (order.AllowDuplicate || facts.Earlier is not { } earlier
            || now - earlier.CreatedAt >= policy.DuplicateWindow)
        {
            return null;
        }

        var ago = Math.Max(0, (long)(now - earlier.CreatedAt).TotalSeconds);
        return new Refusal(Reason.DuplicateSuspected)
            .With("top_up", $"topUps/{earlier.TopUpId}")
            .With("top_up_state", EnumWord.Upper(earlier.State))
            .With("seconds_ago", ago.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Also asked for quotes, which reserve nothing.</summary>
    /// <param name="offer">What would be sold.</param>
    /// <param name="stand">The limits that hold for it; null where nothing limits it.</param>
    /// <param name="now">The time.</param>
    /// <returns>Why it is above a limit; null where it is not.</returns>
    public static Refusal? RefuseLimit(TopUpOffer offer, LimitStand? stand, DateTimeOffset now) =>
        stand?.Limits.Refuse(offer.Price.FaceInFloat.Minor, stand.Used, now);

    private static Refusal? RefuseFloat(TopUpOffer offer, SaleFacts facts)
    {
        var debit = offer.Price.NetDebit;
        return facts.Float.Covers(debit.Minor)
            ? null
            : new Refusal(Reason.InsufficientFloat)
                .With("needed", debit.ToString())
                .With("available", (debit with { Minor = facts.Float.Available }).ToString());
    }
}
