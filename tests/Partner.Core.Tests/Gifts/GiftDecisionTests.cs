using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Plans;
using Partner.Core.Pricing;
using Partner.Core.Refunds;
using Partner.Core.Rules;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.Gifts;

/// <summary>Every state of a sale's gifts with every verdict of the issuer.</summary>
public sealed class GiftDecisionTests
{
    // "Back" is being taken back and not known to be granted; "Off" is granted, and being taken off.
    private const string Grant =
        """
        state       Accepted       Declined       Withdrawn      NotFound  Unknown   NotSent
        Processing  Granted        Refused        Refused        doubt     doubt     nothing
        InDoubt     Granted        Refused        Refused        nothing   nothing   nothing
        Granted     nothing        contradiction  contradiction  nothing   nothing   nothing
        Refused     contradiction  nothing        nothing        nothing   nothing   nothing
        Back        TakingBack     Refused        TakenBack      doubt     doubt     nothing
        Off         nothing        contradiction  contradiction  nothing   nothing   nothing
        TakenBack   nothing        contradiction  contradiction  nothing   nothing   nothing
        Never       contradiction  nothing        nothing        nothing   nothing   nothing
        Kept        nothing        contradiction  contradiction  nothing   nothing   nothing
        """;

    private const string Back =
        """
        state       Accepted       Declined       Withdrawn      NotFound  Unknown   NotSent
        Processing  nothing        nothing        nothing        nothing   nothing   nothing
        Granted     nothing        nothing        nothing        nothing   nothing   nothing
        Refused     nothing        nothing        nothing        nothing   nothing   nothing
        Back        nothing        nothing        nothing        nothing   nothing   nothing
        Off         TakenBack      Kept           Kept           doubt     doubt     nothing
        TakenBack   nothing        contradiction  contradiction  nothing   nothing   nothing
        Never       nothing        nothing        nothing        nothing   nothing   nothing
        Kept        contradiction  nothing        nothing        nothing   nothing   nothing
        """;

    private static readonly GiftTakeBack All = new(true, true, 0, 0);
    private static readonly DateTimeOffset Later = Given.Noon.AddSeconds(3);

    public static TheoryData<string, IssuerVerdict, string> Grants => StateTable.Read<IssuerVerdict>(Grant);

    public static TheoryData<string, IssuerVerdict, string> Backs => StateTable.Read<IssuerVerdict>(Back);

    [Theory]
    [MemberData(nameof(Grants))]
    public void An_answer_about_the_grant_does_what_the_table_says(
        string state, IssuerVerdict verdict, string effect) => Assert.Equal(
        effect, Effect(GiftDecision.Decide(InState(state), Answer(verdict), Later), InState(state)));

    [Theory]
    [MemberData(nameof(Backs))]
    public void An_answer_about_the_taking_back_does_what_the_table_says(
        string state, IssuerVerdict verdict, string effect) => Assert.Equal(
        effect, Effect(GiftDecision.DecideBack(InState(state), Answer(verdict), Later), InState(state)));

    [Fact]
    public void What_is_granted_while_it_is_to_be_taken_back_goes_on_under_the_other_id()
    {
        var before = InState("Back");

        var after = Record(GiftDecision.Decide(before, Answer(IssuerVerdict.Accepted), Later));

        Assert.Equal((before.GrantId, after.BackId), (before.PresentId, after.PresentId));
        Assert.Equal((Later, null, "ref", 2), (after.GrantedAt, after.FinalAt, after.Reference, after.Version));
    }

    [Fact]
    public void What_is_granted_is_at_rest_from_then_on()
    {
        var after = Record(GiftDecision.Decide(InState("InDoubt"), Answer(IssuerVerdict.Accepted), Later));

        Assert.Equal((Later, Later, null), (after.GrantedAt, after.FinalAt, after.InDoubtSince));
    }

    [Fact]
    public void Every_change_moves_one_version_on()
    {
        Completion<CardGiftRecord>[] changes =
        [
            GiftDecision.Decide(InState("Processing") with { Version = 3 }, Answer(IssuerVerdict.Accepted), Later),
            GiftDecision.Decide(InState("Processing") with { Version = 3 }, Answer(IssuerVerdict.Unknown), Later),
            GiftDecision.DecideBack(InState("Off") with { Version = 3 }, Answer(IssuerVerdict.Declined), Later),
            GiftDecision.TakeBack(InState("Granted") with { Version = 3 }, All),
        ];

        Assert.All(changes, change => Assert.Equal(4, Record(change).Version));
    }

