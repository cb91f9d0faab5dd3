using FsCheck;
using FsCheck.Fluent;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Pricing;
using Partner.Core.Refunds;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Refunds;

/// <summary>Whatever was sold and whatever share goes back: every figure to the minor unit, and all in step.</summary>
public sealed class RefundBreakdownTests
{
    private static readonly Currency Usd = Currency.Of("USD");

    [Fact]
    public void The_parts_stand_in_the_same_sums_as_the_sale() => Check((price, entries, share) =>
    {
        var back = RefundBreakdown.Of(price, entries, share);
        var byOthers = Sum(back.Discounts.Where(line => line.Line.Funder != Funder.Partner));
        var byPartner = Sum(back.Discounts.Where(line => line.Line.Funder == Funder.Partner));
        return back.PlanDebit.Minor == back.Face.Minor + byOthers + back.OperatorFee.Minor
            && back.CustomerGets.Minor == back.PlanDebit.Minor + byPartner + back.PartnerFee.Minor;
    });

    [Fact]
    public void What_the_customer_gets_and_the_float_and_all_commissions_together_are_rounded_once() =>
        Check((price, entries, share) =>
        {
            var back = RefundBreakdown.Of(price, entries, share);
            return back.CustomerGets == share.OfHalfEven(price.CustomerPays)
                && back.PlanDebit == share.OfHalfEven(price.PlanDebit)
                && back.NetCredit == share.OfHalfEven(price.NetDebit)
                && back.Commissions.Sum(one => one.Amount.Minor)
                    == share.OfHalfEven(Given.Fen(entries.Sum(entry => entry.Amount.Minor))).Minor;
        });

    [Fact]
    public void What_goes_back_and_what_stays_make_the_whole_and_neither_turns_its_sign() =>
        Check((price, entries, share) =>
        {
            var back = RefundBreakdown.Of(price, entries, share);
            return Within(back.Face, price.Face) && Within(back.OperatorFee, price.OperatorFee)
                && Within(back.PartnerFee, price.PartnerFee) && Within(back.CustomerGets, price.CustomerPays)
                && Within(back.PlanDebit, price.PlanDebit) && Within(back.NetCredit, price.NetDebit)
                && back.Discounts.Concat(back.Gifts).All(line =>
                    Within(line.Amount, line.Line.Amount) && line.Spends >= 0 && line.Spends <= line.Line.Spends)
                && back.Commissions.All(one => Within(one.Amount, one.Entry.Amount)
                    && Within(one.Credit, one.Entry.Credit) && Within(one.Tax, one.Entry.Tax)
                    && Within(one.Base, one.Entry.Level.Terms.Base) && one.Tax <= one.Credit);
        });

    [Fact]
    public void All_is_all_and_nothing_is_nothing() => Check((price, entries, _) =>
    {
        var all = RefundBreakdown.Of(price, entries, RefundShare.All);
        var none = RefundBreakdown.Of(price, entries, new RefundShare(0, 7));
        return all.Face == price.Face && all.CustomerGets == price.CustomerPays && all.NetCredit == price.NetDebit
            && all.PlanDebit == price.PlanDebit && all.GivesUsesBack && !none.GivesUsesBack
            && all.Discounts.Concat(all.Gifts).All(line =>
                line.Amount == line.Line.Amount && line.Spends == line.Line.Spends)
            && all.Commissions.All(one => one.Amount == one.Entry.Amount && one.Credit == one.Entry.Credit
                && one.Tax == one.Entry.Tax && one.Base == one.Entry.Level.Terms.Base)
            && none.CustomerGets.Minor == 0 && none.NetCredit.Minor == 0 && none.Face.Minor == 0
            && none.Discounts.Concat(none.Gifts).All(line => line.Amount.Minor == 0)
            && none.Commissions.All(one => one.Amount.Minor == 0 && one.Credit.Minor == 0 && one.Tax.Minor == 0);
    });

    [Fact]
    public void Who_used_less_gets_no_less_back() => Check((price, entries, share) =>
    {
        var more = new RefundShare(Math.Min(share.Part + 1, share.Whole), share.Whole);
        var (one, other) = (RefundBreakdown.Of(price, entries, share), RefundBreakdown.Of(price, entries, more));
        return one.CustomerGets <= other.CustomerGets && one.NetCredit <= other.NetCredit
            && one.Commissions.Sum(part => part.Amount.Minor) <= other.Commissions.Sum(part => part.Amount.Minor);
    });

    [Fact]
    public void A_third_of_three_discounts_of_a_fen_is_one_fen()
    {
        var price = Given.Price(Given.Fen(100)) with
        {
            Lines = [Line(PriceStep.Face, 100), .. Enumerable.Repeat(Line(PriceStep.Discount, -1, Funder.Issuer), 3)],
            PlanDebit = Given.Fen(97),
            NetDebit = Given.Fen(97),
            CustomerPays = Given.Fen(97),
        };

        var back = RefundBreakdown.Of(price, [], new RefundShare(1, 3));

        // A third of 97 is 32.33.
        Assert.Equal((33, 32, 32), (back.Face.Minor, back.PlanDebit.Minor, back.CustomerGets.Minor));
        Assert.Equal(-1, back.Discounts.Sum(line => line.Amount.Minor));
    }

