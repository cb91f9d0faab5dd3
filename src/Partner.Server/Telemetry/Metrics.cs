using System.Diagnostics.Metrics;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Esims;
using Partner.Core.Notices;
using Partner.Core.Reminders;
using Partner.Core.Renewals;
using Partner.Core.Texts;
using Partner.Core.TopUps;
using Partner.Storage;

namespace Partner.Server.Telemetry;

/// <summary>
/// The counters and histograms of <see cref="MetricTable"/> that this project measures. They belong to the process.
/// While nobody listens each call is one comparison.
/// </summary>
internal static class Metrics
{
    private static readonly Meter Meter = new(MetricTable.Source);
    private static readonly Counter<long> TopUps = Count(MetricTable.TopUps);
    private static readonly Counter<long> Reversals = Count(MetricTable.Reversals);
    private static readonly Counter<long> Gifts = Count(MetricTable.Gifts);
    private static readonly Counter<long> CardChecks = Count(MetricTable.CardChecks);
    private static readonly Counter<long> Cases = Count(MetricTable.Cases);
    private static readonly Counter<long> Notices = Count(MetricTable.Notices);
    private static readonly Counter<long> AutoRenewals = Count(MetricTable.AutoRenewals);
    private static readonly Counter<long> Reminders = Count(MetricTable.Reminders);
    private static readonly Counter<long> EsimReissues = Count(MetricTable.EsimReissues);
    private static readonly Counter<long> Refusals = Count(MetricTable.Refusals);
    private static readonly Counter<long> Attempts = Count(MetricTable.IssuerAttempts);

    private static readonly Histogram<double> TimeToFinal = Meter.CreateHistogram(
        MetricTable.TimeToFinal.Name,
        MetricTable.TimeToFinal.Unit,
        MetricTable.TimeToFinal.Meaning,
        advice: new InstrumentAdvice<double>
        {
            // To minutes, because a reconciler finishes in minutes; to a day, because a person may have to.
            HistogramBucketBoundaries =
                [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 86_400],
        });

    /// <summary>A top-up is as a call or a round of work left it.</summary>
    /// <param name="at">
    /// The time of that change: one that somebody else made at another time is theirs to count.
    /// </param>
    public static void Changed(TopUpRecord topUp, DateTimeOffset at)
    {
        if (!TopUps.Enabled && !TimeToFinal.Enabled)
        {
            return;
        }

        var entered = topUp.State == TopUpState.Processing ? topUp.CreatedAt : topUp.FinalAt;
        if (entered == at)
        {
            Count(topUp);
        }
    }

    /// <summary>A reversal is as a call or a round of work left it.</summary>
    /// <param name="at">The time of that change.</param>
    public static void Changed(ReversalRecord reversal, TopUpRecord topUp, DateTimeOffset at)
    {
        var entered = reversal.State == ReversalState.Processing ? reversal.CreatedAt : reversal.FinalAt;
        if (!Reversals.Enabled || entered != at)
        {
            return;
        }

        Reversals.Add(
            1,
            new("leb.state", EnumWord.Lower(reversal.State)),
            new("leb.reason", EnumWord.Lower(reversal.Reason)));
        if (topUp.State == TopUpState.Reversed)
        {
            Count(topUp);
        }
    }

    /// <summary>Gifts to a card are as a round of work left them.</summary>
    /// <param name="gifts">The gifts.</param>
    /// <param name="at">The time of that change.</param>
    public static void Changed(CardGiftRecord gifts, DateTimeOffset at)
    {
        if (Gifts.Enabled && gifts.FinalAt == at)
        {
            Gifts.Add(
                1,
                new("leb.state", EnumWord.Lower(gifts.State)),
                new("leb.reason", EnumWord.Lower(gifts.Reason)));
        }
    }

