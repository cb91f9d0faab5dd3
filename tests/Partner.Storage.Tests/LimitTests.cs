using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Limits;
using Partner.Core.Plans;
using Partner.Core.Refunds;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Storage.Tests;

/// <summary>Limits of amounts hold exactly, and each sale gives back what it counted, where it counted it.</summary>
public sealed class LimitTests(ITestOutputHelper output)
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    // 20:00 in Shanghai, the 15th.
    private static readonly DateTimeOffset Noon = Given.Noon;

    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task Of_many_sales_at_once_on_the_last_amount_of_a_day_as_many_are_made_as_fit(
        StoreProvider on, int processes)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = processes == 1 ? [fixture.Store] : [fixture.Store, fixture.OpenAnother()];

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(() =>
            stores[number % processes].TopUps.SaveAsync(
                Limited(fixture.Candidate(), Of(LimitKind.DayAmount, LimitSubject.Cashier, 1_050))))));

        Assert.Equal(10, results.Count(result => result.Saved is not null));
        Assert.All(
            results.Select(result => result.Decision).OfType<TopUpDecision.Refuse>(),
            refused => Assert.Equal(
                (Reason.LimitExceeded, "DAY_AMOUNT", "CASHIER", "1050.00 CNY", "1000.00 CNY", "2026-01-15T16:00:00Z",
                    TimeSpan.FromHours(4)),
                (refused.Refusal.Reason, refused.Refusal.Metadata["limit"], refused.Refusal.Metadata["scope"],
                    refused.Refusal.Metadata["value"], refused.Refusal.Metadata["used"],
                    refused.Refusal.Metadata["reset"], refused.Refusal.RetryAfter)));
        Assert.Equal(0, fixture.Conflicts);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_sale_that_fails_gives_its_amount_back_once_whoever_says_so_how_often(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var limit = Of(LimitKind.DayAmount, LimitSubject.Partner, 300);
        var first = await fixture.SellAsync(Limited(fixture.Candidate(), limit));
        var second = await fixture.SellAsync(Limited(fixture.Candidate(), limit));
        var third = await fixture.SellAsync(Limited(fixture.Candidate(), limit));
        Assert.Equal(30_000, UsedOf(fixture, LimitSubject.Partner, "2026-01-15"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() =>
            fixture.CompleteAsync(first, IssuerVerdict.Declined, stores[number % 2]))));
        await fixture.Store.TopUps.CancelAsync(StoreFixture.Acme, second.Id, Noon);
        await fixture.Store.TopUps.CancelAsync(StoreFixture.Acme, second.Id, Noon);
        await fixture.CompleteAsync(third, IssuerVerdict.Unknown);

        Assert.Equal(10_000, UsedOf(fixture, LimitSubject.Partner, "2026-01-15"));
        await fixture.CompleteAsync(third, IssuerVerdict.Accepted);
        Assert.Equal(10_000, UsedOf(fixture, LimitSubject.Partner, "2026-01-15"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_taken_back_in_another_month_goes_back_to_the_day_and_month_of_its_sale(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        Limit[] limits =
        [
            Of(LimitKind.DayAmount, LimitSubject.Terminal, 500), Of(LimitKind.MonthAmount, LimitSubject.Outlet, 500),
        ];

        // The last minute of January in Shanghai, and the first of February.
        var late = new DateTimeOffset(2026, 1, 31, 15, 59, 0, TimeSpan.Zero);
        var sold = await SellAsync(fixture, late, null, limits);
        var next = await SellAsync(fixture, late.AddMinutes(1), null, limits);
        var saved = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(sold))).Value.Reversal;
        Assert.Equal(10_000, UsedOf(fixture, LimitSubject.Outlet, "2026-01"));
        await fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, saved.Id, StoreFixture.Answer(IssuerVerdict.Accepted), Noon, late.AddDays(2));

        Assert.Equal(
            [0L, 0, 10_000, 10_000],
            [
                UsedOf(fixture, LimitSubject.Terminal, "2026-01-31"), UsedOf(fixture, LimitSubject.Outlet, "2026-01"),
                UsedOf(fixture, LimitSubject.Terminal, "2026-02-01"), UsedOf(fixture, LimitSubject.Outlet, "2026-02"),
            ]);
        Assert.Equal(new DateOnly(2026, 2, 1), next.Counted?.Day);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_partial_refund_gives_its_part_back_and_one_in_points_nothing(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var limit = Of(LimitKind.DayAmount, LimitSubject.Card, 500);
        var terms = new RefundTerms(RefundScope.UnusedData, RefundMeans.Money) { Bytes = 3 };
        var part = await SellAsync(fixture, Noon, terms, limit);
        var points = await SellAsync(fixture, Noon, terms with { Means = RefundMeans.Points }, limit);
        foreach (var sold in new[] { part, points })
        {
            var saved = (await fixture.Store.Reversals.SaveAsync(
                fixture.ReversalOf(sold) with { Usage = new RefundUsage(3, 1) })).Value.Reversal;
            await fixture.Store.Reversals.SettleAsync(
                StoreFixture.Acme, saved.Id, StoreFixture.Answer(IssuerVerdict.Accepted), Noon, Noon);
        }

        Assert.Equal(
            [6_667L, 10_000],
            new[] { part, points }.Select(sold => UsedOf(
                fixture, LimitSubject.Card, "2026-01-15", sold.Offer.Card.Value)));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_limit_that_is_lowered_beneath_what_is_used_refuses_and_takes_back_what_fails(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sold = await fixture.SellAsync(
            Limited(fixture.Candidate(), Of(LimitKind.DayAmount, LimitSubject.Partner, 1_000)));
        var lowered = Of(LimitKind.DayAmount, LimitSubject.Partner, 50);

        var refused = await RefuseAsync(fixture, Limited(fixture.Candidate(face: Given.Yuan(10)), lowered));
        Assert.Equal(("50.00 CNY", "100.00 CNY"), (refused.Metadata["value"], refused.Metadata["used"]));
        await fixture.CompleteAsync(sold, IssuerVerdict.Declined);
        await fixture.SellAsync(Limited(fixture.Candidate(face: Given.Yuan(10)), lowered));

        Assert.Equal(1_000, UsedOf(fixture, LimitSubject.Partner, "2026-01-15"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Amounts_that_no_integer_holds_are_above_the_limit(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 90_000_000_000_000);
        var most = new Money(long.MaxValue, Given.Cny);
        Limit[] limits =
        [
            Raw(LimitKind.DayAmount, LimitScope.Partner, most.Minor),
            Raw(LimitKind.MonthAmount, LimitScope.Each(LimitSubject.Cashier), most.Minor),
        ];
        await fixture.SellAsync(Limited(fixture.Candidate(), limits));
        fixture.Query($"UPDATE limit_uses SET used = {most.Minor - 5_000}", _ => 0);

        var refused = await RefuseAsync(fixture, Limited(fixture.Candidate(), limits));

        Assert.Equal((Reason.LimitExceeded, "MONTH_AMOUNT"), (refused.Reason, refused.Metadata["limit"]));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_terminal_sells_to_so_many_different_cards_within_an_hour_and_on_to_the_same(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var limit = Raw(LimitKind.HourCards, LimitScope.Each(LimitSubject.Terminal), 3);
        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(() =>
            stores[number % 2].TopUps.SaveAsync(Limited(Again(fixture, number % 8), limit)))));

        var saved = results.Select(result => result.Saved).OfType<TopUpRecord>().ToList();
        Assert.Equal((3, 12), (saved.DistinctBy(one => one.Offer.Card).Count(), saved.Count));
        await fixture.CompleteAsync(saved[0], IssuerVerdict.Declined);
        var other = await RefuseAsync(fixture, Limited(Again(fixture, 9), limit));
        Assert.Equal(
            ("HOUR_CARDS", "TERMINAL", "3", "3", "2026-01-15T13:00:00Z"),
            (other.Metadata["limit"], other.Metadata["scope"], other.Metadata["value"], other.Metadata["used"],
                other.Metadata["reset"]));
        await fixture.SellAsync(Limited(Again(fixture, 9), limit, Noon.AddHours(1)));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task After_random_lives_every_counter_is_the_sum_of_the_sales_that_stand(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on, deposit: 10_000_000);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LEB_TEST_SEED"), out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"LEB_TEST_SEED={seed}");
        var random = new Random(seed);
        var seeds = Enumerable.Range(0, 90).Select(_ => random.Next()).ToList();

        await Task.WhenAll(seeds.Select((life, number) => Task.Run(() =>
            LiveAsync(fixture, stores[number % 2], new Random(life)))));

        Assert.NotEqual(0, fixture.Count("SELECT COUNT(*) FROM limit_uses WHERE used > 0"));
        Assert.NotEqual(0, fixture.Count("SELECT COUNT(*) FROM top_ups WHERE refund_part IS NOT NULL"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Counters_of_periods_that_are_over_are_deleted_and_what_fails_later_gives_nothing_back(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        Limit[] limits =
        [
            Of(LimitKind.DayAmount, LimitSubject.Partner, 500), Of(LimitKind.MonthAmount, LimitSubject.Partner, 500),
        ];
        var sold = await fixture.SellAsync(Limited(fixture.Candidate(), limits));

        var end = new DateTimeOffset(2026, 1, 15, 16, 0, 0, TimeSpan.Zero);
        Assert.Equal(0, await fixture.Store.Limits.DeleteOverAsync(end, 100, CancellationToken.None));
        Assert.Equal(1, await fixture.Store.Limits.DeleteOverAsync(end.AddTicks(1), 100, CancellationToken.None));
        await fixture.CompleteAsync(sold, IssuerVerdict.Declined);

        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM limit_uses WHERE period = '2026-01-15'"));
        Assert.Equal(0, UsedOf(fixture, LimitSubject.Partner, "2026-01"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_sale_that_nothing_limits_counts_nowhere(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);

        await fixture.SellAndSucceedAsync(Limited(fixture.Candidate()));
        await fixture.SellAndSucceedAsync(Limited(
            fixture.Candidate(),
            Raw(LimitKind.DayAmount, LimitScope.One(LimitSubject.Cashier, "outlet-1", "other"), 0)));
        await fixture.SellAndSucceedAsync(
            Limited(fixture.Candidate(), Of(LimitKind.TopUpAmount, LimitSubject.Partner, 100)));

        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM limit_uses"));
        Assert.Equal(3, fixture.Count("SELECT COUNT(*) FROM top_ups WHERE counted_day IS NULL"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Limits_are_set_changed_and_removed_and_are_each_partners_own(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var store = fixture.Store.Limits;
        var scope = LimitScope.One(LimitSubject.Terminal, "outlet-1", "till-1");
        await store.SetAsync(Raw(LimitKind.DayAmount, scope, 5) with { Setter = LimitSetter.Partner });
        await store.SetAsync(Raw(LimitKind.DayAmount, scope, 7));
        await store.SetAsync(Raw(LimitKind.DayAmount, scope, 6));
        await store.SetAsync(
            Raw(LimitKind.DayAmount, LimitScope.EachAt(LimitSubject.Terminal, "outlet-1"), 4)
                with
            { PartnerId = StoreFixture.Elsewhere });

        var book = await store.ReadAsync(StoreFixture.Acme, CancellationToken.None);
        Assert.Equal([6L, 5], book.All.Select(limit => limit.Value));
        Assert.Equal(5, book.Holds(LimitKind.DayAmount, scope));
        var own = Raw(LimitKind.DayAmount, scope, 0) with { Setter = LimitSetter.Partner };
        Assert.True(await store.RemoveAsync(own));
        Assert.False(await store.RemoveAsync(own));
        await store.SetAsync(Raw(LimitKind.DayAmount, scope, 6));
        book = await store.ReadAsync(StoreFixture.Acme, CancellationToken.None);
        Assert.Equal(Raw(LimitKind.DayAmount, scope, 6), Assert.Single(book.All));
        var actions = await fixture.Store.Actions.ListAsync(StoreFixture.Acme, null, 10, CancellationToken.None);
        Assert.Equal(
            ["limit.remove", "limit.set", "limit.set", "limit.set"],
            actions.Select(action => action.Name).Where(name => name.StartsWith("limit", StringComparison.Ordinal)));
        Assert.Contains("\"value\":6", actions[1].After, StringComparison.Ordinal);
        await fixture.AssertRightAsync();
    }

    private static async Task LiveAsync(StoreFixture fixture, PartnerStore store, Random random)
    {
        Limit[] all =
        [
            Of(LimitKind.DayAmount, LimitSubject.Partner, 1_000_000),
            Of(LimitKind.MonthAmount, LimitSubject.Partner, 3_000),
            Of(LimitKind.DayAmount, LimitSubject.Outlet, 2_000), Of(LimitKind.MonthAmount, LimitSubject.Cashier, 5_000),
            Of(LimitKind.DayAmount, LimitSubject.Card, 300),
            Raw(LimitKind.HourCards, LimitScope.Each(LimitSubject.Terminal), 20),
        ];
        var now = Noon.AddHours(random.Next(0, 72));
        var candidate = Again(fixture, random.Next(0, 30), Given.Fen(random.Next(1, 20_000)));
        var seller = candidate.Order.Seller with
        {
            Outlet = $"outlet-{random.Next(0, 2)}",
            Terminal = random.Next(0, 3) == 0 ? "" : "till-1",
        };
        candidate = candidate with
        {
            Order = candidate.Order with { Seller = seller },
            Now = now,
            Sale = new SaleProposal.AtQuotedPrice(candidate.Sale.Value.Offer(Core.Pricing.PricingFacts.None).Value with
            {
                Refund = new RefundTerms(RefundScope.UnusedData, RefundMeans.Money) { Bytes = 7 },
            }),
        };
        var (_, saved) = await store.TopUps.SaveAsync(
            Limited(candidate, [.. all.Where(_ => random.Next(0, 3) > 0)], now));
        if (saved is null || random.Next(0, 6) == 0)
        {
            return;
        }

        if (random.Next(0, 4) == 0)
        {
            await store.TopUps.CancelAsync(StoreFixture.Acme, saved.Id, now);
            return;
        }

        var verdict = random.Next(0, 3) == 0 ? IssuerVerdict.Declined : IssuerVerdict.Accepted;
        var ended = await fixture.CompleteAsync(saved, verdict, store, now);
        if (ended.State != TopUpState.Succeeded || random.Next(0, 2) == 0)
        {
            return;
        }

        var reversal = await store.Reversals.SaveAsync(
            fixture.ReversalOf(saved) with { Usage = new RefundUsage(7, random.Next(1, 8)), Now = now });
        await store.Reversals.SettleAsync(
            StoreFixture.Acme,
            reversal.Value.Reversal.Id,
            StoreFixture.Answer(random.Next(0, 4) == 0 ? IssuerVerdict.Declined : IssuerVerdict.Accepted),
            now,
            now.AddDays(random.Next(0, 40)));
    }

    private static Limit Of(LimitKind kind, LimitSubject subject, long yuan) => Raw(
        kind, subject == LimitSubject.Partner ? LimitScope.Partner : LimitScope.Each(subject), yuan * 100);

    private static Limit Raw(LimitKind kind, LimitScope scope, long value) =>
        new(StoreFixture.Acme, LimitSetter.Operator, kind, scope, value, Noon);

    private static TopUpCandidate Limited(TopUpCandidate candidate, params Limit[] limits) =>
        Limited(candidate, limits, Noon);

    private static TopUpCandidate Limited(TopUpCandidate candidate, Limit limit, DateTimeOffset now) =>
        Limited(candidate, [limit], now);

    private static TopUpCandidate Limited(TopUpCandidate candidate, Limit[] limits, DateTimeOffset now)
    {
        var seller = candidate.Order.Seller;
        return candidate with
        {
            Now = now,
            Limits = SaleLimits.Of(
                new LimitBook(limits),
                new LimitedSale(
                    StoreFixture.Acme, seller.Outlet, seller.Terminal, seller.Cashier, candidate.Sale.Value.Card),
                Given.Cny,
                LimitPeriods.At(now, Shanghai)),
        };
    }

    private static TopUpCandidate Again(StoreFixture fixture, int card, Money? face = null)
    {
        var candidate = fixture.Candidate(Given.CardNumbered(card), face);
        return candidate with { Order = candidate.Order with { AllowDuplicate = true } };
    }

    private static async Task<TopUpRecord> SellAsync(
        StoreFixture fixture, DateTimeOffset now, RefundTerms? terms, params Limit[] limits)
    {
        var candidate = fixture.Candidate();
        var offer = candidate.Sale.Value.Offer(Core.Pricing.PricingFacts.None).Value with { Refund = terms };
        var sold = await fixture.SellAsync(Limited(
            candidate with { Sale = new SaleProposal.AtQuotedPrice(offer) }, limits, now));
        return await fixture.CompleteAsync(sold, IssuerVerdict.Accepted, now: now);
    }

    private static async Task<Refusal> RefuseAsync(StoreFixture fixture, TopUpCandidate candidate) =>
        Assert.IsType<TopUpDecision.Refuse>((await fixture.Store.TopUps.SaveAsync(candidate)).Decision).Refusal;

    private static long UsedOf(StoreFixture fixture, LimitSubject subject, string period, string? holder = null) =>
        fixture.Count(
            $"SELECT used FROM limit_uses WHERE subject = {(int)subject} AND period = '{period}'" +
            (holder is null ? "" : $" AND holder = '{holder}'"));
}
