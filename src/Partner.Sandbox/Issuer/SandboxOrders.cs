using Partner.Server.Issuer.Wire;

namespace Partner.Sandbox.Issuer;

/// <summary>How a request for a top-up or reversal ends.</summary>
internal enum OrderOutcome
{
    /// <summary>With the id's state as the answer.</summary>
    Answer,

    /// <summary>With half of that answer and a dropped connection.</summary>
    CutOff,

    /// <summary>Not at all: the connection stays open for long and is dropped.</summary>
    Hang,

    /// <summary>With HTTP 500.</summary>
    ServerError,
}

/// <summary>Makes the sandbox cards do what the sandbox table says.</summary>
internal sealed class SandboxOrders(IssuerOrders orders, SimulatedIssuerOptions options, CancellationToken stopping)
{
    /// <summary>Handles a received top-up.</summary>
    /// <param name="receipt">The receipt; its entry is there.</param>
    /// <param name="ct">Cancelled when the caller is gone; what was started for the id goes on.</param>
    public async ValueTask<OrderOutcome> TopUpAsync(Receipt receipt, string card, CancellationToken ct)
    {
        var entry = receipt.Entry!;
        var outcome = SandboxCards.OutcomeOf(card);
        if (outcome == SandboxOutcome.NeverAnswers)
        {
            return OrderOutcome.Hang;
        }

        if (outcome == SandboxOutcome.AppliedAnsweredLate)
        {
            orders.Apply(entry);
            await orders.Start(entry, () => DelayAsync(options.LateAfter)).WaitAsync(ct);
            return OrderOutcome.Answer;
        }

        if (entry.Record.State != IssuerRecordState.Received)
        {
            return OrderOutcome.Answer;
        }

        if (RefusalOf(outcome, card) is { } code)
        {
            orders.Decline(entry, code);
            return OrderOutcome.Answer;
        }

        if (LatenessOf(outcome, receipt.Times == 1) is { } delay)
        {
            await orders.Start(entry, () => ApplyLaterAsync(entry, delay)).WaitAsync(ct);
            return OrderOutcome.Answer;
        }

        var end = receipt.Times == 1 ? FirstEndOf(outcome) : OrderOutcome.Answer;
        if (end != OrderOutcome.ServerError && !(
            end == OrderOutcome.Hang && outcome == SandboxOutcome.TimeoutWithoutApplying))
        {
            orders.Apply(entry);
        }

        return end;
    }

    /// <summary>Handles a received reversal.</summary>
    /// <param name="receipt">The receipt; its entry is there.</param>
    /// <param name="card">The card of its top-up; null when that is not known.</param>
    public OrderOutcome Reverse(Receipt receipt, string? card)
    {
        var entry = receipt.Entry!;
        if (entry.Record.State != IssuerRecordState.Received)
        {
            return OrderOutcome.Answer;
        }

        var outcome = card is null ? SandboxOutcome.Success : SandboxCards.OutcomeOf(card);
        if (outcome == SandboxOutcome.ReversalDeclined)
        {
            orders.Decline(entry, IssuerCodes.BalanceAlreadyUsed);
            return OrderOutcome.Answer;
        }

        orders.Reverse(entry);
        return outcome == SandboxOutcome.ReversalTimeoutAfterApplying && receipt.Times == 1
            ? OrderOutcome.Hang
            : OrderOutcome.Answer;
    }

    /// <summary>Handles a received gift.</summary>
    /// <param name="receipt">The receipt; its entry is there.</param>
    public OrderOutcome Give(Receipt receipt, string card)
    {
        var entry = receipt.Entry!;
        if (entry.Record.State != IssuerRecordState.Received)
        {
            return OrderOutcome.Answer;
        }

        var outcome = SandboxCards.OutcomeOf(card);
        switch (outcome)
        {
            case SandboxOutcome.GiftNeverAnswered:
                return OrderOutcome.Hang;
            case SandboxOutcome.GiftRefused:
                orders.Decline(entry, IssuerCodes.ProductNotAccepted);
                return OrderOutcome.Answer;
        }

        if (RefusalOf(outcome, card) is { } code)
        {
            orders.Decline(entry, code);
            return OrderOutcome.Answer;
        }

        orders.Apply(entry);
        return outcome == SandboxOutcome.GiftTimeoutAfterApplying && receipt.Times == 1
            ? OrderOutcome.Hang
            : OrderOutcome.Answer;
    }

    private string? RefusalOf(SandboxOutcome outcome, string card) => outcome switch
    {
        SandboxOutcome.CardBlocked => IssuerCodes.CardBlocked,
        SandboxOutcome.CardUnknown => IssuerCodes.CardUnknown,
        SandboxOutcome.ProductNotAccepted => IssuerCodes.ProductNotAccepted,
        SandboxOutcome.CardExpired => IssuerCodes.CardExpired,
        _ when !SimulatedCards.IsNumber(card) => IssuerCodes.CardUnknown,
        _ => orders.Cards.HasEnded(card) ? IssuerCodes.CardExpired : null,
    };

    private static OrderOutcome FirstEndOf(SandboxOutcome outcome) => outcome switch
    {
        SandboxOutcome.ServerErrorThenSuccess => OrderOutcome.ServerError,
        SandboxOutcome.TimeoutAfterApplying or SandboxOutcome.TimeoutWithoutApplying => OrderOutcome.Hang,
        SandboxOutcome.AnswerCutOff => OrderOutcome.CutOff,
        _ => OrderOutcome.Answer,
    };

    private TimeSpan? LatenessOf(SandboxOutcome outcome, bool first) => outcome switch
    {
        SandboxOutcome.SuccessAfterShortDelay => options.ShortDelay,
        SandboxOutcome.SuccessAfterLongDelay => options.LongDelay,
        SandboxOutcome.FirstRequestAppliedLate when first => options.LateAfter,
        _ => null,
    };

    private async Task ApplyLaterAsync(IssuerOrder entry, TimeSpan delay)
    {
        await DelayAsync(delay);
        orders.Apply(entry);
    }

    private Task DelayAsync(TimeSpan delay) => Task.Delay(delay, options.Clock, stopping);
}
