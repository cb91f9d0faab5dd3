using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Ledger;

namespace Partner.Core.Approvals;

/// <summary>What operators may do to a float as it is, and what of it needs a second person.</summary>
public static class MoneyRules
{
    /// <summary>Why a change cannot be made now, alike for whoever asks for it and whoever approves it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="position">The float.</param>
    /// <param name="status">The partner's status.</param>
    /// <returns>
    /// <see cref="Reason.PartnerClosed"/>, <see cref="Reason.FloatNotCovered"/> or <see cref="Reason.InvalidRequest"/>,
    /// where a float cannot hold it; null where it can be made.
    /// </returns>
    public static Refusal? Refuse(MoneyChange change, FloatPosition position, PartnerStatus status)
    {
        if (status == PartnerStatus.Closed)
        {
            return new Refusal(Reason.PartnerClosed);
        }

        var amount = change.Amount.Minor;
        return change.Kind switch
        {
            MoneyChangeKind.Withdrawal => NotCovered(amount, (Int128)position.Posted - position.Reserved, position),
            MoneyChangeKind.Adjustment when amount < 0 =>
                NotCovered(-(Int128)amount, position.Available, position),
            MoneyChangeKind.CreditLimit => amount > FloatPosition.Most ? TooLarge(change.Field) : null,
            _ => amount > FloatPosition.Most - Math.Max(0, position.Posted) ? TooLarge(change.Field) : null,
        };
    }

    /// <summary>
    /// Whether a second person must approve a change: of credit limits only raises need it, and what counts is the
    /// limit that would come about, so that many small raises come to no more than one.
    /// </summary>
    /// <param name="change">The change.</param>
    /// <param name="position">The float.</param>
    /// <param name="above">Above which amount; null where no change needs it.</param>
    public static bool NeedsApproval(MoneyChange change, FloatPosition position, ApprovalThreshold? above) =>
        above is { } threshold && threshold.IsBelow(change.Amount)
        && (change.Kind != MoneyChangeKind.CreditLimit || change.Amount.Minor > position.CreditLimit);

    /// <summary>The transfer that a change posts; null for a credit limit, which posts nothing.</summary>
    /// <param name="change">The change.</param>
    /// <param name="id">Identifier of the transfer.</param>
    public static Transfer? Posting(MoneyChange change, string id) => change.Kind switch
    {
        MoneyChangeKind.Deposit => Postings.Deposit(id, change.Amount),
        MoneyChangeKind.Withdrawal => Postings.Withdrawal(id, change.Amount),
        MoneyChangeKind.Adjustment => Postings.Adjustment(id, change.Amount),
        _ => null,
    };

    /// <summary>What is said where a float cannot hold an amount.</summary>
    /// <param name="field">The field that has it.</param>
    public static Refusal TooLarge(string field) => Refusal.Of(
        Reason.InvalidRequest,
        new FieldViolation($"{field}.units", "is more than a float can hold", "超过预存款账户的上限"));

    private static Refusal? NotCovered(Int128 amount, Int128 available, FloatPosition position) => amount <= available
        ? null
        : new Refusal(Reason.FloatNotCovered).With(
            "available", new Money((long)Int128.Max(0, available), position.Currency).ToString());
}
