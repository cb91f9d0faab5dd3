using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Plans;
using Partner.Server.Projections;
using Partner.Server.Security;
using Wire = Leb.Partner.V1;

namespace Partner.Server.TopUps;

/// <summary>Turns stored records into messages of the contract.</summary>
public static class TopUpMapper
{
    private const string DayFormat = "yyyy-MM-dd";

    private static readonly TimeSpan CheckSoon = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CheckLater = TimeSpan.FromSeconds(10);

    /// <summary>A top-up.</summary>
    /// <param name="topUp">The record.</param>
    /// <param name="language">The caller's language.</param>
    public static TopUp ToWire(this TopUpRecord topUp, Language language)
    {
        var saved = topUp.Id != TopUpId.None;
        var offer = topUp.Offer;
        return new TopUp
        {
            Name = saved ? $"topUps/{topUp.Id}" : "",
            RequestId = topUp.RequestId.Value,
            State = saved ? (Wire.TopUpState)topUp.State : Wire.TopUpState.Unspecified,
            Outcome = saved ? OutcomeOf(topUp, language) : CheckedOnly(language),
            Card = offer.Card.ToWire(),
            CardType = (Wire.CardType)offer.CardType,
            Plan = $"plans/{offer.PlanCode}",
            Price = offer.Price.ToWire(language, topUp.State == Core.TopUps.TopUpState.Processing),
            Channel = (Wire.Channel)offer.Channel,
            Outlet = topUp.Seller.Outlet,
            Terminal = topUp.Seller.Terminal,
            Cashier = topUp.Seller.Cashier,
            ClientReference = topUp.Seller.ClientReference,
            BusinessDate = topUp.Seller.BusinessDate?.ToString(DayFormat, CultureInfo.InvariantCulture) ?? "",
            ReceiptNumber = saved ? topUp.ReceiptNumber : "",
            IssuerReference = topUp.IssuerReference ?? "",
            Quote = topUp.QuoteId is { } quote ? $"quotes/{quote}" : "",
            Origin = (Wire.Origin)topUp.Origin,
            CreateTime = saved ? topUp.CreatedAt.ToWire() : null,
            AcceptTime = topUp.AcceptedAt.ToWire(),
            FinalTime = topUp.FinalAt.ToWire(),
            InDoubtSince = topUp.InDoubtSince.ToWire(),
            Reversal = topUp.ReversalId is { } reversal ? ReversalName(topUp.Id, reversal) : "",
            EventNumber = topUp.EventNumber,
            Coupon = offer.Price.Coupon ?? "",
            StartNow = offer.StartNow,
            CardDeviation = DeviationWords.Of(topUp.CardDifferences, language),
            Refund = RefundMapper.RefundOf(topUp, language),
            GiftState = (Wire.GiftState)(topUp.GiftState ?? 0),
            GiftReason = (ErrorReason)topUp.GiftReason,
            GiftText = GiftWords.Of(topUp.GiftState, language),
            IdChecked = (IdDocumentType)(topUp.IdCheck?.Document ?? 0),
        };
    }

    /// <summary>A reversal.</summary>
    /// <param name="reversal">The record.</param>
    /// <param name="topUp">Its top-up.</param>
    /// <param name="caller">Who sees it: the till of another outlet does not exist for it.</param>
    /// <param name="language">The caller's language.</param>
    public static Reversal ToWire(
        this ReversalRecord reversal, TopUpRecord topUp, Caller caller, Language language)
    {
        var refund = RefundMapper.Of(reversal, topUp);
        var text = reversal is { State: Core.TopUps.ReversalState.Succeeded, Partial: not null }
            ? RefundMapper.Done(refund, language)
            : ClerkTexts.ForReversal(reversal.Reason, language);
        var till = reversal.Till;
        var sees = caller.Sees(till.Outlet, till.Terminal);
        return new Reversal
        {
            Name = ReversalName(reversal.TopUpId, reversal.Id),
            RequestId = reversal.RequestId.Value,
            TopUp = $"topUps/{reversal.TopUpId}",
            State = (Wire.ReversalState)reversal.State,
            Outcome = OutcomeOf(reversal.Reason, reversal.InDoubtSince, text),
            Amount = reversal.Amount.ToWire(),
            Clawback = reversal.Clawback.ToWire(),
            Comment = reversal.Comment,
            CreateTime = reversal.CreatedAt.ToWire(),
            FinalTime = reversal.FinalAt.ToWire(),
            InDoubtSince = reversal.InDoubtSince.ToWire(),
            BusinessDate = till.BusinessDate.ToString(DayFormat, CultureInfo.InvariantCulture),
            Outlet = sees ? till.Outlet : "",
            Terminal = sees ? till.Terminal : "",
            Cashier = sees ? till.Cashier : "",
            Refund = refund.ToWire(language),
        };
    }

