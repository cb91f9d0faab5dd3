using Partner.Core.Amounts;

namespace Partner.Core.Ledger;

/// <summary>
/// The accounts, one of each per currency (a float and what is accrued also per partner). Numbers are stored: never
/// reuse one.
/// </summary>
public enum Account
{
    /// <summary>What the operator owes a partner: its prepaid money. A liability, so credit is positive.</summary>
    Float = 1,

    /// <summary>What is owed to the card issuer for delivered top-ups.</summary>
    IssuerPayable = 2,

    /// <summary>Money received from partners, at the bank.</summary>
    BankClearing = 3,

    /// <summary>Commissions that partners earned.</summary>
    CommissionExpense = 4,

    /// <summary>The operator's part of handling fees.</summary>
    FeeIncome = 5,

    /// <summary>What the operator pays for its promotions: discounts, cashback, points.</summary>
    PromotionOperator = 6,

    /// <summary>What the issuer pays for its promotions.</summary>
    PromotionIssuer = 7,

    /// <summary>The bridge between the plan's and the float's currency: balances each of them.</summary>
    FxClearing = 8,

    /// <summary>SETTLED commissions of a partner that no settlement has paid; below zero, what it owes back.</summary>
    CommissionAccrued = 9,

    /// <summary>Tax withheld from commissions.</summary>
    TaxPayable = 10,

    /// <summary>Points granted to cards, in the currency of points.</summary>
    CardPoints = 11,

    /// <summary>What floats were put right against.</summary>
    Adjustments = 12,
}

/// <summary>Why money moves. Numbers are stored; those that move a float are the
/// contract's StatementEntryKind.</summary>
public enum TransferKind
{
    /// <summary>A partner paid in.</summary>
    Deposit = 1,

    /// <summary>A top-up's debit.</summary>
    TopUp = 2,

    /// <summary>A commission earned.</summary>
    Commission = 3,

    /// <summary>A reversed top-up's credit.</summary>
    Reversal = 4,

    /// <summary>A commission taken back.</summary>
    Clawback = 5,

    /// <summary>A cashback granted, to the float or to the card.</summary>
    Cashback = 6,

    /// <summary>A cashback taken back.</summary>
    CashbackReversal = 7,

    /// <summary>A commission earned as a parent.</summary>
    Override = 8,

    /// <summary>A parent's commission taken back.</summary>
    OverrideClawback = 9,

    /// <summary>The settlement of a month; of any sign.</summary>
    Settlement = 10,

    /// <summary>Points granted to the card. Moves no float, so no statement lists it.</summary>
    Points = 11,

    /// <summary>Points taken back. Moves no float, so no statement lists it.</summary>
    PointsReversal = 12,

    /// <summary>Points granted to the card in place of money. Moves no float, so no statement lists it.</summary>
    RefundPoints = 13,

    /// <summary>A partner was paid out of its float.</summary>
    Withdrawal = 14,

    /// <summary>A float was put right by the operator; of any sign.</summary>
    Adjustment = 15,
}

/// <summary>How far a transfer has come. Numbers are stored.</summary>
public enum TransferPhase
{
    /// <summary>Reserved: counts in the float's reserved amount, not in its balance.</summary>
    Pending = 1,

    /// <summary>Final: in the balance.</summary>
    Posted = 2,

    /// <summary>Given up: as if it had never been.</summary>
    Voided = 3,
}

/// <summary>One account's share of a transfer. Credit is positive.</summary>
/// <param name="Amount">The signed amount.</param>
public sealed record Leg(Account Account, Money Amount);

/// <summary>
/// A movement of money between accounts. Immutable but for its phase; its legs sum to zero per currency, and a
/// correction is a transfer of its own.
/// </summary>
/// <param name="Id">Unique per partner. Derived from the operation, so that nothing can be posted twice.</param>
/// <param name="Kind">Why.</param>
/// <param name="Phase">How far it has come.</param>
/// <param name="Legs">Two or more.</param>
/// <param name="TopUpId">The top-up that caused it; null for what no top-up caused.</param>
/// <param name="Reverses">The transfer that it takes back; null otherwise.</param>
public sealed record Transfer(
    string Id, TransferKind Kind, TransferPhase Phase, IReadOnlyList<Leg> Legs, TopUpId? TopUpId, string? Reverses)
{
    /// <summary>Whether the legs sum to zero in every currency.</summary>
    public bool Balances => Legs
        .GroupBy(leg => leg.Amount.Currency)
        .All(legs => legs.Aggregate(Int128.Zero, (sum, leg) => sum + leg.Amount.Minor) == 0);
}
