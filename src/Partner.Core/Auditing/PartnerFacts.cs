namespace Partner.Core.Auditing;

// What is stored, as plain values: an audit must be able to read what no valid record could hold. States and kinds are
// the stored numbers, money is minor units with a currency code.

/// <summary>A partner and its counters.</summary>
/// <param name="Id">The partner.</param>
/// <param name="LastEvent">The last event number given out; 0 before the first.</param>
/// <param name="LastReceipt">The last receipt counter given out; 0 before the first.</param>
public sealed record PartnerFacts(string Id, long LastEvent, long LastReceipt);

/// <summary>A float as it is stored.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Posted">Balance of the posted entries.</param>
/// <param name="Reserved">Pending debits.</param>
/// <param name="CreditLimit">How far it may go below zero.</param>
/// <param name="LastSequence">Number of the last entry; 0 before the first.</param>
/// <param name="LastPostedAt">Time of the last entry (UTC).</param>
public sealed record BalanceFacts(
    string PartnerId,
    string Currency,
    long Posted,
    long Reserved,
    long CreditLimit,
    long LastSequence,
    DateTimeOffset LastPostedAt);

/// <summary>One entry of a float.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="TransferId">The transfer that it belongs to.</param>
/// <param name="Amount">Signed minor units.</param>
/// <param name="BalanceAfter">The running balance.</param>
/// <param name="PostedAt">Its time (UTC).</param>
public sealed record EntryFacts(
    string PartnerId,
    string Currency,
    long Sequence,
    string TransferId,
    long Amount,
    long BalanceAfter,
    DateTimeOffset PostedAt);

/// <summary>An event.</summary>
/// <param name="TopUpId">The top-up that changed.</param>
/// <param name="State">Its state after the change.</param>
public sealed record EventFacts(string PartnerId, long Number, string TopUpId, int State);

/// <summary>A receipt counter in use.</summary>
/// <param name="TopUpId">The top-up that carries it.</param>
public sealed record ReceiptFacts(string PartnerId, long Counter, string TopUpId);
