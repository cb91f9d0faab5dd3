using System.Security.Cryptography;
using System.Text;
using Partner.Core.Receipts;
using Partner.Core.TopUps;
using Partner.Server.Security;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Receipts;

/// <summary>A receipt that was found to be one of ours.</summary>
/// <param name="TopUp">Its sale, as it is now.</param>
/// <param name="Receipt">The receipt as it was printed.</param>
/// <param name="KeyKnown">Whether its signature was verified; otherwise its key is not known.</param>
public sealed record VerifiedReceipt(TopUpRecord TopUp, StoredReceipt Receipt, bool KeyKnown);

/// <summary>
/// Tells genuine receipts from all others. What is stored must say the same as what was shown, and its signature must
/// be genuine: neither a print nor a database that somebody changed is enough.
/// </summary>
public sealed class ReceiptVerification(PartnerStore store, ReceiptKeyFiles keys)
{
    /// <summary>Looks a receipt up.</summary>
    /// <param name="caller">Who asks; what it may not see does not exist.</param>
    /// <param name="inquiry">What was shown.</param>
    /// <param name="cancel">The call's end.</param>
    /// <returns>The receipt; null where it is not genuine, or not the caller's to know.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<VerifiedReceipt?> FindAsync(Caller caller, ReceiptInquiry inquiry, CancellationToken cancel)
    {
        if (CounterOf(inquiry) is not { } counter)
        {
            return null;
        }

        var (topUp, stored) = await store.Receipts.FindByNumberAsync(caller.PartnerId, counter, cancel);
        if (topUp is null || stored?.Signature is not { } signature
            || !caller.Sees(topUp.Seller.Outlet, topUp.Seller.Terminal)
            || !IsShown(inquiry, stored.Content, signature))
        {
            return null;
        }

        return keys.Current().Verify(stored.Content, signature.KeyId, signature.Value) switch
        {
            SignatureVerdict.Genuine => new VerifiedReceipt(topUp, stored, true),
            SignatureVerdict.KeyUnknown => new VerifiedReceipt(topUp, stored, false),
            _ => null,
        };
    }

    private static long? CounterOf(ReceiptInquiry inquiry)
    {
        switch (inquiry)
        {
            case ReceiptInquiry.ByCode printed:
                return TopUpRecord.ReceiptCounterOf(printed.Number);
            case ReceiptInquiry.ByContent scanned:
                try
                {
                    return TopUpRecord.ReceiptCounterOf(ReceiptContent.Read(scanned.Content).Number);
                }
                catch (FormatException)
                {
                    // Somebody's text: no receipt of ours.
                    return null;
                }

            default:
                return null;
        }
    }

    private static bool IsShown(ReceiptInquiry inquiry, string content, ReceiptSignature signature) => inquiry switch
    {
        ReceiptInquiry.ByCode printed => Same(printed.Code, signature.Code),
        ReceiptInquiry.ByContent scanned => scanned.Content == content && scanned.KeyId == signature.KeyId
            && Same(scanned.Signature, signature.Value),
        _ => false,
    };

    // In the same time wherever they differ, so that a code cannot be found out letter by letter.
    private static bool Same(string shown, string stored) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(stored));
}
