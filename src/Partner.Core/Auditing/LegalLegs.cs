using Partner.Core.Ledger;

namespace Partner.Core.Auditing;

/// <summary>An account that a kind of transfer may have, and with which sign.</summary>
/// <param name="Sign">1 or −1; 0: of any sign.</param>
/// <param name="Needed">Whether the kind always has a leg on it, be it zero.</param>
internal readonly record struct LegalLeg(Account Account, int Sign, bool Needed = false);

/// <summary>The accounts and signs of each kind of transfer.</summary>
internal static class LegalLegs
{
    private static readonly LegalLeg[] Sale =
    [
        new(Account.Float, -1, Needed: true),
        new(Account.IssuerPayable, +1, Needed: true),
        new(Account.FeeIncome, +1),
        new(Account.PromotionOperator, -1),
        new(Account.PromotionIssuer, -1),
        new(Account.FxClearing, 0),
    ];

    private static readonly LegalLeg[] Commission =
    [
        new(Account.CommissionExpense, -1, Needed: true),
        new(Account.Float, +1),
        new(Account.TaxPayable, +1),
        new(Account.CommissionAccrued, +1),
        new(Account.FxClearing, 0),
    ];

    private static readonly LegalLeg[] Cashback =
    [
        new(Account.PromotionOperator, -1),
        new(Account.PromotionIssuer, -1),
        new(Account.Float, +1),
        new(Account.IssuerPayable, +1),
        new(Account.FxClearing, 0),
    ];

    private static readonly LegalLeg[] Points =
    [
        new(Account.PromotionOperator, -1),
        new(Account.PromotionIssuer, -1),
        new(Account.CardPoints, +1, Needed: true),
    ];

    private static readonly Dictionary<TransferKind, LegalLeg[]> All = new()
    {
        [TransferKind.Deposit] =
            [new(Account.BankClearing, -1, Needed: true), new(Account.Float, +1, Needed: true)],
        [TransferKind.Withdrawal] =
            [new(Account.BankClearing, +1, Needed: true), new(Account.Float, -1, Needed: true)],
        [TransferKind.Adjustment] =
            [new(Account.Adjustments, 0, Needed: true), new(Account.Float, 0, Needed: true)],
        [TransferKind.TopUp] = Sale,
        [TransferKind.Reversal] = Turned(Sale),
        [TransferKind.Commission] = Commission,
        [TransferKind.Clawback] = Turned(Commission),
        [TransferKind.Override] = Commission,
        [TransferKind.OverrideClawback] = Turned(Commission),
        [TransferKind.Cashback] = Cashback,
        [TransferKind.CashbackReversal] = Turned(Cashback),
        [TransferKind.Points] = Points,
        [TransferKind.PointsReversal] = Turned(Points),
        [TransferKind.RefundPoints] =
            [new(Account.PromotionOperator, -1, Needed: true), new(Account.CardPoints, +1, Needed: true)],
        [TransferKind.Settlement] =
        [
            new(Account.CommissionAccrued, 0),
            new(Account.CommissionExpense, 0),
            new(Account.Float, 0),
            new(Account.TaxPayable, 0),
            new(Account.FxClearing, 0),
        ],
    };

    /// <summary>Those of a kind; null when there is no such kind.</summary>
    public static LegalLeg[]? Of(int kind) => All.GetValueOrDefault((TransferKind)kind);

    private static LegalLeg[] Turned(LegalLeg[] legs) => [.. legs.Select(leg => leg with { Sign = -leg.Sign })];
}
