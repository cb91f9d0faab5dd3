using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Limits;

/// <summary>Which limits hold for a sale, which of them is told, and how it counts in them.</summary>
public sealed class SaleLimitsTests
{
    private static readonly PartnerId Acme = new("acme");
    private static readonly LimitPeriods Periods = LimitPeriods.At(Given.Noon, TimeZoneInfo.Utc);

    [Fact]
    public void Of_each_setter_one_goes_before_each_at_its_outlet_and_this_before_each_and_of_both_the_tighter_holds()
    {
        var one = LimitScope.One(LimitSubject.Cashier, "o1", "c1");
        var book = new LimitBook(
        [
            Set(LimitSetter.Operator, LimitScope.Each(LimitSubject.Cashier), 10),
            Set(LimitSetter.Operator, LimitScope.EachAt(LimitSubject.Cashier, "o1"), 20),
            Set(LimitSetter.Operator, one, 30),
            Set(LimitSetter.Partner, LimitScope.EachAt(LimitSubject.Cashier, "o1"), 25),
            Set(LimitSetter.Partner, LimitScope.Each(LimitSubject.Cashier), 5),
        ]);

        Assert.Equal(
            [25, 20, 5, 5, null],
            [
                book.Holds(LimitKind.DayAmount, LimitSubject.Cashier, "o1", "c1"),
                book.Holds(LimitKind.DayAmount, LimitSubject.Cashier, "o1", "c2"),
                book.Holds(LimitKind.DayAmount, LimitSubject.Cashier, "o2", "c1"),
                book.Holds(LimitKind.DayAmount, LimitSubject.Cashier, "", ""),
                book.Holds(LimitKind.DayAmount, LimitSubject.Terminal, "o1", "c1"),
            ]);
        Assert.Equal([25, 20, 5], [
            book.Holds(LimitKind.DayAmount, one),
            book.Holds(LimitKind.DayAmount, LimitScope.EachAt(LimitSubject.Cashier, "o1")),
            book.Holds(LimitKind.DayAmount, LimitScope.Each(LimitSubject.Cashier)),
        ]);
    }

    [Fact]
    public void What_waits_longest_is_told_and_a_single_top_ups_limit_before_all_as_nobody_needs_to_wait_for_it()
    {
        (LimitKind Kind, LimitSubject Subject)[] order =
        [
            (LimitKind.TopUpAmount, LimitSubject.Partner), (LimitKind.TopUpAmount, LimitSubject.Cashier),
            (LimitKind.MonthAmount, LimitSubject.Outlet), (LimitKind.DayAmount, LimitSubject.Partner),
            (LimitKind.DayAmount, LimitSubject.Card), (LimitKind.HourCards, LimitSubject.Terminal),
        ];
        for (var first = 0; first < order.Length; first++)
        {
            var limits = Of([.. order.Skip(first).Reverse().Select(row => Set(row.Kind, row.Subject, 0))])!;

            var refusal = limits.Refuse(1, limits.Uses.ToDictionary(use => use, _ => 0L), Given.Noon)!;

            Assert.Equal(
                (Reason.LimitExceeded, order[first].Kind == LimitKind.TopUpAmount),
                (refusal.Reason, refusal.RetryAfter is null));
            Assert.Equal(
                (order[first].Kind, order[first].Subject), (limits.Held[0].Kind, limits.Held[0].Subject));
            Assert.Equal(refusal.RetryAfter is null, !refusal.Metadata.ContainsKey("reset"));
        }
    }

    [Fact]
    public void Sales_that_name_no_cashier_count_together_and_auto_renewals_have_none()
    {
        var limit = Set(LimitKind.DayAmount, LimitSubject.Cashier, 5);

        var unnamed = Of([limit], Sale with { Outlet = "", Cashier = "" })!;
        var own = Of([limit with { Scope = LimitScope.One(LimitSubject.Cashier, "outlet-1", "c") }], Sale)!;

        Assert.Equal(
            new LimitUseKey(Acme, LimitSubject.Cashier, "", "", "2026-01-15", ""), Assert.Single(unnamed.Uses));
        Assert.Equal("c", Assert.Single(own.Uses).Reference);
        Assert.Null(Of([limit], Sale with { HasTill = false }));
        Assert.Null(Of([limit with { Kind = LimitKind.CallsPerSecond }]));
        Assert.Null(Of([]));
    }

