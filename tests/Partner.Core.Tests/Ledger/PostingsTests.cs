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

    private static void AssertTransfer(string expected, Transfer actual)
    {
        Assert.True(actual.Balances);
        var legs = string.Join(", ", actual.Legs.Select(leg => $"{leg.Account} {leg.Amount}"));
        Assert.Equal(
            expected,
            $"{actual.Id} {actual.Kind} {actual.Phase} {legs}; top-up {actual.TopUpId?.Value ?? "none"}, "
                + $"reverses {actual.Reverses ?? "nothing"}");
    }
}