    [Fact]
    public void A_contradiction_says_what_contradicts_what()
    {
        var granted = GiftDecision.Decide(InState("Granted"), Answer(IssuerVerdict.Declined), Later);
        var kept = GiftDecision.DecideBack(InState("Kept"), Answer(IssuerVerdict.Accepted), Later);

        Assert.Equal(
            new Completion<CardGiftRecord>.Contradiction("issuer says Declined, gifts are Granted"), granted);
        Assert.Equal(
            new Completion<CardGiftRecord>.Contradiction("issuer says Accepted of taking gifts back that are Kept"),
            kept);
    }

    [Fact]
    public void What_an_operator_recorded_stays_until_another_word_and_is_lost_by_no_answer()
    {
        var off = InState("Off") with { Evidence = "ticket 6", InDoubtSince = Given.Noon };

        var answered = Record(GiftDecision.DecideBack(off, Answer(IssuerVerdict.Declined), Later));
        var resolved = Record(GiftDecision.Resolve(off, new OperatorWord(true, "ticket 7"), Later));

        Assert.Equal(("ticket 6", "ticket 7"), (answered.Evidence, resolved.Evidence));
    }

    [Theory]
    [InlineData("Processing", GiftState.TakingBack)]
    [InlineData("InDoubt", GiftState.TakingBack)]
    [InlineData("Granted", GiftState.TakingBack)]
    [InlineData("Refused", null)]
    [InlineData("Off", null)]
    [InlineData("TakenBack", null)]
    [InlineData("Kept", null)]
    public void A_refund_takes_back_what_may_be_on_the_card(string state, GiftState? after)
    {
        var taken = GiftDecision.TakeBack(InState(state), All) as Completion<CardGiftRecord>.Change;

        Assert.Equal(after, taken?.Record.State);
        Assert.IsType<Completion<CardGiftRecord>.Nothing>(
            GiftDecision.TakeBack(InState(state), new GiftTakeBack(false, false, 0, 0)));
    }

    [Fact]
    public void Only_what_goes_back_as_a_whole_is_withdrawn_before_it_is_granted()
    {
        Assert.True(GiftDecision.IsToBeWithdrawn(InState("Back")));
        Assert.False(GiftDecision.IsToBeWithdrawn(InState("Back") with { Back = All with { Whole = false } }));
        Assert.False(GiftDecision.IsToBeWithdrawn(InState("Off")));
        Assert.False(GiftDecision.IsToBeWithdrawn(InState("Processing")));
    }

    [Theory]
    [InlineData("InDoubt", true, GiftState.Granted)]
    [InlineData("InDoubt", false, GiftState.Refused)]
    [InlineData("Back", true, GiftState.TakingBack)]
    [InlineData("Back", false, GiftState.TakenBack)]
    [InlineData("Off", true, GiftState.TakenBack)]
    [InlineData("Off", false, GiftState.Kept)]
    public void An_operator_settles_what_is_in_doubt(string state, bool succeeded, GiftState after)
    {
        var current = InState(state) with { InDoubtSince = Given.Noon };
        var word = new OperatorWord(succeeded, "ticket 7");

        Assert.Equal(after, Record(GiftDecision.Resolve(current, word, Later)).State);
        Assert.Equal("ticket 7", Record(GiftDecision.Resolve(current, word, Later)).Evidence);
        Assert.IsType<Completion<CardGiftRecord>.Nothing>(
            GiftDecision.Resolve(current with { InDoubtSince = null }, word, Later));
        Assert.IsType<Completion<CardGiftRecord>.Nothing>(GiftDecision.Resolve(InState("Granted"), word, Later));
    }

    [Fact]
    public void With_the_whole_sale_all_goes_back_and_with_a_part_of_it_money_and_points_in_proportion()
    {
        var topUp = Sold(Price(101, 7));
        var third = new RefundDecision(RefundGround.UnusedDays, new RefundShare(1, 3), RefundMeans.Money);

        Assert.Equal(new GiftTakeBack(true, true, 101, 7), GiftTakeBack.Of(topUp, null));
        Assert.Equal(new GiftTakeBack(false, true, 34, 2), GiftTakeBack.Of(topUp, new PartialRefund(third, 0)));

        // In points no money moves, and no points that were given for it.
        var points = RefundDecision.InFull with { Means = RefundMeans.Points };
        Assert.Equal(new GiftTakeBack(false, true, 0, 0), GiftTakeBack.Of(topUp, new PartialRefund(points, 5)));
        Assert.Null(GiftTakeBack.Of(Given.TopUp(TopUpState.Succeeded), null));
    }

