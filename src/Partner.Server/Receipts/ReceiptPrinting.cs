using Partner.Core.Errors;
using Partner.Core.Receipts;
using Partner.Core.TopUps;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Receipts;

/// <summary>
/// Prints receipts: what a receipt says is found and signed before the transaction, which counts the print and keeps
/// what was there first.
/// </summary>
public sealed class ReceiptPrinting(PartnerStore store, ReceiptFacts facts, ReceiptKeyFiles keys, TimeProvider clock)
{
    /// <summary>Prints a receipt.</summary>
    /// <param name="topUp">The sale.</param>
    /// <param name="requestId">The print's request id.</param>
    /// <param name="cancel">The call's end.</param>
    /// <returns>
    /// The print; or RECEIPT_NOT_DUE, REQUEST_ID_CONFLICT, OVERLOADED, SERVICE_UNAVAILABLE.
    /// </returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<Result<PrintedReceipt>> PrintAsync(
        TopUpRecord topUp, RequestId requestId, CancellationToken cancel)
    {
        var arrival = Arrival.Now(cancel);
        var found = await FindAsync(topUp, cancel);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        var receipt = found.Value;
        return await store.Receipts.PrintAsync(
            new ReceiptCandidate(
                topUp.PartnerId,
                topUp.Id,
                requestId,
                receipt.Content,
                receipt.Signature ?? keys.Current().Sign(receipt.Content),
                clock.GetUtcNow()),
            arrival);
    }

    /// <summary>A receipt as it was printed, or as it would be: never printed and not signed then.</summary>
    /// <param name="topUp">The sale.</param>
    /// <param name="cancel">The call's end.</param>
    /// <returns>The receipt; or RECEIPT_NOT_DUE, SERVICE_UNAVAILABLE.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<Result<StoredReceipt>> FindAsync(TopUpRecord topUp, CancellationToken cancel)
    {
        if (!Receipt.IsDue(topUp))
        {
            return new Refusal(Reason.ReceiptNotDue);
        }

        if (await store.Receipts.FindAsync(topUp.PartnerId, topUp.Id, cancel) is { } stored)
        {
            return stored;
        }

        var receipt = await facts.OfAsync(topUp, cancel);
        return receipt.Refusal is { } refusal
            ? refusal
            : new StoredReceipt(ReceiptContent.Write(receipt.Value), null, 0, default, default);
    }
}
