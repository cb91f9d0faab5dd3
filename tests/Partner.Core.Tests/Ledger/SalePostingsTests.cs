using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Ledger;

public sealed class SalePostingsTests
{
    private static readonly Currency Usd = Currency.Of("USD");

    [Fact]
    public void A_sale_owes_the_issuer_the_face_and_charges_each_funder_its_discounts() => Assert.Equal(
        "t1.sale TopUp Pending: Float -93.40 CNY, IssuerPayable 100.00 CNY, FeeIncome 0.40 CNY, "
            + "PromotionOperator -5.00 CNY, PromotionIssuer -2.00 CNY",
        Text(Postings.Reserve(new TopUpId("t1"), Price(Given.Cny, Given.Fen(9_340), null))));

    [Fact]
    public void A_sale_of_another_currency_balances_both_through_the_bridge() => Assert.Equal(
        "t1.sale TopUp Pending: Float -680.00 CNY, IssuerPayable 100.00 USD, FeeIncome 0.40 USD, "
            + "PromotionOperator -5.00 USD, PromotionIssuer -2.00 USD, FxClearing -93.40 USD, FxClearing 680.00 CNY",
        Text(Postings.Reserve(new TopUpId("t1"), Price(Usd, Given.Fen(68_000), Rate))));

    [Fact]
    public void A_price_that_does_not_add_up_cannot_be_posted() => Assert.Throws<InvalidOperationException>(
        () => Postings.Reserve(new TopUpId("t1"), Price(Given.Cny, Given.Fen(9_341), null)));

    [Fact]
    public void Gifts_are_paid_by_their_funders_to_the_float_or_the_card() => Assert.Equal(
        [
            "t1.cashback.mine Cashback Posted: PromotionOperator -1.00 CNY, Float 1.00 CNY",
            "t1.cashback.card Cashback Posted: PromotionIssuer -2.00 CNY, IssuerPayable 2.00 CNY",
            "t1.points.stars Points Posted: PromotionOperator -50 PTS, CardPoints 50 PTS",
        ],
        Postings.Gifts(new TopUpId("t1"), Price(Given.Cny, Given.Fen(9_340), null)).Select(Text));

    [Fact]
    public void Cashback_of_another_currency_enters_the_float_at_the_rate_without_margin() => Assert.Equal(
        "t1.cashback.mine Cashback Posted: PromotionOperator -1.00 USD, Float 7.12 CNY, FxClearing 1.00 USD, "
            + "FxClearing -7.12 CNY",
        Text(Postings.Gifts(new TopUpId("t1"), Price(Usd, Given.Fen(68_000), Rate))[0]));

    [Fact]
    public void A_reversal_turns_the_sale_and_every_gift_and_names_what_it_takes_back() => Assert.Equal(
        [
            "r1.reversal Reversal t1.sale", "r1.cashback.mine CashbackReversal t1.cashback.mine",
            "r1.cashback.card CashbackReversal t1.cashback.card", "r1.points.stars PointsReversal t1.points.stars",
        ],
        Postings.Reverse(
            new ReversalId("r1"), new TopUpId("t1"), Price(Given.Cny, Given.Fen(9_340), null), RefundShare.All)
            .Select(transfer => $"{transfer.Id} {transfer.Kind} {transfer.Reverses}"));

    [Fact]
    public void A_gift_that_nobody_funds_cannot_be_posted() => Assert.Throws<InvalidOperationException>(() =>
        Postings.Gifts(new TopUpId("t1"), Price(Given.Cny, Given.Fen(9_340), null) with
        {
            Lines = [Line(PriceStep.PartnerCashback, "mine", 100, Given.Cny, Funder.Partner)],
        }));

    [Fact]
    public void Nothing_is_settled_when_every_sum_is_zero() => Assert.Null(Postings.Settle(
        "2026-10-0001", Given.Fen(0), [(Given.Fen(0), Given.Fen(0))], Given.Fen(0)));

    [Fact]
    public void A_settlement_pays_accruals_and_true_ups_less_tax() => Assert.Equal(
        "settlement.2026-10-0001 Settlement Posted: CommissionAccrued -5.00 CNY, CommissionExpense -1.00 CNY, "
            + "CommissionExpense -2.00 USD, FxClearing 2.00 USD, FxClearing -14.25 CNY, TaxPayable 2.03 CNY, "
            + "Float 18.22 CNY",
        Text(Postings.Settle(
            "2026-10-0001",
            Given.Fen(500),
            [(Given.Fen(100), Given.Fen(100)), (new Money(200, Usd), Given.Fen(1_425))],
            Given.Fen(203))!));

    private static FxTerms Rate { get; } = new("usd-cny", "rates@1", 712_345_678, new BasisPoints(100));

    private static string Text(Transfer transfer) => $"{transfer.Id} {transfer.Kind} {transfer.Phase}: "
        + string.Join(", ", transfer.Legs.Select(leg => $"{leg.Account} {leg.Amount}"));

    /// <summary>Face 100; discounts 5, 2 and 3; a fee of 1 of which the partner keeps 0.60.</summary>
    private static PriceBreakdown Price(Currency plan, Money netDebit, FxTerms? fx) => new(
        new Money(10_000, plan),
        [
            Line(PriceStep.Face, "face", 10_000, plan, null),
            Line(PriceStep.Discount, "spring", -500, plan, Funder.Operator),
            Line(PriceStep.Discount, "issuer", -200, plan, Funder.Issuer),
            Line(PriceStep.Discount, "own", -300, plan, Funder.Partner),
            Line(PriceStep.Fee, "fee", 100, plan, null),
            Line(PriceStep.PartnerCashback, "mine", 100, plan, Funder.Operator),
            Line(PriceStep.CardCashback, "card", 200, plan, Funder.Issuer),
            Line(PriceStep.Points, "stars", 50, Currency.Points, Funder.Operator),
            Line(PriceStep.Points, "none", 0, Currency.Points, Funder.Operator),
        ],
        new Money(100, plan),
        new Money(60, plan),
        new Money(9_100, plan),
        new Money(9_340, plan),
        netDebit,
        fx,
        CommissionAmount.None(plan, netDebit.Currency),
        [],
        new PriceVersions("", "", ""));

    private static PriceLine Line(PriceStep step, string id, long minor, Currency currency, Funder? funder) =>
        new(step, id, "rules@1", new Money(minor, currency), funder);
}