    /// <summary>A reissue is as a call or a round of work left it.</summary>
    /// <param name="at">The time of that change.</param>
    public static void Changed(EsimReissue reissue, DateTimeOffset at)
    {
        if ((reissue.State == ReissueState.Processing ? reissue.CreatedAt : reissue.FinalAt) == at)
        {
            EsimReissues.Add(
                1,
                new("leb.state", EnumWord.Lower(reissue.State)),
                new("leb.reason", EnumWord.Lower(reissue.Reason)));
        }
    }

    /// <summary>A card was compared with what was promised of it.</summary>
    /// <typeparam name="T">The closed set of what can come of it.</typeparam>
    /// <param name="type">The card's type.</param>
    /// <param name="result">What came of it.</param>
    public static void Checked<T>(CardType type, T result)
        where T : struct, Enum
    {
        if (CardChecks.Enabled)
        {
            CardChecks.Add(1, new("leb.card_type", EnumWord.Lower(type)), new("leb.result", EnumWord.Lower(result)));
        }
    }

    /// <summary>A case is as a report, a look or an operator left it.</summary>
    /// <param name="change">The case; null when there is none.</param>
    public static void Changed(CaseChange? change)
    {
        if (Cases.Enabled && change is { Case: var known, Before: var before } && known.State != before)
        {
            Cases.Add(
                1,
                new("leb.state", EnumWord.Lower(known.State)),
                new("leb.verdict", EnumWord.Lower(known.Verdict)));
        }
    }

    /// <summary>An attempt to send a notice ended.</summary>
    /// <param name="kind">What it tells.</param>
    /// <param name="state">How it left the notice.</param>
    public static void Noticed(NoticeKind kind, NoticeState state)
    {
        if (Notices.Enabled)
        {
            Notices.Add(1, new("leb.kind", EnumWord.Lower(kind)), new("leb.result", EnumWord.Lower(state)));
        }
    }

    /// <summary>Something happened to an auto-renewal.</summary>
    /// <param name="steps">What, in order.</param>
    public static void Happened(IReadOnlyList<RenewalStep> steps)
    {
        if (AutoRenewals.Enabled)
        {
            foreach (var step in steps)
            {
                AutoRenewals.Add(1, new KeyValuePair<string, object?>("leb.step", EnumWord.Lower(step.Kind)));
            }
        }
    }

    /// <summary>A reminder was made.</summary>
    public static void Reminded(CardReminder reminder)
    {
        if (Reminders.Enabled)
        {
            Reminders.Add(
                1,
                new("leb.card_type", EnumWord.Lower(reminder.Card.CardType)),
                new("leb.result", reminder.IsConfirmed ? "confirmed" : "unconfirmed"));
        }
    }

    /// <summary>A call was refused.</summary>
    /// <param name="reason">Why.</param>
    public static void Refused(Reason reason)
    {
        if (Refusals.Enabled)
        {
            Refusals.Add(1, new KeyValuePair<string, object?>("leb.reason", EnumWord.Lower(reason)));
        }
    }

    /// <summary>An attempt at the issuer ended.</summary>
    /// <param name="operation">What was asked.</param>
    /// <param name="result">A word of a closed set.</param>
    public static void Attempted(string? operation, string result)
    {
        if (Attempts.Enabled)
        {
            Attempts.Add(1, new("leb.operation", operation), new("leb.result", result));
        }
    }

    private static void Count(TopUpRecord topUp)
    {
        var state = new KeyValuePair<string, object?>("leb.state", EnumWord.Lower(topUp.State));
        var type = new KeyValuePair<string, object?>("leb.card_type", EnumWord.Lower(topUp.Offer.CardType));
        TopUps.Add(1, state, type, new("leb.reason", EnumWord.Lower(topUp.Reason)));
        if (topUp is { FinalAt: { } final, State: not TopUpState.Reversed })
        {
            TimeToFinal.Record((final - topUp.CreatedAt).TotalSeconds, state, type);
        }
    }

    private static Counter<long> Count(MetricFact fact) =>
        Meter.CreateCounter<long>(fact.Name, fact.Unit, fact.Meaning);
}
