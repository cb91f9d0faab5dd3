using Google.Protobuf.WellKnownTypes;
using Leb.Operator.V1;
using Partner.Core.Actions;
using Partner.Core.Cards;
using Partner.Core.Texts;
using Partner.Core.TopUps;
using Partner.Server.Arrivals;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.TopUps;
using Partner.Storage;
using CoreEvidence = Partner.Core.Arrivals.CaseEvidence;
using StoredOperation = Partner.Storage.UnfinishedOperation;
using WireAnswer = Leb.Operator.V1.InconclusiveAnswer;
using WireOperation = Leb.Operator.V1.UnfinishedOperation;

namespace Partner.Server.BackOffice;

/// <summary>Top-ups and operations as messages of the operator's contract: no card number is whole in any.</summary>
internal static class OperatorTopUpMapper
{
    /// <summary>A top-up.</summary>
    /// <param name="topUp">The record.</param>
    /// <param name="language">The caller's language.</param>
    public static SoldTopUp ForOperator(this TopUpRecord topUp, Language language)
    {
        var told = topUp.ToWire(language);
        told.Card = null;
        told.ClientReference = ActionFacts.Hide(told.ClientReference);
        return new SoldTopUp
        {
            Name = OperatorNames.Of(topUp.PartnerId, told.Name),
            TopUp = told,
            MaskedCard = CardMask.Of(topUp.Offer.Card.Value),
            Evidence = ActionFacts.Hide(topUp.Evidence ?? ""),
        };
    }

    /// <summary>What is stored of attempts at the issuer.</summary>
    /// <param name="job">The job; null where there is none any more.</param>
    /// <param name="inDoubtSince">Since when the answer is unknown (UTC); null where it is not.</param>
    /// <param name="found">What issuer and card said; null where nobody asked.</param>
    /// <param name="language">The caller's language.</param>
    public static IssuerAttempts ForOperator(
        UnfinishedJob? job, DateTimeOffset? inDoubtSince, CoreEvidence? found, Language language)
    {
        var message = new IssuerAttempts
        {
            Attempts = job?.Attempts ?? 0,
            PossiblySent = job?.PossiblySent ?? false,
            NextTryTime = job?.DueAt.ToWire(),
            InDoubtSince = inDoubtSince.ToWire(),
            Found = found?.ToWire(language),
        };
        message.Answers.AddRange((job?.Answers ?? []).Select(answer => new WireAnswer
        {
            Attempt = answer.Attempt,
            Time = answer.At.ToWire(),
            Kind = KindOf(answer.Verdict),
            Detail = ActionFacts.Hide(answer.Detail),
        }));
        return message;
    }

    private static IssuerAnswerKind KindOf(IssuerVerdict verdict) => verdict switch
    {
        IssuerVerdict.NotFound => IssuerAnswerKind.NotFound,
        IssuerVerdict.NotSent => IssuerAnswerKind.NotSent,
        _ => IssuerAnswerKind.Unknown,
    };

    /// <summary>A transfer.</summary>
    /// <param name="stored">The record.</param>
    public static Posting ForOperator(this StoredTransfer stored)
    {
        var message = new Posting
        {
            Partner = $"partners/{stored.PartnerId}",
            Transfer = stored.Transfer.Id,
            Kind = EnumWord.Upper(stored.Transfer.Kind),
            Phase = EnumWord.Upper(stored.Transfer.Phase),
            Reverses = stored.Transfer.Reverses ?? "",
            CreateTime = stored.CreatedAt.ToWire(),
            ResolveTime = stored.ResolvedAt.ToWire(),
        };
        message.Legs.AddRange(stored.Transfer.Legs.Select(leg =>
            new PostingLeg { Account = EnumWord.Upper(leg.Account), Amount = leg.Amount.ToWire() }));
        return message;
    }

    /// <summary>An operation whose end is outstanding.</summary>
    /// <param name="one">The operation.</param>
    /// <param name="now">The time.</param>
    /// <param name="language">The caller's language.</param>
    public static WireOperation ForOperator(this StoredOperation one, DateTimeOffset now, Language language) => new()
    {
        Name = OperatorNames.Of(one.PartnerId, one.Name),
        Kind = (OperationKind)one.Kind,
        MaskedCard = CardMask.Of((one.TopUp?.Offer.Card ?? one.Reissue!.Card).Value),
        Plan = one.TopUp is { } topUp ? $"plans/{topUp.Offer.PlanCode}" : "",
        NetDebit = one.TopUp?.Offer.Price.NetDebit.ToWire(),
        CreateTime = one.CreatedAt.ToWire(),
        InDoubtFor = one.InDoubtSince is { } since
            ? Duration.FromTimeSpan(now > since ? now - since : TimeSpan.Zero)
            : null,
        Attempts = ForOperator(one.Job, one.InDoubtSince, one.Found, language),
    };

    /// <summary>Gifts that the issuer refused.</summary>
    /// <param name="gifts">The record.</param>
    public static RefusedGift ForOperator(this CardGiftRecord gifts) => new()
    {
        Name = OperatorNames.Of(gifts.PartnerId, $"topUps/{gifts.TopUpId}/gifts"),
        State = (Leb.Partner.V1.GiftState)gifts.State,
        Reason = (Leb.Partner.V1.ErrorReason)gifts.Reason,
        CreateTime = gifts.CreatedAt.ToWire(),
    };

    /// <summary>An operation that was settled.</summary>
    /// <param name="settled">The operation.</param>
    /// <param name="partnerId">Whose it is.</param>
    public static ResolvedOperation ForOperator(this Settled settled, PartnerId partnerId) => new()
    {
        Name = OperatorNames.Of(partnerId, settled.Name),
        Kind = (OperationKind)settled.Kind,
        State = settled.State,
        Evidence = ActionFacts.Hide(settled.Evidence ?? ""),
        CreateTime = settled.CreatedAt.ToWire(),
    };
}
