using Partner.Core.Amounts;
using Partner.Core.Pricing;
using Partner.Core.Rules;

namespace Partner.Core.Ledger;

/// <content>The sale itself and the gifts of its promotions.</content>
public static partial class Postings
{
    /// <summary>Identifier of a promotion's cashback for a top-up.</summary>
    public static string CashbackId(TopUpId topUpId, string promotionId) => $"{topUpId}.cashback.{promotionId}";

    /// <summary>Identifier of a promotion's points for a top-up.</summary>
    public static string PointsId(TopUpId topUpId, string promotionId) => $"{topUpId}.points.{promotionId}";

    /// <summary>
    /// The pending debit of a top-up with all that its price consists of. A discount that the partner funds has no
    /// leg: it is the partner's cash, and so is its part of the fee.
    /// </summary>
    /// <exception cref="InvalidOperationException">The price does not add up.</exception>
    public static Transfer Reserve(TopUpId topUpId, PriceBreakdown price)
    {
        var legs = new LegList()
            .Add(Account.IssuerPayable, price.Face)
            .Add(Account.FeeIncome, price.OperatorFee)
            .Add(Account.PromotionOperator, -price.DiscountOf(Funder.Operator))
            .Add(Account.PromotionIssuer, -price.DiscountOf(Funder.Issuer))
            .Exchange(-price.PlanDebit, -price.NetDebit);

        // The float's leg is there even at zero: each sale has exactly one entry in the partner's book.
        return Make(
            SaleId(topUpId),
            TransferKind.TopUp,
            TransferPhase.Pending,
            [new Leg(Account.Float, -price.NetDebit), .. legs.Legs],
            topUpId);
    }

    /// <summary>
    /// What a top-up's promotions give once it succeeded: cashback and points, in the order of the price. Cashback
    /// enters a float of another currency at the debit's rate without its margin, half-even.
    /// </summary>
    public static IReadOnlyList<Transfer> Gifts(TopUpId topUpId, PriceBreakdown price) =>
        [.. price.Gifts.Where(line => line.Amount.Minor != 0).Select(line => Gift(topUpId, line, price))];

    /// <summary>Identifier of the points that a refund gives in place of money.</summary>
    public static string RefundPointsId(ReversalId reversalId) => $"{reversalId}.refund-points";

    /// <summary>The points that the card gets in place of money: the operator pays for them.</summary>
    /// <param name="points">Above zero.</param>
    public static Transfer RefundPoints(ReversalId reversalId, TopUpId topUpId, long points)
    {
        var amount = new Money(points, Currency.Points);
        return Make(
            RefundPointsId(reversalId),
            TransferKind.RefundPoints,
            TransferPhase.Posted,
            [new Leg(Account.PromotionOperator, -amount), new Leg(Account.CardPoints, amount)],
            topUpId);
    }

    private static Transfer Gift(TopUpId topUpId, PriceLine line, PriceBreakdown price)
    {
        var legs = new LegList().Add(AccountOf(line.Funder), -line.Amount);
        var kind = TransferKind.Cashback;
        switch (line.Step)
        {
            case PriceStep.PartnerCashback:
                var credit = ToFloat(line.Amount, price);
                legs.Add(Account.Float, credit).Exchange(line.Amount, credit);
                break;
            case PriceStep.CardCashback:
                legs.Add(Account.IssuerPayable, line.Amount);
                break;
            default:
                legs.Add(Account.CardPoints, line.Amount);
                kind = TransferKind.Points;
                break;
        }

        var id = kind == TransferKind.Points ? PointsId(topUpId, line.RuleId) : CashbackId(topUpId, line.RuleId);
        return Make(id, kind, TransferPhase.Posted, legs.Legs, topUpId);
    }

    private static Account AccountOf(Funder? funder) => funder switch
    {
        Funder.Operator => Account.PromotionOperator,
        Funder.Issuer => Account.PromotionIssuer,
        _ => throw new InvalidOperationException($"A gift of {funder} has no account to be paid from."),
    };

    private static Money ToFloat(Money amount, PriceBreakdown price)
    {
        var target = price.NetDebit.Currency;
        if (amount.Currency == target)
        {
            return amount;
        }

        return price.Fx is { } fx
            ? ExchangeRate.HalfEven(amount, target, fx.RateE8)
            : throw new InvalidOperationException($"The price pinned no rate from {amount.Currency} to {target}.");
    }
}