    [Fact]
    public void All_goes_back_only_where_both_money_and_points_do_and_service_only_where_there_was_some()
    {
        var third = new PartialRefund(
            new RefundDecision(RefundGround.UnusedDays, new RefundShare(1, 3), RefundMeans.Money), 0);

        Assert.Equal(new GiftTakeBack(false, true, 34, 0), GiftTakeBack.Of(Sold(Price(101, 0)), third));
        Assert.Equal(new GiftTakeBack(false, true, 0, 2), GiftTakeBack.Of(Sold(Price(0, 7)), third));

        var money = Price(101, 0);
        money = money with { Lines = [.. money.Lines.Where(line => line.Grant is null)] };
        Assert.Equal(new GiftTakeBack(true, false, 101, 0), GiftTakeBack.Of(Sold(money), null));
    }

    [Fact]
    public void A_sale_that_succeeds_has_gifts_under_way_where_its_price_gives_any()
    {
        var sold = Sold(Price(101, 7));

        Assert.Equal(
            new CardGiftRecord { PartnerId = sold.PartnerId, TopUpId = sold.Id, CreatedAt = Later },
            CardGiftRecord.Of(sold, Later));
        Assert.Null(CardGiftRecord.Of(Given.TopUp(TopUpState.Succeeded), Later));
    }

    [Fact]
    public void The_ids_at_the_issuer_are_made_of_the_sales_and_lead_back_to_it()
    {
        var sale = new TopUpId("00000000000000000000000001");

        Assert.Equal("00000000000000000000000001-gifts", CardGiftRecord.GrantIdOf(sale));
        Assert.Equal("00000000000000000000000001-gifts-back", CardGiftRecord.BackIdOf(sale));
        Assert.Equal(sale, CardGiftRecord.SaleOf(CardGiftRecord.GrantIdOf(sale)));
        Assert.Equal(sale, CardGiftRecord.SaleOf(CardGiftRecord.BackIdOf(sale)));
        Assert.Null(CardGiftRecord.SaleOf(sale.Value));
    }

    private static TopUpRecord Sold(PriceBreakdown price) =>
        Given.TopUp(TopUpState.Succeeded) with { Offer = Given.Offer() with { Price = price } };

    private static PriceBreakdown Price(long credit, long points)
    {
        var price = Given.Price(Given.Yuan(100));
        return price with
        {
            Lines =
            [
                .. price.Lines,
                new PriceLine(PriceStep.CardCashback, "cash", "p@1", Given.Fen(credit), Funder.Issuer),
                new PriceLine(PriceStep.Points, "stars", "p@1", new Money(points, Currency.Points), Funder.Operator),
                new PriceLine(PriceStep.Validity, "month", "p@1", Given.Fen(0), Funder.Operator)
                {
                    Grant = new CardGrant(0, new CalendarPeriod(PeriodUnit.Month, 1)),
                },
            ],
        };
    }

    private static CardGiftRecord InState(string state)
    {
        var made = new CardGiftRecord
        {
            PartnerId = new PartnerId("acme"),
            TopUpId = new TopUpId("00000000000000000000000001"),
            CreatedAt = Given.Noon,
        };
        var granted = made with
        {
            State = GiftState.Granted,
            GrantedAt = Given.Noon,
            FinalAt = Given.Noon,
            Reference = "ref",
        };
        return state switch
        {
            "Processing" => made,
            "InDoubt" => made with { InDoubtSince = Given.Noon },
            "Granted" => granted,
            "Refused" => made with { State = GiftState.Refused, FinalAt = Given.Noon },
            "Back" => made with { State = GiftState.TakingBack, Back = All },
            "Off" => granted with { State = GiftState.TakingBack, FinalAt = null, Back = All },
            "TakenBack" => granted with { State = GiftState.TakenBack, Back = All, BackReference = "back" },
            "Never" => made with { State = GiftState.TakenBack, FinalAt = Given.Noon, Back = All },
            "Kept" => granted with { State = GiftState.Kept, Back = All },
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
    }

    private static string Effect(Completion<CardGiftRecord> completion, CardGiftRecord before) => completion switch
    {
        Completion<CardGiftRecord>.Nothing => "nothing",
        Completion<CardGiftRecord>.Contradiction => "contradiction",
        Completion<CardGiftRecord>.Change { Record: var after } when after.State == before.State
            && after.InDoubtSince == Later => "doubt",
        _ => Record(completion).State.ToString(),
    };

    private static CardGiftRecord Record(Completion<CardGiftRecord> completion) =>
        Assert.IsType<Completion<CardGiftRecord>.Change>(completion).Record;

    private static IssuerAnswer Answer(IssuerVerdict verdict) =>
        new(verdict, "ref", verdict == IssuerVerdict.Declined ? Reason.CardExpired : Reason.None);
}
