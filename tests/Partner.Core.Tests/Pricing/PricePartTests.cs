using FsCheck;
using FsCheck.Fluent;
using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Core.Pricing;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Pricing;

/// <summary>Whatever was sold and whatever share goes back: every figure to the minor unit, and all in step.</summary>
public sealed class PricePartTests
{
    private static readonly Currency Usd = Currency.Of("USD");

    [Fact]
    public void The_parts_stand_in_the_same_sums_as_the_sale() => Check((price, _, share) =>
    {
        var part = price.PartOf(share);
        return part.PlanDebit == part.Face - part.DiscountOf(Funder.Operator) - part.DiscountOf(Funder.Issuer)
                + part.OperatorFee
            && part.CustomerPays == part.PlanDebit - part.DiscountOf(Funder.Partner) + part.PartnerFee
            && part.CustomerPays.Minor == part.Lines.Where(line => !line.IsGift).Sum(line => line.Amount.Minor);
    });

    [Fact]
    public void What_the_customer_gets_and_the_float_are_rounded_once() => Check((price, _, share) =>
    {
        var part = price.PartOf(share);
        return part.CustomerPays == share.OfHalfEven(price.CustomerPays)
            && part.PlanDebit == share.OfHalfEven(price.PlanDebit)
            && part.NetDebit == share.OfHalfEven(price.NetDebit);
    });

    [Fact]
    public void What_goes_back_and_what_stays_make_the_whole_and_neither_turns_its_sign() =>
        Check((price, entries, share) =>
        {
            var part = price.PartOf(share);
            return Within(part.Face, price.Face) && Within(part.OperatorFee, price.OperatorFee)
                && Within(part.PartnerFee, price.PartnerFee) && Within(part.CustomerPays, price.CustomerPays)
                && Within(part.PlanDebit, price.PlanDebit) && Within(part.NetDebit, price.NetDebit)
                && part.Lines.Zip(price.Lines).All(pair => Within(pair.First.Amount, pair.Second.Amount))
                && entries.All(entry => entry.PartOf(share) is var back && Within(back.Amount, entry.Amount)
                    && Within(back.Credit, entry.Credit) && Within(back.Tax, entry.Tax)
                    && Within(back.Level.Terms.Base, entry.Level.Terms.Base) && back.Tax <= back.Credit
                    && entry.Tax - back.Tax <= entry.Credit - back.Credit);
        });

    [Fact]
    public void Every_transfer_of_a_refund_sums_to_zero_and_with_what_stays_makes_the_original() =>
        Check((price, entries, share) => Pairs(price, entries, share).All(pair =>
            pair.Back is not { } back
            || (pair.Made is { } made && back.Balances && Sums(back).All(sum =>
                Sums(made).TryGetValue(sum.Key, out var whole)
                && (whole < 0 ? sum.Value >= 0 && sum.Value <= -whole : sum.Value <= 0 && sum.Value >= -whole)))));

    [Fact]
    public void All_is_all_and_nothing_is_nothing() => Check((price, entries, _) =>
    {
        var none = price.PartOf(new RefundShare(0, 7));
        return price.PartOf(RefundShare.All) == price
            && entries.All(entry => entry.PartOf(RefundShare.All) == entry)
            && none.CustomerPays.Minor == 0 && none.NetDebit.Minor == 0 && none.Face.Minor == 0
            && none.Lines.All(line => line.Amount.Minor == 0)
            && entries.All(entry => entry.PartOf(new RefundShare(0, 7)) is
            { Amount.Minor: 0, Credit.Minor: 0, Tax.Minor: 0 });
    });

    [Fact]
    public void Who_used_less_gets_no_less_back() => Check((price, entries, share) =>
    {
        var more = new RefundShare(Math.Min(share.Part + 1, share.Whole), share.Whole);
        var (one, other) = (price.PartOf(share), price.PartOf(more));
        return one.CustomerPays <= other.CustomerPays && one.NetDebit <= other.NetDebit
            && entries.All(entry => entry.PartOf(share).Amount <= entry.PartOf(more).Amount);
    });

    [Fact]
    public void A_third_of_three_discounts_of_a_fen_is_one_fen()
    {
        var price = Given.Price(Given.Fen(100)) with
        {
            Lines = [Line(PriceStep.Face, 100), .. Enumerable.Repeat(0, 3).Select(_ =>
                Line(PriceStep.Discount, -1, Funder.Issuer))],
            PlanDebit = Given.Fen(97),
            NetDebit = Given.Fen(97),
            CustomerPays = Given.Fen(97),
        };

        var part = price.PartOf(new RefundShare(1, 3));

        // A third of 97 is 32.33.
        Assert.Equal((33, 32, 32), (part.Face.Minor, part.PlanDebit.Minor, part.CustomerPays.Minor));
        Assert.Equal(1, part.DiscountOf(Funder.Issuer).Minor);
    }

