using Partner.Core.Receipts;

namespace Partner.Storage.Abstractions;

/// <summary>A receipt as it was stored when it was first printed.</summary>
/// <param name="Content">Its canonical form: <see cref="ReceiptContent"/>.</param>
/// <param name="Signature">Its signature; null while it is not signed.</param>
/// <param name="Prints">How often it was printed, the original included; 1 or more.</param>
/// <param name="FirstAt">When it was first printed (UTC).</param>
/// <param name="LastAt">When it was last printed (UTC).</param>
public sealed record StoredReceipt(
    string Content, ReceiptSignature? Signature, int Prints, DateTimeOffset FirstAt, DateTimeOffset LastAt);

/// <summary>A receipt that is to be printed.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="TopUpId">The top-up, which has a receipt: <see cref="Receipt.IsDue"/>.</param>
/// <param name="RequestId">The partner's id of the printing; not one of those that move money.</param>
/// <param name="Content">Its canonical form, if this is the first time.</param>
/// <param name="Signature">The signature of that very content; null without a key.</param>
/// <param name="Now">The time.</param>
public sealed record ReceiptCandidate(
    PartnerId PartnerId,
    TopUpId TopUpId,
    RequestId RequestId,
    string Content,
    ReceiptSignature? Signature,
    DateTimeOffset Now);

/// <summary>A receipt that was printed.</summary>
/// <param name="Receipt">The receipt as it is stored.</param>
/// <param name="Number">Which printing this is: 1 for the original, 2 for the first copy.</param>
/// <param name="Replayed">Whether the request id had been used for it before.</param>
public sealed record PrintedReceipt(StoredReceipt Receipt, int Number, bool Replayed);