    private static long Sum(IEnumerable<RefundedLine> lines) => lines.Sum(line => line.Amount.Minor);

    private static bool Within(Money part, Money whole) => part.Currency == whole.Currency
        && (whole.Minor >= 0
            ? part.Minor >= 0 && part.Minor <= whole.Minor
            : part.Minor <= 0 && part.Minor >= whole.Minor);

    private static void Check(Func<PriceBreakdown, IReadOnlyList<CommissionEntry>, RefundShare, bool> holds)
    {
        var all = from price in AnyPrice()
                  from entries in Gen.Choose(0, 3).SelectMany(count => AnyEntry().ListOf(count))
                  from whole in Gen.Choose(1, 2_000_000)
                  from part in Gen.Choose(0, whole)
                  select (price, entries, share: new RefundShare(part, whole));
        Prop.ForAll(all.ToArbitrary(), one => holds(one.price, [.. one.entries], one.share))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    private static Gen<PriceBreakdown> AnyPrice() =>
        from face in Gen.OneOf(Gen.Choose(1, 30), Gen.Choose(31, 90_000_000))
        from discounts in Gen.Choose(0, 4).SelectMany(AnyDiscount(face).ListOf)
        from operatorFee in Gen.Choose(0, 300)
        from partnerFee in Gen.Choose(0, 300)
        from gifts in Gen.Choose(0, 3).SelectMany(AnyGift().ListOf)
        from abroad in Gen.Elements(true, false)
        from rate in Gen.Choose(1, 900)
        select PriceOf(face, [.. discounts], operatorFee, partnerFee, [.. gifts], abroad ? rate : null);

    private static PriceBreakdown PriceOf(
        int face, List<PriceLine> discounts, int operatorFee, int partnerFee, List<PriceLine> gifts, int? rate)
    {
        var debit = face + operatorFee
            + discounts.Where(line => line.Funder != Funder.Partner).Sum(line => line.Amount.Minor);
        var pays = debit + partnerFee
            + discounts.Where(line => line.Funder == Funder.Partner).Sum(line => line.Amount.Minor);
        return Given.Price(Given.Fen(face)) with
        {
            Lines = [Line(PriceStep.Face, face), .. discounts, .. gifts],
            HandlingFee = Given.Fen(operatorFee + partnerFee),
            PartnerFee = Given.Fen(partnerFee),
            PlanDebit = Given.Fen(debit),
            CustomerPays = Given.Fen(pays),
            NetDebit = rate is { } many ? new Money(debit * many / 100, Usd) : Given.Fen(debit),
        };
    }

    private static Gen<PriceLine> AnyDiscount(int face) =>
        from funder in Gen.Elements(Enum.GetValues<Funder>())
        from amount in Gen.Choose(0, face / 4)
        select Line(PriceStep.Discount, -amount, funder);

    private static Gen<PriceLine> AnyGift() =>
        from step in Gen.Elements(PriceStep.PartnerCashback, PriceStep.CardCashback, PriceStep.Points)
        from amount in Gen.Choose(0, 5_000)
        select Line(step, amount, Funder.Operator);

    private static PriceLine Line(PriceStep step, long amount, Funder? funder = null) => new(
        step, "rule", "rules@1",
        step == PriceStep.Points ? new Money(amount, Currency.Points) : Given.Fen(amount), funder);

    private static Gen<CommissionEntry> AnyEntry() =>
        from level in Gen.Choose(0, 3)
        from amount in Gen.Choose(0, 50_000)
        from cents in Gen.Choose(0, 50_000)
        from tax in Gen.Choose(0, 100)
        from abroad in Gen.Elements(true, false)
        select Entry(level, amount, abroad ? new Money(cents, Usd) : Given.Fen(amount), tax);

    private static CommissionEntry Entry(int number, int amount, Money credit, int tax)
    {
        var schedule = Given.Schedule(300, Given.Cny);
        var terms = new CommissionTerms(
            "s", "s@1", "UTC", CommissionBase.Face, Given.Fen(7 * amount), Tiering.Marginal, CommissionMode.Instant,
            TaxMoment.Credit, schedule.Rules[0]);
        var level = new CommissionLevel(number, new PartnerId("p"), credit.Currency, terms, null, null);
        var zero = Given.Fen(0);
        return new CommissionEntry(
            level, new PartnerId("p"), new TopUpId("t"), "2026-01", Given.Noon, 0, Given.Fen(amount), zero,
            Given.Fen(amount), credit, credit with { Minor = credit.Minor * tax / 100 }, []);
    }
}