    [Fact]
    public void The_commission_that_goes_back_is_converted_at_the_sellers_rate_whatever_the_parents_is()
    {
        var (own, parent) = (Entry(0, 1_000, 50_000_000, 0).Level, Entry(1, 1_000, 20_000_000, 0).Level);
        var price = Given.Price(Given.Yuan(100));
        var half = new RefundShare(1, 2);

        var part = Earning(parent, own).PartOf(half).Commission;

        Assert.Equal((Given.Fen(500), new Money(250, Usd)), (part.Amount, part.Credit));
        Assert.Equal(new Money(0, Usd), Earning(parent).PartOf(half).Commission.Credit);

        PriceBreakdown Earning(params CommissionLevel[] levels) => price with
        {
            Levels = levels,
            Commission = price.Commission with { Amount = Given.Fen(1_000), Credit = new Money(500, Usd) },
        };
    }

    /// <summary>Each transfer of a sale, and what takes its share back; null where there is nothing to post.</summary>
    private static IEnumerable<(Transfer? Made, Transfer? Back)> Pairs(
        PriceBreakdown price, IReadOnlyList<CommissionEntry> entries, RefundShare share)
    {
        var (sale, refund) = (new TopUpId("t"), new ReversalId("r"));
        yield return (Postings.Reserve(sale, price), Postings.Reverse(refund, sale, price, share)[0]);
        foreach (var gift in price.Gifts)
        {
            // Without the other gifts, whose identifiers may be the same here.
            var alone = price with
            {
                Lines = [.. price.Lines.Where(line => line.Step is PriceStep.Face or PriceStep.Discount), gift],
            };
            yield return (
                Postings.Gifts(sale, alone).SingleOrDefault(),
                Postings.Reverse(refund, sale, alone, share).Skip(1).SingleOrDefault());
        }

        foreach (var entry in entries)
        {
            yield return (Postings.Grant(entry), Postings.Clawback(refund, entry, share));
        }
    }

    private static Dictionary<(Account, Currency), long> Sums(Transfer transfer) => transfer.Legs
        .GroupBy(leg => (leg.Account, leg.Amount.Currency))
        .ToDictionary(legs => legs.Key, legs => legs.Sum(leg => leg.Amount.Minor));

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
            Lines =
            [
                Line(PriceStep.Face, face), .. discounts, Line(PriceStep.Fee, operatorFee + partnerFee), .. gifts,
            ],
            HandlingFee = Given.Fen(operatorFee + partnerFee),
            PartnerFee = Given.Fen(partnerFee),
            PlanDebit = Given.Fen(debit),
            CustomerPays = Given.Fen(pays),
            NetDebit = rate is { } many ? new Money(debit * many / 100, Usd) : Given.Fen(debit),
            Fx = rate is { } one ? new FxTerms("fx", "fx@1", one * 1_000_000L, default) : null,
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
        from rate in Gen.Choose(1, 900_000_000)
        from tax in Gen.Choose(0, 10_000)
        from abroad in Gen.Elements(true, false)
        select Entry(level, amount, abroad ? rate : null, tax);

    private static CommissionEntry Entry(int number, int amount, int? rate, int tax)
    {
        var schedule = Given.Schedule(300, Given.Cny);
        var terms = new CommissionTerms(
            "s", "s@1", "UTC", CommissionBase.Face, Given.Fen(7 * amount), Tiering.Marginal, CommissionMode.Instant,
            TaxMoment.Credit, schedule.Rules[0]);
        var level = new CommissionLevel(
            number,
            new PartnerId("p"),
            rate is null ? Given.Cny : Usd,
            terms,
            rate is { } e8 ? new FxTerms("fx", "fx@1", e8, default) : null,
            new TaxTerms("tax", "tax@1", new BasisPoints(tax)));
        var (zero, granted) = (Given.Fen(0), Given.Fen(amount));
        var credit = CommissionAccrual.ToFloat(level, granted);
        return new CommissionEntry(
            level, new PartnerId("p"), new TopUpId("t"), "2026-01", Given.Noon, 0, granted, zero, granted, credit,
            CommissionAccrual.TaxAtCredit(level, credit), []);
    }
}
