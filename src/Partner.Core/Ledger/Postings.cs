using Partner.Core.Amounts;

namespace Partner.Core.Ledger;

/// <summary>
/// The only place where transfers are made. Each event of a top-up's life has its rule here; legs of zero are left out:
/// <code>
/// deposit    bank_clearing −, float +
/// withdrawal float −, bank_clearing +
/// adjustment adjustments −x, float +x, of either sign
/// reserve    float −net_debit, issuer_payable +face, fee_income +operator's part of the fee,
///            promotion(funder) −discount of operator or issuer; pending: posted at success, voided at failure
/// cashback   promotion(funder) −x, float +x or, to the card, issuer_payable +x
/// points     promotion(funder) −p, card_points +p
/// INSTANT    commission_expense −c, float +(c − tax), tax_payable +tax       a transfer of its own for each level
/// SETTLED    commission_expense −c, commission_accrued(payee) +c
/// settle     commission_accrued −, commission_expense −true-ups, tax_payable +tax, float +total
/// reverse    the same legs with the signs turned, one transfer for each that is taken back; of a partial refund the
///            same share of each leg, to the minor unit
/// refund     as points: promotion_operator −p, card_points +p; the sale's own money stays where it is
/// </code>
/// Where the float's currency is not the plan's, each side is balanced by fx_clearing.
/// </summary>
public static partial class Postings
{
    /// <summary>Identifier of a top-up's debit.</summary>
    public static string SaleId(TopUpId topUpId) => $"{topUpId}.sale";

    /// <summary>Identifier of a top-up's commission.</summary>
    public static string CommissionId(TopUpId topUpId) => $"{topUpId}.commission";

    /// <summary>Money that a partner paid in.</summary>
    /// <param name="id">Identifier of the deposit.</param>
    /// <param name="amount">Above zero.</param>
    public static Transfer Deposit(string id, Money amount) => Make(
        id,
        TransferKind.Deposit,
        TransferPhase.Posted,
        [new Leg(Account.BankClearing, -amount), new Leg(Account.Float, amount)]);

    /// <summary>Money that a partner is paid out.</summary>
    /// <param name="id">Identifier of the withdrawal.</param>
    /// <param name="amount">Above zero.</param>
    public static Transfer Withdrawal(string id, Money amount) => Make(
        id,
        TransferKind.Withdrawal,
        TransferPhase.Posted,
        [new Leg(Account.Float, -amount), new Leg(Account.BankClearing, amount)]);

    /// <summary>What puts a float right.</summary>
    /// <param name="id">Identifier of the adjustment.</param>
    /// <param name="amount">Not zero; positive credits the float.</param>
    public static Transfer Adjustment(string id, Money amount) => Make(
        id,
        TransferKind.Adjustment,
        TransferPhase.Posted,
        [new Leg(Account.Adjustments, -amount), new Leg(Account.Float, amount)]);

    private static Transfer Make(
        string id,
        TransferKind kind,
        TransferPhase phase,
        IReadOnlyList<Leg> legs,
        TopUpId? topUpId = null,
        string? reverses = null)
    {
        var transfer = new Transfer(id, kind, phase, legs, topUpId, reverses);
        return transfer.Balances
            ? transfer
            : throw new InvalidOperationException($"Transfer {id} ({kind}) does not sum to zero.");
    }
}
