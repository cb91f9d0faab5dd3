using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Pricing;
using Partner.Core.Rules;

namespace Partner.Core.Ledger;

/// <content>Commissions of all levels, their reversal and the settlement of a month.</content>
public static partial class Postings
{
    /// <summary>Identifier of what a level was granted for a top-up; unique in the books of its payee.</summary>
    /// <param name="level">0 for the seller, 1 for its parent, and so on.</param>
    public static string CommissionId(TopUpId topUpId, int level) =>
        level == 0 ? CommissionId(topUpId) : $"{topUpId}.override.{level}";

    /// <summary>Identifier of a settlement's transfer.</summary>
    /// <param name="number">The settlement's number.</param>
    public static string SettlementId(string number) => "settlement." + number;

    /// <summary>The transfer of a level's commission, for the books of its payee.</summary>
    /// <param name="entry">What was granted.</param>
    /// <returns>Null when nothing was granted: no transfer is made for nothing.</returns>
    public static Transfer? Grant(CommissionEntry entry)
    {
        var legs = new LegList()
            .Add(Account.CommissionExpense, -entry.Amount)
            .Exchange(entry.Amount, entry.Credit);
        if (entry.Level.Terms.Mode == CommissionMode.Instant)
        {
            legs.Add(Account.Float, entry.Credit - entry.Tax).Add(Account.TaxPayable, entry.Tax);
        }
        else
        {
            legs.Add(Account.CommissionAccrued, entry.Credit);
        }

        return legs.Legs.Count == 0
            ? null
            : Make(
                CommissionId(entry.TopUpId, entry.Level.Number),
                entry.Level.Number == 0 ? TransferKind.Commission : TransferKind.Override,
                TransferPhase.Posted,
                legs.Legs,
                entry.TopUpId);
    }

    /// <summary>
    /// Takes back a share of what a level was granted, at the original rates, linked to the original.
    /// </summary>
    /// <param name="reversalId">The reversal, for the identifier.</param>
    /// <param name="entry">What was granted.</param>
    /// <param name="share">How much of it goes back.</param>
    /// <returns>For the books of the payee; null when nothing goes back.</returns>
    public static Transfer? Clawback(ReversalId reversalId, CommissionEntry entry, RefundShare share)
    {
        var level = entry.Level.Number;
        return Grant(entry.PartOf(share)) is { } granted
            ? TurnBack(granted, level == 0 ? $"{reversalId}.clawback" : $"{reversalId}.override.{level}")
            : null;
    }

    /// <summary>
    /// Takes back a share of the debit and the gifts of a top-up; commissions go level by level.
    /// </summary>
    /// <param name="reversalId">The reversal, for the identifiers.</param>
    /// <param name="share">How much of it goes back.</param>
    public static IReadOnlyList<Transfer> Reverse(
        ReversalId reversalId, TopUpId topUpId, PriceBreakdown price, RefundShare share)
    {
        var part = price.PartOf(share);
        return
        [
            TurnBack(Reserve(topUpId, part), $"{reversalId}.reversal"),
            .. Gifts(topUpId, part).Select(gift => TurnBack(gift, $"{reversalId}{gift.Id[topUpId.Value.Length..]}")),
        ];
    }

    /// <summary>The transfer of a settlement, for the books of its payee.</summary>
    /// <param name="number">The settlement's number.</param>
    /// <param name="accrued">SETTLED commission that it pays, less what was taken back; float's currency.</param>
    /// <param name="trueUps">For each currency of plans, the true-ups, and these in the float's currency.</param>
    /// <param name="tax">The tax; negative gives tax back.</param>
    /// <returns>Null when there is nothing to post.</returns>
    public static Transfer? Settle(
        string number, Money accrued, IEnumerable<(Money Plan, Money Credit)> trueUps, Money tax)
    {
        var legs = new LegList().Add(Account.CommissionAccrued, -accrued);
        var total = accrued - tax;
        foreach (var (plan, credit) in trueUps)
        {
            legs.Add(Account.CommissionExpense, -plan).Exchange(plan, credit);
            total += credit;
        }

        legs.Add(Account.TaxPayable, tax).Add(Account.Float, total);
        return legs.Legs.Count == 0
            ? null
            : Make(SettlementId(number), TransferKind.Settlement, TransferPhase.Posted, legs.Legs);
    }

    /// <summary>The transfer that takes another back: the same legs with the signs turned.</summary>
    private static Transfer TurnBack(Transfer original, string id) => Make(
        id,
        original.Kind switch
        {
            TransferKind.TopUp => TransferKind.Reversal,
            TransferKind.Commission => TransferKind.Clawback,
            TransferKind.Override => TransferKind.OverrideClawback,
            TransferKind.Cashback => TransferKind.CashbackReversal,
            TransferKind.Points => TransferKind.PointsReversal,
            _ => throw new InvalidOperationException($"A {original.Kind} is never taken back."),
        },
        TransferPhase.Posted,
        [.. original.Legs.Select(leg => leg with { Amount = -leg.Amount })],
        original.TopUpId,
        original.Id);
}
