using System.Numerics;
using Partner.Core.Amounts;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.TopUps;

/// <summary>The precedence of refusals, written down: what stands first in the table wins.</summary>
public sealed class TopUpDecisionTests
{
    private static readonly (Reason Reason, Func<Situation, Situation> Cause)[] Precedence =
    [
        (Reason.RequestIdConflict, now => now with
        {
            Used = new UsedRequest(RequestMethod.CreateTopUp, InputHash.OfReversal(new TopUpId("other")), "t0"),
        }),
        (Reason.PlanNotFound, now => now with { Offer = new Refusal(Reason.PlanNotFound) }),
        (Reason.QuoteUsed, now => now with { QuoteUsedBy = "t0" }),
        (Reason.IdCheckRequired, now => now with
        {
            Offer = now.Offer.Refusal is null ? now.Offer.Value with { DemandsIdCheck = true } : now.Offer,
        }),
        (Reason.MaxDebitExceeded, now => now with { Order = now.Order with { MaxDebit = Given.Fen(9_999) } }),
        (Reason.MaxDebitExceeded, now => now with { Order = now.Order with { MaxPrice = Given.Fen(9_999) } }),
        (Reason.CaseOpen, now => now with { UnderCase = "t0" }),
        (Reason.DuplicateSuspected, now => now with
        {
            Earlier = new EarlierSale(new TopUpId("t0"), TopUpState.Processing, Given.Noon.AddMinutes(-1)),
        }),
        (Reason.LimitExceeded, now => now with { Stand = Above }),
        (Reason.InsufficientFloat, now => now with { Posted = 9_999 }),
        (Reason.IssuerUnavailable, now => now with { IssuerAccepts = false }),
    ];

    private static LimitStand Above => new(
        SaleLimits.Of(
            new LimitBook(
            [
                new Limit(
                    new PartnerId("acme"), LimitSetter.Partner, LimitKind.TopUpAmount, LimitScope.Partner, 9_999,
                    Given.Noon),
            ]),
            new LimitedSale(new PartnerId("acme"), "", "", "", Given.Card),
            Given.Cny,
            LimitPeriods.At(Given.Noon, TimeZoneInfo.Utc))!,
        new Dictionary<LimitUseKey, long>());

    [Fact]
    public void Of_all_reasons_that_apply_the_first_of_the_table_wins()
    {
        for (var choice = 1; choice < 1 << Precedence.Length; choice++)
        {
            var situation = Apply(Situation.Good, choice);

            var refusal = Assert.IsType<TopUpDecision.Refuse>(situation.Decide()).Refusal;

            Assert.Equal(Precedence[BitOperations.TrailingZeroCount(choice)].Reason, refusal.Reason);
        }
    }

    [Fact]
    public void Without_a_reason_the_debit_is_reserved()
    {
        var reserve = Assert.IsType<TopUpDecision.Reserve>(Situation.Good.Decide());

        Assert.Equal(Given.Yuan(100), reserve.Offer.Price.NetDebit);
    }

    [Fact]
    public void A_replay_works_whatever_else_stands_in_the_way()
    {
        for (var choice = 0; choice < 1 << Precedence.Length; choice += 2)
        {
            var situation = Apply(Situation.Good, choice);
            var used = new UsedRequest(RequestMethod.CreateTopUp, situation.Order.Hash, "t7");

            Assert.Equal(new TopUpDecision.Replay(new TopUpId("t7")), (situation with { Used = used }).Decide());
        }
    }

    [Theory]
    [InlineData(RequestMethod.ReverseTopUp)]
    [InlineData(RequestMethod.Deposit)]
    public void A_request_id_of_another_method_is_a_conflict_even_with_the_same_hash(RequestMethod method)
    {
        var situation = Situation.Good with { Used = new UsedRequest(method, Given.Order().Hash, "t7") };

        AssertRefused(Reason.RequestIdConflict, situation);
    }

