using Partner.Server.Issuer.Wire;

namespace Partner.Sandbox.Issuer;

/// <summary>How a request for a top-up or reversal ends.</summary>
internal enum DeskEnd
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
internal sealed class OrderDesk(IssuerBook book, SimulatedIssuerOptions options, CancellationToken stopping)
{
    /// <summary>Handles a received top-up.</summary>
    /// <param name="receipt">The receipt; its entry is there.</param>
    /// <param name="card">The card.</param>
    /// <param name="ct">Cancelled when the caller is gone; what was started for the id goes on.</param>
    public async ValueTask<DeskEnd> TopUpAsync(Receipt receipt, string card, CancellationToken ct)
    {
        var entry = receipt.Entry!;
        var outcome = SandboxCards.OutcomeOf(card);
        if (outcome == SandboxOutcome.NeverAnswers)
        {
            return DeskEnd.Hang;
        }

        if (outcome == SandboxOutcome.AppliedAnsweredLate)
        {
            book.Apply(entry);
            await book.Start(entry, () => DelayAsync(options.LateAfter)).WaitAsync(ct).ConfigureAwait(false);
            return DeskEnd.Answer;
        }

        if (entry.Record.State != IssuerRecordState.Received)
        {
            return DeskEnd.Answer;
        }

        if (RefusalOf(outcome, card) is { } code)
        {
            book.Decline(entry, code);
            return DeskEnd.Answer;
        }

        if (LatenessOf(outcome, receipt.Times == 1) is { } delay)
        {
            await book.Start(entry, () => ApplyLaterAsync(entry, delay)).WaitAsync(ct).ConfigureAwait(false);
            return DeskEnd.Answer;
        }

        var end = receipt.Times == 1 ? FirstEndOf(outcome) : DeskEnd.Answer;
        if (end != DeskEnd.ServerError && !(end == DeskEnd.Hang && outcome == SandboxOutcome.TimeoutWithoutApplying))
        {
            book.Apply(entry);
        }

        return end;
    }

    /// <summary>Handles a received reversal.</summary>
    /// <param name="receipt">The receipt; its entry is there.</param>
    /// <param name="card">The card of its top-up; null when that is not known.</param>
    public DeskEnd Reverse(Receipt receipt, string? card)
    {
        var entry = receipt.Entry!;
        if (entry.Record.State != IssuerRecordState.Received)
        {
            return DeskEnd.Answer;
        }

        var outcome = card is null ? SandboxOutcome.Success : SandboxCards.OutcomeOf(card);
        if (outcome == SandboxOutcome.ReversalDeclined)
        {
            book.Decline(entry, IssuerCodes.BalanceAlreadyUsed);
            return DeskEnd.Answer;
        }

        book.Reverse(entry);
        return outcome == SandboxOutcome.ReversalTimeoutAfterApplying && receipt.Times == 1
            ? DeskEnd.Hang
            : DeskEnd.Answer;
    }

    private static string? RefusalOf(SandboxOutcome outcome, string card) => outcome switch
    {
        SandboxOutcome.CardBlocked => IssuerCodes.CardBlocked,
        SandboxOutcome.CardUnknown => IssuerCodes.CardUnknown,
        SandboxOutcome.ProductNotAccepted => IssuerCodes.ProductNotAccepted,
        SandboxOutcome.CardExpired => IssuerCodes.CardExpired,
        _ => CardShelf.IsNumber(card) ? null : IssuerCodes.CardUnknown,
    };

    private static DeskEnd FirstEndOf(SandboxOutcome outcome) => outcome switch
    {
        SandboxOutcome.ServerErrorThenSuccess => DeskEnd.ServerError,
        SandboxOutcome.TimeoutAfterApplying or SandboxOutcome.TimeoutWithoutApplying => DeskEnd.Hang,
        SandboxOutcome.AnswerCutOff => DeskEnd.CutOff,
        _ => DeskEnd.Answer,
    };

    private TimeSpan? LatenessOf(SandboxOutcome outcome, bool first) => outcome switch
    {
        SandboxOutcome.SuccessAfterShortDelay => options.ShortDelay,
        SandboxOutcome.SuccessAfterLongDelay => options.LongDelay,
        SandboxOutcome.FirstRequestAppliedLate when first => options.LateAfter,
        _ => null,
    };

    private async Task ApplyLaterAsync(BookEntry entry, TimeSpan delay)
    {
        await DelayAsync(delay).ConfigureAwait(false);
        book.Apply(entry);
    }

    private Task DelayAsync(TimeSpan delay) => Task.Delay(delay, options.Clock, stopping);
}
