using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Core.Cards;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Projections;
using CoreCase = Partner.Core.Arrivals.ArrivalCase;
using CoreEvidence = Partner.Core.Arrivals.CaseEvidence;

namespace Partner.Server.Arrivals;

/// <summary>Cases as messages of the contract.</summary>
internal static class CaseMapper
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);

    /// <summary>The message.</summary>
    /// <param name="now">The time, from which the next look is counted.</param>
    /// <param name="language">The caller's language.</param>
    public static ArrivalCase ToWire(this CoreCase known, DateTimeOffset now, Language language) => new()
    {
        Name = $"topUps/{known.TopUpId}/case",
        TopUp = $"topUps/{known.TopUpId}",
        State = (CaseState)known.State,
        Verdict = (CaseVerdict)known.Verdict,
        ClerkText = CaseWords.Of(known, language),
        Evidence = known.Evidence?.ToWire(language),
        MaskedCard = CardMask.Of(known.Card.Value),
        Plan = $"plans/{known.PlanCode}",
        Outlet = known.Outlet,
        ReportTime = known.OpenedAt.ToWire(),
        ClockEndTime = known.ClockEndsAt.ToWire(),
        EscalateTime = known.EscalatedAt?.ToWire(),
        CloseTime = known.ClosedAt?.ToWire(),
        SafeRetryTime = known.SafeRetryAt?.ToWire(),
        CheckAgainAfter = known.ClosedAt is null ? Pause(known.DueAt - now) : null,
        SoldAgain = known.SoldAgain is { } later ? $"topUps/{later}" : "",
    };

    /// <summary>What issuer and card said.</summary>
    /// <param name="found">The record.</param>
    /// <param name="language">The caller's language.</param>
    public static CaseEvidence ToWire(this CoreEvidence found, Language language) => new()
    {
        LookTime = found.At.ToWire(),
        TopUpState = (TopUpState)found.TopUp,
        Issuer = (IssuerStatement)found.Issuer,
        Card = (CardStatement)found.Card,
        CardDeviation = DeviationWords.Of(found.Differences, language),
        Text = CaseWords.Of(found, language),
    };

    private static Duration Pause(TimeSpan left) =>
        Duration.FromTimeSpan(TimeSpan.FromSeconds(Math.Ceiling((left < Soonest ? Soonest : left).TotalSeconds)));
}
