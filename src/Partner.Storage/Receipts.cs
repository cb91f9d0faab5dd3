using Partner.Core.Errors;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>
/// Receipts: what was printed, how often, and by which request. A sale writes nothing of it; the first printing does.
/// </summary>
public sealed class Receipts
{
    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Receipts(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>
    /// Prints a receipt: the first request id gets the original, each further one the next copy, and a repeated one
    /// what it got before. Counted under the partner's lock, so that no two are the same. What was stored at the first
    /// printing stays; only a signature is added to what has none.
    /// </summary>
    /// <param name="arrival">The call; null where it arrives now and nobody can leave.</param>
    /// <returns>
    /// The printing; <see cref="Reason.RequestIdConflict"/> where the id printed another receipt, and
    /// <see cref="Reason.Overloaded"/> where too much waits, or the call arrived too long ago.
    /// </returns>
    /// <exception cref="OperationCanceledException">
    /// The caller left before the first attempt: nothing is saved.
    /// </exception>
    public Task<Result<PrintedReceipt>> PrintAsync(ReceiptCandidate candidate, Arrival? arrival = null)
    {
        // An attempt whose end nobody saw may have been carried out: then it is no repetition of the caller's.
        var attempted = false;
        return _writer.RunAsync(
            candidate.PartnerId,
            footprint => footprint.AddReceipt(candidate.PartnerId, candidate.TopUpId, candidate.RequestId),
            set =>
            {
                var outcome = Decide(set, candidate);
                if (outcome.Refusal is not null)
                {
                    return outcome;
                }

                var own = attempted || !outcome.Value.Replayed;
                attempted = own;
                return outcome.Value with { Replayed = !own };
            },
            Arrival.Admit<Result<PrintedReceipt>>(arrival, Arrival.Overloaded));
    }

    /// <summary>Finds a receipt that was printed.</summary>
    /// <returns>The receipt; null when it never was.</returns>
    public Task<StoredReceipt?> FindAsync(PartnerId partnerId, TopUpId topUpId, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Receipts
                .FirstOrDefault(row => row.PartnerId == partnerId.Value && row.TopUpId == topUpId.Value)?.ToRecord(),
            cancel);

    /// <summary>Finds a sale and its receipt by the number on it.</summary>
    /// <param name="counter">The partner's receipt counter, which the number was made of.</param>
    /// <returns>Both; the receipt null when it was never printed, all null where there is no such sale.</returns>
    public Task<(TopUpRecord? TopUp, StoredReceipt? Receipt)> FindByNumberAsync(
        PartnerId partnerId, long counter, CancellationToken cancel) =>
        _readers.ReadAsync(
            session =>
            {
                var topUp = session.Context.TopUps.FirstOrDefault(
                    row => row.PartnerId == partnerId.Value && row.ReceiptCounter > 0 && row.ReceiptCounter == counter);
                var receipt = topUp is null ? null : session.Context.Receipts.FirstOrDefault(
                    row => row.PartnerId == partnerId.Value && row.TopUpId == topUp.Id);
                return (topUp?.ToRecord(), receipt?.ToRecord());
            },
            cancel);

    private static Result<PrintedReceipt> Decide(WorkingSet set, ReceiptCandidate candidate)
    {
        var (partnerId, topUpId) = (candidate.PartnerId, candidate.TopUpId);
        var stored = set.Receipt(partnerId, topUpId);
        if (set.PrintOf(partnerId, candidate.RequestId) is { } used)
        {
            return used.TopUpId == topUpId && stored is not null
                ? new PrintedReceipt(stored, used.Number, true)
                : new Refusal(Reason.RequestIdConflict);
        }

        var printed = stored is null
            ? new StoredReceipt(candidate.Content, candidate.Signature, 1, candidate.Now, candidate.Now)
            : stored with
            {
                Prints = stored.Prints + 1,
                LastAt = candidate.Now > stored.LastAt ? candidate.Now : stored.LastAt,
                Signature = stored.Signature
                    ?? (candidate.Content == stored.Content ? candidate.Signature : null),
            };
        set.Print(partnerId, candidate.RequestId, topUpId, printed);
        return new PrintedReceipt(printed, printed.Prints, false);
    }
}
