using Partner.Core.Amounts;
using Partner.Core.Commissions;

namespace Partner.Core.Settlements;

/// <summary>A commission entry and what has become of it since it was granted.</summary>
/// <param name="Entry">As it was granted.</param>
/// <param name="Reversed">Whether it was taken back, as a whole or in part: <see cref="Share"/>.</param>
/// <param name="TrueUp">True-ups of earlier settlements, in the plan's currency; may be negative.</param>
/// <param name="TrueUpCredit">The same in the float's currency, before tax.</param>
/// <param name="Settled">Whether a settlement has counted it.</param>
/// <param name="ClawbackSettled">Whether a settlement has counted that it was taken back.</param>
public sealed record CommissionRecord(
    CommissionEntry Entry, bool Reversed, Money TrueUp, Money TrueUpCredit, bool Settled, bool ClawbackSettled)
{
    /// <summary>How much was taken back, where it was.</summary>
    public RefundShare Share { get; init; } = RefundShare.All;

    /// <summary>Whether all of it was taken back.</summary>
    public bool IsGone => Reversed && Share.IsAll;

    /// <summary>What was taken back, in the float's currency, before tax.</summary>
    public Money TakenBack => Reversed ? Entry.PartOf(Share).Credit : Money.Zero(Entry.Credit.Currency);

    /// <summary>What is posted for it now, in the plan's currency.</summary>
    public Money Standing => Left(Entry.Amount) + TrueUp;

    /// <summary>What is posted for it now, in the float's currency, before tax.</summary>
    public Money StandingCredit => LeftCredit(Entry.Amount) + TrueUpCredit;

    /// <summary>What stays of a commission once the record's share is taken back; plan's currency.</summary>
    /// <param name="amount">What the whole sale earns.</param>
    internal Money Left(Money amount) => Reversed ? amount - Share.OfHalfEven(amount) : amount;

    /// <summary>The same in the float's currency, before tax.</summary>
    internal Money LeftCredit(Money amount)
    {
        var whole = CommissionAccrual.ToFloat(Entry.Level, amount);
        return Reversed ? whole - CommissionAccrual.ToFloat(Entry.Level, Share.OfHalfEven(amount)) : whole;
    }
}

/// <summary>What a settlement does to one record.</summary>
/// <param name="Before">The record before it.</param>
/// <param name="Counts">Whether its accrual is counted now.</param>
/// <param name="ClawsBack">Whether its clawback is counted now.</param>
/// <param name="TrueUp">What it posts to reach the target, in the plan's currency; may be negative.</param>
/// <param name="TrueUpCredit">The same in the float's currency, before tax.</param>
public sealed record RecordChange(
    CommissionRecord Before, bool Counts, bool ClawsBack, Money TrueUp, Money TrueUpCredit)
{
    /// <summary>The record after it.</summary>
    public CommissionRecord After => Before with
    {
        TrueUp = Before.TrueUp + TrueUp,
        TrueUpCredit = Before.TrueUpCredit + TrueUpCredit,
        Settled = Before.Settled || Counts,
        ClawbackSettled = Before.ClawbackSettled || ClawsBack,
    };

    /// <summary>Whether anything changes.</summary>
    internal bool IsSomething => Counts || ClawsBack || TrueUp.Minor != 0 || TrueUpCredit.Minor != 0;
}