    [Fact]
    public void An_abandoned_request_id_is_refused_whatever_else_stands_in_the_way()
    {
        for (var choice = 0; choice < 1 << Precedence.Length; choice += 2)
        {
            var used = new UsedRequest(RequestMethod.AbandonTopUp, InputHash.OfAbandonment(), "");

            AssertRefused(Reason.RequestAbandoned, Apply(Situation.Good, choice) with { Used = used });
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(599.999, true)]
    [InlineData(600, false)]
    [InlineData(600.001, false)]
    [InlineData(-5, true)] // The other replica's clock is ahead.
    public void A_duplicate_is_suspected_for_less_than_ten_minutes(double secondsAgo, bool suspected)
    {
        var earlier = new EarlierSale(new TopUpId("t0"), TopUpState.Succeeded, Given.Noon.AddSeconds(-secondsAgo));
        var situation = Situation.Good with { Earlier = earlier };

        Assert.Equal(suspected, situation.Decide() is TopUpDecision.Refuse);
        Assert.IsType<TopUpDecision.Reserve>(
            (situation with { Order = situation.Order with { AllowDuplicate = true } }).Decide());
    }

    [Fact]
    public void A_quote_that_was_used_says_by_which_top_up_also_where_that_used_up_its_promotions()
    {
        Result<TopUpOffer> exhausted = new Refusal(Reason.PromotionExhausted);
        var used = Situation.Good with { QuoteUsedBy = "t0" };

        Assert.Equal("topUps/t0", AssertRefused(Reason.QuoteUsed, used).Metadata["top_up"]);
        Assert.Equal(
            "topUps/t0", AssertRefused(Reason.QuoteUsed, used with { Offer = exhausted }).Metadata["top_up"]);
        AssertRefused(Reason.PromotionExhausted, Situation.Good with { Offer = exhausted });
    }

    [Fact]
    public void Where_the_issuer_takes_nothing_a_till_may_try_again_in_five_seconds() => Assert.Equal(
        TimeSpan.FromSeconds(5),
        AssertRefused(Reason.IssuerUnavailable, Situation.Good with { IssuerAccepts = false }).RetryAfter);

    [Fact]
    public void A_sale_whose_plan_and_card_are_under_a_case_is_made_only_where_that_is_meant()
    {
        var situation = Situation.Good with { UnderCase = "t0" };

        var refusal = AssertRefused(
            Reason.CaseOpen, situation with { Order = situation.Order with { AllowDuplicate = true } });
        Assert.Equal(("topUps/t0", "topUps/t0/case"), (refusal.Metadata["top_up"], refusal.Metadata["case"]));
        Assert.IsType<TopUpDecision.Reserve>(
            (situation with { Order = situation.Order with { AllowOpenCase = true } }).Decide());
    }

    [Fact]
    public void A_sale_that_demands_an_identity_check_is_made_with_one_or_with_that_of_its_standing_order()
    {
        var demanding = Situation.Good with { Offer = Given.Offer() with { DemandsIdCheck = true } };
        var check = ContactKeys.Read(Convert.ToBase64String(new byte[32]))
            .Check(new PartnerId("acme"), IdDocumentType.Passport, "A123");

        var refusal = AssertRefused(Reason.IdCheckRequired, demanding);
        Assert.Equal(
            new Dictionary<string, string> { ["plan"] = "plans/phone-100", ["channel"] = "POS" }, refusal.Metadata);
        Assert.IsType<TopUpDecision.Reserve>(
            (demanding with { Order = demanding.Order with { IdCheck = check } }).Decide());
        var kept = check!.For(demanding.Offer.Value.Card);
        Assert.IsType<TopUpDecision.Reserve>(
            (demanding with { Order = demanding.Order with { StandingIdCheck = kept } }).Decide());
        AssertRefused(
            Reason.IdCheckUnavailable, demanding with { Policy = new TopUpPolicy { KeepsIdChecks = false } });
    }

    [Fact]
    public void A_repetition_with_another_identity_check_is_the_same_sale()
    {
        var keys = ContactKeys.Read(Convert.ToBase64String(new byte[32]));
        var order = Given.Order() with { IdCheck = keys.Check(new PartnerId("acme"), IdDocumentType.Passport, "A123") };

        Assert.Equal(Given.Order().Hash, order.Hash);
    }

    [Fact]
    public void A_suspected_duplicate_names_the_earlier_top_up()
    {
        var earlier = new EarlierSale(new TopUpId("t0"), TopUpState.Succeeded, Given.Noon.AddSeconds(-61.9));

        var refusal = AssertRefused(Reason.DuplicateSuspected, Situation.Good with { Earlier = earlier });

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["top_up"] = "topUps/t0", ["top_up_state"] = "SUCCEEDED", ["seconds_ago"] = "61",
            },
            refusal.Metadata);
    }

    [Theory]
    [InlineData(9_999, true)]
    [InlineData(10_000, false)]
    [InlineData(10_001, false)]
    public void Max_debit_refuses_only_a_higher_debit(long maxDebit, bool refused)
    {
        var situation = Situation.Good with { Order = Given.Order() with { MaxDebit = Given.Fen(maxDebit) } };

        Assert.Equal(refused, situation.Decide() is TopUpDecision.Refuse);
    }

    [Theory]
    [InlineData(9_999, "CNY", true)]
    [InlineData(10_000, "CNY", false)]
    [InlineData(10_001, "CNY", false)]
    [InlineData(10_001, "USD", true)]
    public void A_highest_price_refuses_a_higher_one_and_any_of_another_currency(
        long maxPrice, string currency, bool refused)
    {
        var most = new Money(maxPrice, Currency.Of(currency));
        var situation = Situation.Good with { Order = Given.Order() with { MaxPrice = most } };

        Assert.Equal(refused, situation.Decide() is TopUpDecision.Refuse);
    }

    [Fact]
    public void A_debit_or_a_price_above_the_highest_is_told_with_it()
    {
        var debit = AssertRefused(
            Reason.MaxDebitExceeded, Situation.Good with { Order = Given.Order() with { MaxDebit = Given.Yuan(99) } });
        var price = AssertRefused(
            Reason.MaxDebitExceeded, Situation.Good with { Order = Given.Order() with { MaxPrice = Given.Yuan(98) } });

        Assert.Equal(
            new Dictionary<string, string> { ["needed"] = "100.00 CNY", ["max_debit"] = "99.00 CNY" }, debit.Metadata);
        Assert.Equal(
            new Dictionary<string, string> { ["needed"] = "100.00 CNY", ["max_price"] = "98.00 CNY" }, price.Metadata);
    }

    [Fact]
    public void Max_debit_of_another_currency_is_a_wrong_field()
    {
        var order = Given.Order() with { MaxDebit = new Money(1_000_000, Currency.Of("USD")) };

        var refusal = AssertRefused(Reason.InvalidRequest, Situation.Good with { Order = order });

        Assert.Equal(
            new FieldViolation("max_debit", "must be in CNY", "币种必须为 CNY"), Assert.Single(refusal.Violations));
    }

    [Theory]
    [InlineData(10_000, 0, 0, true)]
    [InlineData(9_999, 0, 0, false)]
    [InlineData(20_000, 10_000, 0, true)]
    [InlineData(20_000, 10_001, 0, false)]
    [InlineData(0, 0, 10_000, true)]
    [InlineData(-1, 0, 10_000, false)]
    public void A_debit_is_reserved_where_available_covers_it(long posted, long reserved, long limit, bool covered)
    {
        var situation = Situation.Good with { Posted = posted, Reserved = reserved, Limit = limit };

        Assert.Equal(covered, situation.Decide() is TopUpDecision.Reserve);
    }

    [Fact]
    public void An_insufficient_float_tells_what_is_needed_and_what_is_there()
    {
        var refusal = AssertRefused(Reason.InsufficientFloat, Situation.Good with { Posted = 5_000, Reserved = 7_000 });

        Assert.Equal(("100.00 CNY", "-20.00 CNY"), (refusal.Metadata["needed"], refusal.Metadata["available"]));
    }

    private static Situation Apply(Situation situation, int choice) => Precedence
        .Where((_, place) => (choice >> place & 1) == 1)
        .Aggregate(situation, (current, row) => row.Cause(current));

    private static Refusal AssertRefused(Reason reason, Situation situation)
    {
        var refusal = Assert.IsType<TopUpDecision.Refuse>(situation.Decide()).Refusal;
        Assert.Equal(reason, refusal.Reason);
        return refusal;
    }

    private sealed record Situation(
        TopUpOrder Order,
        Result<TopUpOffer> Offer,
        UsedRequest? Used,
        string? QuoteUsedBy,
        EarlierSale? Earlier,
        long Posted,
        long Reserved,
        long Limit,
        bool IssuerAccepts)
    {
        public string? UnderCase { get; init; }

        public LimitStand? Stand { get; init; }

        public TopUpPolicy Policy { get; init; } = new();

        public static Situation Good => new(Given.Order(), Given.Offer(), null, null, null, 10_000, 0, 0, true);

        public TopUpDecision Decide() => TopUpDecision.Decide(
            Order,
            Offer,
            new SaleFacts(Used, Given.Float(Posted, Reserved, Limit), TopUpId.Of(QuoteUsedBy), Earlier)
            {
                UnderCase = TopUpId.Of(UnderCase),
                Limits = Stand,
            },
            IssuerAccepts,
            Policy,
            Given.Noon);
    }
}