    [Theory]
    [InlineData(0, 100, 100, false)]
    [InlineData(0, 101, 100, true)]
    [InlineData(60, 40, 100, false)]
    [InlineData(60, 41, 100, true)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue, true)]
    [InlineData(500, 1, 100, true)]
    public void An_amount_is_refused_from_the_first_minor_unit_above(long used, long amount, long most, bool refused)
    {
        var limits = Of([Set(LimitKind.DayAmount, LimitSubject.Partner, most)])!;

        var refusal = limits.Refuse(amount, limits.Uses.ToDictionary(use => use, _ => used), Given.Noon);

        Assert.Equal(refused, refusal is not null);
    }

    [Fact]
    public void A_card_counts_once_in_its_hour_and_needs_no_room_then()
    {
        var limits = Of([Set(LimitKind.HourCards, LimitSubject.Terminal, 2)])!;
        var used = limits.Uses.ToDictionary(use => use, use => use.Card.Length > 0 ? 0L : 1L);

        Assert.Equal([1L, 1], limits.Count(50, use => used[use]).Select(count => count.By));
        used = limits.Uses.ToDictionary(use => use, use => use.Card.Length > 0 ? 1L : 5L);
        Assert.Empty(limits.Count(50, use => used[use]));
        Assert.Null(limits.Refuse(50, used, Given.Noon));
        Assert.Equal(CountedLimits.BitOf(LimitKind.HourCards, LimitSubject.Terminal), limits.Counted!.In);
        Assert.Empty(limits.Counted.Amounts(Acme, "outlet-1", "t", "c", Given.Card));
    }

    [Fact]
    public void A_sale_gives_back_to_the_counters_that_it_counted_in_and_no_others()
    {
        Limit[] all =
        [
            Set(LimitKind.DayAmount, LimitSubject.Partner, 9), Set(LimitKind.MonthAmount, LimitSubject.Outlet, 9),
            Set(LimitKind.DayAmount, LimitSubject.Terminal, 9), Set(LimitKind.MonthAmount, LimitSubject.Cashier, 9),
            Set(LimitKind.DayAmount, LimitSubject.Card, 9), Set(LimitKind.TopUpAmount, LimitSubject.Partner, 9),
        ];
        for (var choice = 1; choice < 1 << all.Length; choice++)
        {
            var limits = Of([.. all.Where((_, place) => (choice >> place & 1) == 1)])!;

            var counted = limits.Count(1, _ => 0).Select(count => count.Key).ToHashSet();
            var back = limits.Counted?.Amounts(Acme, "outlet-1", "t", "c", Given.Card).ToHashSet() ?? [];

            Assert.True(counted.SetEquals(back));
        }
    }

    [Theory]
    [InlineData(LimitKind.CallsPerSecond, LimitSubject.Outlet, false)]
    [InlineData(LimitKind.CallsPerSecond, LimitSubject.Certificate, true)]
    [InlineData(LimitKind.DayAmount, LimitSubject.Card, true)]
    [InlineData(LimitKind.MonthAmount, LimitSubject.Card, false)]
    [InlineData(LimitKind.DayAmount, LimitSubject.Certificate, false)]
    [InlineData(LimitKind.HourCards, LimitSubject.Cashier, false)]
    [InlineData(LimitKind.UnknownCards, LimitSubject.Certificate, true)]
    [InlineData(LimitKind.UnknownCards, LimitSubject.Terminal, false)]
    public void Not_every_limit_is_one_of_every_subject(LimitKind kind, LimitSubject subject, bool takes) =>
        Assert.Equal(takes, LimitRules.Takes(kind, subject));

    private static LimitedSale Sale => new(Acme, "outlet-1", "t", "c", Given.Card);

    private static SaleLimits? Of(Limit[] limits, LimitedSale? sale = null) =>
        SaleLimits.Of(new LimitBook(limits), sale ?? Sale, Given.Cny, Periods);

    private static Limit Set(LimitKind kind, LimitSubject subject, long value) =>
        Set(
            LimitSetter.Operator,
            subject == LimitSubject.Partner ? LimitScope.Partner : LimitScope.Each(subject),
            value) with
        { Kind = kind };

    private static Limit Set(LimitSetter setter, LimitScope scope, long value) =>
        new(Acme, setter, LimitKind.DayAmount, scope, value, Given.Noon);
}
