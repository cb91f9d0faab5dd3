using FsCheck;
using FsCheck.Fluent;
using Partner.Core.Amounts;
using Partner.Core.Ledger;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Ledger;

public sealed class PostingsTests
{
    [Fact]
    public void A_deposit_credits_the_float_from_the_bank() => AssertTransfer(
        "deposit-1 Deposit Posted BankClearing -100.00 CNY, Float 100.00 CNY; top-up none, reverses nothing",
        Postings.Deposit("deposit-1", Given.Yuan(100)));

    [Fact]
    public void A_reservation_is_pending_and_owes_the_issuer_the_face() => AssertTransfer(
        "t1.sale TopUp Pending Float -100.00 CNY, IssuerPayable 100.00 CNY; top-up t1, reverses nothing",
        Postings.Reserve("t1", Given.Yuan(100), Given.Yuan(100)));

    [Fact]
    public void A_commission_is_a_transfer_of_its_own() => AssertTransfer(
        "t1.commission Commission Posted CommissionExpense -3.00 CNY, Float 3.00 CNY; top-up t1, reverses nothing",
        Postings.Commission("t1", Given.Yuan(3)));

    [Fact]
    public void A_reversal_takes_back_the_debit_and_the_commission_and_names_both()
    {
        var transfers = Postings.Reverse("r1", "t1", Given.Yuan(100), Given.Yuan(100), Given.Yuan(3));

        Assert.Equal(2, transfers.Count);
        AssertTransfer(
            "r1.reversal Reversal Posted Float 100.00 CNY, IssuerPayable -100.00 CNY; top-up t1, reverses t1.sale",
            transfers[0]);
        AssertTransfer(
            "r1.clawback Clawback Posted Float -3.00 CNY, CommissionExpense 3.00 CNY; top-up t1, "
                + "reverses t1.commission",
            transfers[1]);
    }

    [Fact]
    public void Without_a_commission_there_is_no_clawback() => Assert.Equal(
        TransferKind.Reversal,
        Assert.Single(Postings.Reverse("r1", "t1", Given.Yuan(100), Given.Yuan(100), Given.Fen(0))).Kind);

    [Fact]
    public void A_transfer_that_does_not_sum_to_zero_cannot_be_made()
    {
        Assert.Throws<InvalidOperationException>(() => Postings.Reserve("t1", Given.Yuan(99), Given.Yuan(100)));
        Assert.Throws<InvalidOperationException>(
            () => Postings.Reserve("t1", Given.Yuan(100), new Money(10_000, Currency.Of("USD"))));
        Assert.Throws<InvalidOperationException>(
            () => Postings.Reverse("r1", "t1", Given.Yuan(100), Given.Yuan(99), Given.Yuan(3)));
    }

    [Fact]
    public void Legs_balance_per_currency_and_not_across_currencies()
    {
        var yen = Currency.Of("JPY");
        Leg[] exchange =
        [
            new(Account.Float, Given.Fen(-100)), new(Account.IssuerPayable, new Money(100, yen)),
        ];
        Leg[] both =
        [
            .. exchange, new(Account.BankClearing, Given.Fen(100)), new(Account.BankClearing, new Money(-100, yen)),
        ];

        Assert.False(With(exchange).Balances);
        Assert.True(With(both).Balances);
        Assert.False(With([new(Account.Float, Given.Fen(long.MaxValue)), new(Account.Float, Given.Fen(1))]).Balances);

        static Transfer With(Leg[] legs) => new("x", TransferKind.Deposit, TransferPhase.Posted, legs, null, null);
    }

    [Fact]
    public void A_sale_with_its_reversal_leaves_every_account_where_it_was()
    {
        var cases = from face in Gen.Choose(1, int.MaxValue)
                    from rate in Gen.Choose(0, 10_000)
                    select (face, rate);
        Prop.ForAll(cases.ToArbitrary(), Holds).QuickCheckThrowOnFailure();

        static bool Holds((int Face, int Rate) given)
        {
            var face = Given.Fen(given.Face);
            var commission = new BasisPoints(given.Rate).OfHalfEven(face);
            Transfer[] earned = commission.Minor == 0 ? [] : [Postings.Commission("t1", commission)];
            Transfer[] all =
            [
                Postings.Reserve("t1", face, face), .. earned, .. Postings.Reverse("r1", "t1", face, face, commission),
            ];
            return all.All(transfer => transfer.Balances)
                && all.Select(transfer => transfer.Id).Distinct().Count() == all.Length
                && all.SelectMany(transfer => transfer.Legs).GroupBy(leg => leg.Account)
                    .All(legs => legs.Sum(leg => leg.Amount.Minor) == 0);
        }
    }

    private static void AssertTransfer(string expected, Transfer actual)
    {
        Assert.True(actual.Balances);
        var legs = string.Join(", ", actual.Legs.Select(leg => $"{leg.Account} {leg.Amount}"));
        Assert.Equal(
            expected,
            $"{actual.Id} {actual.Kind} {actual.Phase} {legs}; top-up {actual.TopUpId ?? "none"}, "
                + $"reverses {actual.Reverses ?? "nothing"}");
        Assert.Equal(
            actual.Legs.Where(leg => leg.Account == Account.Float).Sum(leg => leg.Amount.Minor), actual.FloatMinor);
    }
}
