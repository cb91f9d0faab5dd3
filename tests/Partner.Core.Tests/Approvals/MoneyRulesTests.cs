using Partner.Core.Actions;
using Partner.Core.Amounts;
using Partner.Core.Approvals;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Ledger;

namespace Partner.Core.Tests.Approvals;

/// <summary>What may be done to a float, and what of it one person may not do alone.</summary>
public sealed class MoneyRulesTests
{
    private static readonly Currency Cny = Currency.Of("CNY");

    private static readonly FloatPosition Position = FloatPosition.Empty(Cny) with
    {
        Posted = 1_000,
        Reserved = 300,
        CreditLimit = 500,
    };

    [Theory]
    [InlineData(MoneyChangeKind.Withdrawal, 700, true)]
    [InlineData(MoneyChangeKind.Withdrawal, 701, false)]
    [InlineData(MoneyChangeKind.Adjustment, -1_200, true)]
    [InlineData(MoneyChangeKind.Adjustment, -1_201, false)]
    [InlineData(MoneyChangeKind.Adjustment, long.MinValue, false)]
    [InlineData(MoneyChangeKind.Adjustment, FloatPosition.Most, false)]
    [InlineData(MoneyChangeKind.Deposit, FloatPosition.Most - 1_000, true)]
    [InlineData(MoneyChangeKind.Deposit, FloatPosition.Most - 999, false)]
    [InlineData(MoneyChangeKind.CreditLimit, FloatPosition.Most, true)]
    [InlineData(MoneyChangeKind.CreditLimit, FloatPosition.Most + 1, false)]
    public void A_change_is_made_that_the_float_covers_and_can_hold(MoneyChangeKind kind, long minor, bool can)
    {
        var change = new MoneyChange(kind, new Money(minor, Cny));

        Assert.Equal(can, MoneyRules.Refuse(change, Position, PartnerStatus.Suspended) is null);
        Assert.Equal(
            Reason.PartnerClosed, MoneyRules.Refuse(change, Position, PartnerStatus.Closed)?.Reason);
    }

    [Fact]
    public void A_float_below_zero_pays_nothing_out()
    {
        var change = new MoneyChange(MoneyChangeKind.Withdrawal, new Money(1, Cny));

        var refused = MoneyRules.Refuse(change, Position with { Posted = -100 }, PartnerStatus.Active);

        Assert.Equal("0.00 CNY", refused!.Metadata["available"]);
    }

    [Theory]
    [InlineData("10000.00", 1_000_000, false)]
    [InlineData("10000.00", 1_000_001, true)]
    [InlineData("10000", -1_000_001, true)]
    [InlineData("0", 1, true)]
    [InlineData("0.01", 1, false)]
    public void What_is_above_the_amount_needs_a_second_person_whatever_its_sign(string above, long minor, bool needs)
    {
        var change = new MoneyChange(MoneyChangeKind.Adjustment, new Money(minor, Cny));

        Assert.Equal(needs, MoneyRules.NeedsApproval(change, Position, ApprovalThreshold.Parse(above)));
        Assert.False(MoneyRules.NeedsApproval(change, Position, null));
    }

    [Fact]
    public void The_amount_is_of_each_currency_as_it_is_counted_there()
    {
        var above = ApprovalThreshold.Parse("10000.50")!.Value;

        Assert.False(above.IsBelow(new Money(10_000, Currency.Of("JPY"))));
        Assert.True(above.IsBelow(new Money(10_001, Currency.Of("JPY"))));
        Assert.Equal("10000.50", above.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.001")]
    [InlineData("1e3")]
    [InlineData("10,000")]
    [InlineData("10000 CNY")]
    [InlineData("1000000000001")]
    public void What_is_no_amount_is_no_threshold(string text) => Assert.Null(ApprovalThreshold.Parse(text));

    [Fact]
    public void Of_credit_limits_a_raise_alone_needs_it_and_by_what_it_comes_to()
    {
        var above = ApprovalThreshold.Parse("10.00");
        MoneyChange To(long minor) => new(MoneyChangeKind.CreditLimit, new Money(minor, Cny));

        Assert.True(MoneyRules.NeedsApproval(To(1_001), Position with { CreditLimit = 1_000 }, above));
        Assert.False(MoneyRules.NeedsApproval(To(1_000), Position, above));
        Assert.False(MoneyRules.NeedsApproval(To(1_001), Position with { CreditLimit = 1_001 }, above));
    }

    [Theory]
    [InlineData("Anna Li", "anna  li", true)]
    [InlineData("Anna Li", "Ａｎｎａ Ｌｉ", true)]
    [InlineData("Anna Li", "Anna-Li", true)]
    [InlineData("Anna Li", "Anna Lin", false)]
    [InlineData("李安娜", "李安", false)]
    [InlineData("Anna", "", true)]
    public void A_renewed_certificate_names_the_same_person(string maker, string other, bool same)
    {
        var (one, two) = (
            new ApprovalParty(ActionActor.Operator("a1"), maker), new ApprovalParty(ActionActor.Operator("b2"), other));

        Assert.Equal((same, same), (one.MayBe(two), two.MayBe(one)));
        Assert.True(one.MayBe(one with { Person = "somebody else" }));
    }

    [Fact]
    public void Whoever_asked_may_reject_and_what_is_over_stays_so()
    {
        var now = DateTimeOffset.UnixEpoch;
        ApprovalParty maker = new(ActionActor.Operator("a1"), "Anna"), other = new(ActionActor.Operator("b2"), "Bob");
        var change = new MoneyChange(MoneyChangeKind.Deposit, new Money(1, Cny));
        var waiting = new Approval(new PartnerId("acme"), "1", change, "", maker, now);

        var rejected = waiting.Decide(ApprovalState.Rejected, maker, "typed wrongly", now).Value;

        Assert.Equal(rejected, rejected.Decide(ApprovalState.Rejected, other, "", now).Value);
        Assert.Equal(
            Reason.ApprovalDecided, rejected.Decide(ApprovalState.Approved, other, "", now).Refusal?.Reason);
        Assert.Equal(ApprovalState.Pending, waiting.StateAt(waiting.ExpiresAt.AddTicks(-1)));
        Assert.Equal(
            "EXPIRED",
            waiting.Decide(ApprovalState.Rejected, other, "", waiting.ExpiresAt).Refusal?.Metadata["state"]);
    }
}