    /// <summary>A quote.</summary>
    /// <param name="quote">The record.</param>
    /// <param name="projection">What the sale makes of the card.</param>
    /// <param name="language">The caller's language.</param>
    public static Quote ToWire(this QuoteRecord quote, SaleProjection projection, Language language) => new()
    {
        Name = $"quotes/{quote.Id}",
        Card = quote.Offer.Card.ToWire(),
        Plan = $"plans/{quote.Offer.PlanCode}",
        Channel = (Wire.Channel)quote.Offer.Channel,
        Price = quote.Offer.Price.ToWire(language, indicative: true),
        ExpireTime = quote.ExpiresAt.ToWire(),
        CardValidUntil = projection.Projection.Before.ValidUntil.ToWire(),
        Coupon = quote.Offer.Price.Coupon ?? "",
        Projection = projection.ToWire(language),
        StartNow = quote.Offer.StartNow,
        IdCheckRequired = quote.Offer.DemandsIdCheck,
    };

    /// <summary>A line of totals.</summary>
    /// <param name="total">The sums.</param>
    public static Wire.SalesTotal ToWire(this Storage.SalesTotal total) => new()
    {
        State = (Wire.TopUpState)total.State,
        Count = total.Count,
        Face = total.Face.ToWire(),
        CustomerPays = total.CustomerPays.ToWire(),
        NetDebit = total.NetDebit.ToWire(),
        Commission = total.Commission.ToWire(),
    };

    private static Outcome CheckedOnly(Language language) => new()
    {
        MoneyMoved = Wire.MoneyMoved.No,
        RetrySafe = true,
        RetryWith = Wire.RetryWith.SameRequestId,
        ClerkText = language.Pick("Only checked: all is in order, nothing was sold.", "仅校验：一切正常，尚未销售。"),
    };

    private static Outcome OutcomeOf(TopUpRecord topUp, Language language)
    {
        var text = topUp.State == Core.TopUps.TopUpState.Reversed ? ClerkTexts.Reversed(language)
            : topUp.Refunded is not null ? RefundMapper.Stands(topUp, language)
            : ClerkTexts.ForTopUp(topUp.Reason, language);
        var outcome = OutcomeOf(topUp.Reason, topUp.InDoubtSince, text);
        if (topUp.State == Core.TopUps.TopUpState.Reversed)
        {
            outcome.MoneyMoved = Wire.MoneyMoved.No;
        }

        return outcome;
    }

    private static Outcome OutcomeOf(Reason reason, DateTimeOffset? inDoubtSince, string text)
    {
        var facts = ReasonFacts.Of(reason);
        var processing = reason == Reason.AwaitingIssuer;
        return new Outcome
        {
            Reason = (ErrorReason)reason,
            MoneyMoved = (Wire.MoneyMoved)facts.MoneyMoved,
            RetrySafe = facts.RetrySafe,
            RetryWith = (Wire.RetryWith)facts.RetryWith,
            Fault = (Wire.Fault)facts.Fault,
            ClerkText = text,
            CheckAgainAfter = processing
                ? Duration.FromTimeSpan(inDoubtSince is null ? CheckSoon : CheckLater)
                : null,
        };
    }

    private static string ReversalName(TopUpId topUpId, ReversalId reversalId) =>
        $"topUps/{topUpId}/reversals/{reversalId}";
}
