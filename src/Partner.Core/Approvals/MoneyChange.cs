using System.Security.Cryptography;
using System.Text;
using Partner.Core.Amounts;

namespace Partner.Core.Approvals;

/// <summary>What an operator does to a partner's money. Numbers are stored, and are those of the contract.</summary>
public enum MoneyChangeKind
{
    /// <summary>The partner paid in.</summary>
    Deposit = 1,

    /// <summary>The partner is paid out of its float.</summary>
    Withdrawal = 2,

    /// <summary>The float is put right, by a posting of its own.</summary>
    Adjustment = 3,

    /// <summary>How far the float may go below zero is set.</summary>
    CreditLimit = 4,
}

/// <summary>Why a float is put right. Numbers are stored, and are those of the contract.</summary>
public enum AdjustmentReason
{
    /// <summary>Something was posted wrongly: the adjustment undoes it, or makes up for it.</summary>
    WrongPosting = 1,

    /// <summary>A payment was credited to the wrong partner, or in the wrong amount.</summary>
    WrongPayment = 2,

    /// <summary>The operator makes up for a loss or a trouble.</summary>
    Compensation = 3,

    /// <summary>A charge that was agreed on.</summary>
    Charge = 4,

    /// <summary>Something that will not be paid any more.</summary>
    WriteOff = 5,
}

/// <summary>A change to a partner's money, as it was asked for.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Amount">
/// Above zero; of an adjustment of either sign, positive credits the float; of a credit limit the limit itself, 0 or
/// more. In the float's currency.
/// </param>
public sealed record MoneyChange(MoneyChangeKind Kind, Money Amount)
{
    /// <summary>The longest evidence, in characters.</summary>
    public const int LongestEvidence = 1000;

    /// <summary>The operator's id of it; null for a credit limit, which is set however often.</summary>
    public RequestId? RequestId { get; init; }

    /// <summary>Why a float is put right; null for all else.</summary>
    public AdjustmentReason? Reason { get; init; }

    /// <summary>What proves that it has to be; empty for all but adjustments.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>Field of the contract that has the amount.</summary>
    public string Field => Kind == MoneyChangeKind.CreditLimit ? "limit" : "amount";

    /// <summary>What stands for the evidence in a hash of the input: any text in the same alphabet.</summary>
    public string EvidenceHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Evidence)));
}
