using System.Globalization;
using Leb.Partner.V1;
using Partner.Server.Contract;
using Partner.Server.Errors;
using CoreRenewal = Partner.Core.Renewals.AutoRenewal;
using CoreState = Partner.Core.Renewals.RenewalState;
using CoreStep = Partner.Core.Renewals.RenewalStep;

namespace Partner.Server.Renewals;

/// <summary>Auto-renewals as messages of the contract.</summary>
internal static class RenewalMapper
{
    /// <summary>The message.</summary>
    /// <param name="last">Its latest step; null where none is known.</param>
    /// <param name="notifies">Whether its customer is sent text messages.</param>
    /// <param name="zone">The card's zone.</param>
    /// <param name="language">The caller's language.</param>
    public static AutoRenewal ToWire(
        this CoreRenewal known, CoreStep? last, bool notifies, TimeZoneInfo zone, Language language)
    {
        var (terms, active) = (known.Terms, known.State == CoreState.Active);
        var message = new AutoRenewal
        {
            Name = $"autoRenewals/{known.Id}",
            RequestId = known.RequestId.Value,
            Card = terms.Card.ToWire(),
            CardType = (CardType)known.CardType,
            Plan = $"plans/{terms.PlanCode}",
            Channel = (Channel)terms.Channel,
            DaysBeforeExpiry = terms.DaysBefore,
            MaxPrice = terms.MaxPrice.ToWire(),
            ConsentReference = terms.Consent,
            Outlet = known.Outlet,
            CreateTime = known.CreatedAt.ToWire(),
            State = (AutoRenewalState)known.State,
            Cycle = known.Cycle,
            CardValidUntil = known.CycleEnd.ToWire(),
            RenewTime = active ? known.RenewsAt.ToWire() : null,
            NextAttemptTime = active && known.Failures > 0 ? known.DueAt.ToWire() : null,
            RenewalsMade = known.Made,
            TopUp = known.TopUpId is { } topUp ? $"topUps/{topUp}" : "",
            ExpectedDebit = active ? known.ExpectedDebit?.ToWire() : null,
            MoneyMoved = (MoneyMoved)known.MoneyMoved,
            RetrySafe = true,
            ClerkText = RenewalWords.Of(known, last, zone, language),
            LastStep = last?.ToWire(known.Id, zone, language),
            NotifiesCustomer = notifies,
        };
        if (terms.LastDay is { } day)
        {
            message.EndDate = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
        else if (terms.MostRenewals is { } most)
        {
            message.Renewals = most;
        }

        return message;
    }

    /// <summary>A step.</summary>
    /// <param name="id">Whose it is.</param>
    /// <param name="zone">The card's zone.</param>
    /// <param name="language">The caller's language.</param>
    public static AutoRenewalStep ToWire(
        this CoreStep step, RenewalId id, TimeZoneInfo zone, Language language) => new()
        {
            Number = step.Number,
            AutoRenewal = $"autoRenewals/{id}",
            Time = step.At.ToWire(),
            Kind = (AutoRenewalStepKind)step.Kind,
            Reason = (ErrorReason)step.Reason,
            Cycle = step.Cycle,
            TopUp = step.TopUpId is { } topUp ? $"topUps/{topUp}" : "",
            NextAttemptTime = step.NextAt.ToWire(),
            Amount = step.Amount?.ToWire(),
            CardValidUntil = step.CardEnd.ToWire(),
            Text = RenewalWords.Of(step, zone, language),
        };
}
