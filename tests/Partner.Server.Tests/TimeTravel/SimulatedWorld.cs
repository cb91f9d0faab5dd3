using Microsoft.Extensions.DependencyInjection;
using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Renewals;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Issuer;
using Partner.Server.Plans;
using Partner.Server.Reminders;
using Partner.Server.Renewals;
using Partner.Server.Security;
using Partner.Server.Tests.Support;
using Partner.Server.TopUps;
using Partner.Storage;

namespace Partner.Server.Tests.TimeTravel;

/// <summary>A server, its issuer and their clock, and what clerks and the scheduler do with them.</summary>
internal sealed partial class SimulatedWorld : IAsyncDisposable
{
    private const int AtOnce = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly RunningServer _server;
    private readonly TravelClock _clock;

    private SimulatedWorld(RunningServer server, TravelClock clock)
    {
        (_server, _clock) = (server, clock);
        Reminders = new RemindersOnTrial(Rules);
    }

    /// <summary>The clock of all of it.</summary>
    public TravelClock Clock => _clock;

    /// <summary>The server.</summary>
    public RunningServer Server => _server;

    /// <summary>The reminders that there should be, and are.</summary>
    public RemindersOnTrial Reminders { get; }

    /// <summary>What does not fit: empty in the end.</summary>
    public List<string> Faults { get; } = [];

    private PartnerStore Store => _server.Store;

    /// <summary>Starts it.</summary>
    /// <param name="start">When its time begins.</param>
    public static async Task<SimulatedWorld> StartAsync(DateTimeOffset start)
    {
        var clock = new TravelClock(start);
        var server = await RunningServer.StartAsync(
            settings => settings with
            {
                Clock = clock,
                Simulation = settings.Simulation with { Clock = clock, LateAfter = TimeSpan.FromMilliseconds(300) },

                // The test is the scheduler, so that it can break off at any moment.
                Renewals = new RenewalOptions { Every = TimeSpan.FromDays(1), SaleWait = TimeSpan.FromSeconds(5) },
                Reminders = new ReminderOptions
                {
                    Every = TimeSpan.FromDays(1),
                    FollowEvery = TimeSpan.FromDays(1),
                },
            },
            alone: true);
        return new SimulatedWorld(server, clock);
    }

    /// <summary>Adds a partner.</summary>
    public Task AddPartnerAsync(PartnerId id) => Store.Partners.AddAsync(
        new PartnerAccount(id, id.Value, PartnerStatus.Active, Currency.Of("CNY")), _clock.GetUtcNow());

    /// <summary>Pays in.</summary>
    public async Task DepositAsync(PartnerId id, string amount)
    {
        var now = _clock.GetUtcNow();
        var paid = await Store.Partners.DepositAsync(
            id, new RequestId(Sale.NewRequestId()), Ids.New(now), Money.Parse(amount)!.Value, now);
        Assert.Null(paid.Refusal);
    }

    /// <summary>
    /// A clerk sells to some cards, many at the same time, and looks at each before and after. A card that is past its
    /// grace is refused, as the rules say, and nothing else is.
    /// </summary>
    public Task SellAsync(PartnerId seller, IEnumerable<CardOnTrial> cards) => EachAsync(cards, async card =>
    {
        if (await TrySellAsync(seller, card, coupon: null) is { } topUp)
        {
            Count(seller, card, topUp);
        }
    });

    /// <summary>
    /// A clerk sells to some cards, with gifts where they are due, and takes it back at once: each is as it was.
    /// </summary>
    /// <returns>How many were sold to.</returns>
    public async Task<int> SellAndTakeBackAsync(PartnerId seller, IReadOnlyList<CardOnTrial> cards)
    {
        var takenBack = 0;
        await EachAsync(cards, async card =>
        {
            var before = await LookAsync(card);
            if (await TrySellAsync(seller, card, CouponOf(card)) is not { } topUp)
            {
                return;
            }

            var answer = await Of<ReversalWorkflow>().ReverseAsync(
                new Caller(seller, null, Permissions.Reverse, ""),
                topUp,
                new ReversalOrder(new RequestId(Sale.NewRequestId()), "", "", "", "", null),
                Until(),
                default);
            Interlocked.Increment(ref takenBack);
            await GiftAtRestAsync(topUp);
            var after = await LookAsync(card);
            card.ValidUntil = after.ValidUntil;
            if (answer.Refusal is { } refusal)
            {
                Note($"{card}: its refund was refused: {refusal.Reason} {string.Join(',', refusal.Metadata)}");
            }
            else
            {
                var difference = CardOnTrial.Difference(before, after, _clock.GetUtcNow());
                if (answer.Value.Reversal.State != ReversalState.Succeeded || difference is not null)
                {
                    Note($"{card} is another one after its refund of {topUp.Id}, {answer.Value.Reversal.State}, at "
                        + $"{_clock.GetUtcNow():O}: {difference}; gift {(await GiftAtRestAsync(topUp))?.State}");
                }
            }
        });
        return takenBack;
    }

    /// <summary>Customers agree to auto-renewals.</summary>
    public Task AgreeAsync(PartnerId seller, IEnumerable<CardOnTrial> cards) => EachAsync(cards, async card =>
    {
        var terms = new RenewalTerms(
            card.Number, card.Plan, Channel.Pos, card.DaysBefore, Money.Parse("1000.00 CNY")!.Value, null, null,
            "consent");
        var created = await Of<RenewalSetup>().CreateAsync(
            new Caller(seller, null, Permissions.Sell, ""),
            new RenewalOrder(new RequestId(Sale.NewRequestId()), terms, "", null, null),
            null,
            default);
        Assert.True(created.Refusal is null, $"{card}: {created.Refusal?.Reason}");
        (card.Renewal, card.Renews) = (created.Value.Renewal.Id, seller);
    });

    /// <summary>
    /// The scheduler works on whatever is due, until nothing is: where the seed wants it, it breaks off in the middle,
    /// or two of them work on the same auto-renewal. Compares each card that was renewed with what was promised.
    /// </summary>
    /// <param name="cards">All cards with an auto-renewal.</param>
    /// <param name="random">The seed's.</param>
    /// <returns>How many cards were renewed, and how often a scheduler broke off.</returns>
    public async Task<(int Renewed, int Crashes)> RenewDueAsync(
        IReadOnlyDictionary<RenewalId, CardOnTrial> cards, Random random)
    {
        var befores = new Dictionary<RenewalId, (AutoRenewal Known, CardState Card)>();
        var crashes = 0;
        for (var waited = TimeSpan.Zero; ;)
        {
            var due = await Store.Renewals.DueAsync("", 10, AtOnce, _clock.GetUtcNow(), default);
            foreach (var known in due.Where(known => !befores.ContainsKey(known.Id)))
            {
                befores.Add(known.Id, (known, await LookAsync(cards[known.Id])));
            }

            var runs = due.ConvertAll(known => (Known: known, Deed: random.Next(10), After: random.Next(4)));
            var broken = await Task.WhenAll(runs.Select(run => WorkAsync(run.Known, run.Deed, run.After)));
            crashes += broken.Count(broke => broke);
            if (due.Count > 0)
            {
                continue;
            }

            if (waited > Patience || !await AnyUnderWayAsync(befores.Values.Select(one => one.Known)))
            {
                break;
            }

            // The issuer has not answered: only time helps.
            waited += Pause;
            _clock.MoveOn(TimeSpan.FromSeconds(1));
            await Eventually.PauseAsync(Pause);
        }

        var renewed = await Task.WhenAll(
            befores.Values.Select(one => CheckAsync(cards[one.Known.Id], one.Known, one.Card)));
        return (renewed.Count(was => was), crashes);
    }

    /// <summary>Stops the server as it is told to, and starts it again.</summary>
    public async Task RestartAsync()
    {
        await _server.StopAsync();
        await _server.StartAgainAsync();
    }

    /// <summary>A card as the issuer tells it.</summary>
    public async Task<CardState> LookAsync(CardOnTrial card)
    {
        var answer = await Of<IIssuerGateway>().GetCardAsync(card.Number, default);
        Assert.Null(answer.Refusal);
        return answer.Card!.ToState(card.Type);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private T Of<T>()
        where T : notnull => _server.Server.Services.GetRequiredService<T>();

    private CallTiming Until() => new(_clock.GetUtcNow() + TimeSpan.FromMinutes(1));

    /// <returns>The top-up; null where the card was refused, as it had to be.</returns>
    private async Task<TopUpRecord?> TrySellAsync(PartnerId seller, CardOnTrial card, string? coupon)
    {
        var before = await LookAsync(card);
        var order = new TopUpOrder(
            new RequestId(Sale.NewRequestId()), card.Number, card.Plan, null, null, null, false, Channel.Pos,
            new Seller("", "", "", "", null))
        {
            Coupon = coupon,
        };
        var answer = await Of<TopUpWorkflow>().CreateAsync(
            new Caller(seller, null, Permissions.Sell, ""), order, false, Until(), default);
        Assert.True(answer.Refusal is null, $"{card}: {answer.Refusal?.Reason}");
        var topUp = answer.Value.TopUp;
        var reason = Project(card, before, topUp).Refusal?.Reason ?? Reason.None;
        if (topUp.State != (reason == Reason.None ? TopUpState.Succeeded : TopUpState.Failed) || topUp.Reason != reason)
        {
            Note($"{card}: {topUp.State} {topUp.Reason}, expected {reason}");
        }

        if (topUp.State != TopUpState.Succeeded)
        {
            return null;
        }

        if (topUp.Offer.Price.CardGifts is null)
        {
            await CompareAsync(card, before, topUp);
        }

        return topUp;
    }

    private void Count(PartnerId seller, CardOnTrial card, TopUpRecord topUp)
    {
        lock (Reminders)
        {
            card.Sold++;
            Reminders.Sold(seller, card, topUp.FinalAt!.Value);
        }
    }

    /// <returns>Whether it broke off.</returns>
    private async Task<bool> WorkAsync(AutoRenewal known, int deed, int after)
    {
        using var crash = new CancellationTokenSource();
        try
        {
            var runner = Of<RenewalRunner>();
            switch (deed)
            {
                case 0:
                    crash.CancelAfter(TimeSpan.FromMilliseconds(after));
                    await runner.RunAsync(known, crash.Token);
                    break;
                case 1:
                    await Task.WhenAll(runner.RunAsync(known, default), runner.RunAsync(known, default));
                    break;
                default:
                    await runner.RunAsync(known, default);
                    break;
            }

            return false;
        }
        catch (OperationCanceledException) when (crash.IsCancellationRequested)
        {
            return true;
        }
    }

    private async Task<bool> AnyUnderWayAsync(IEnumerable<AutoRenewal> touched)
    {
        foreach (var known in touched)
        {
            if (await FindAsync(known) is { Phase: not RenewalPhase.Waiting, State: RenewalState.Active })
            {
                return true;
            }
        }

        return false;
    }

    private async Task<AutoRenewal> FindAsync(AutoRenewal known) =>
        (await Store.Renewals.FindAsync(known.PartnerId, known.Id, default))!;

    /// <returns>Whether the card was renewed.</returns>
    private async Task<bool> CheckAsync(CardOnTrial card, AutoRenewal before, CardState was)
    {
        var now = await FindAsync(before);
        if (now.Made == before.Made)
        {
            return false;
        }

        card.Sold += now.Made - before.Made - 1;
        var topUp = (await Store.TopUps.FindAsync(now.PartnerId, now.TopUpId!.Value, default))!;
        Count(now.PartnerId, card, topUp);
        var (at, end) = (topUp.AcceptedAt!.Value, was.ValidUntil!.Value);
        var due = RenewalCycle.Due(end, card.DaysBefore, Rules(card).Zone);
        if (now.Made != before.Made + 1 || at < due || at >= end)
        {
            Note($"{card}: renewed {now.Made - before.Made} times at {at:O}, due {due:O}, end {end:O}");
        }

        await CompareAsync(card, was, topUp);
        return true;
    }

    private async Task CompareAsync(
        CardOnTrial card, CardState before, TopUpRecord topUp, CardGiftRecord? given = null)
    {
        var projected = Project(card, before, topUp);
        var seen = await LookAsync(card);
        card.ValidUntil = seen.ValidUntil;
        var difference = projected.Refusal is { } refusal
            ? refusal.Reason.ToString()
            : CardOnTrial.Difference(WithGift(card, projected.Value, topUp, given).After, seen, _clock.GetUtcNow());
        if (difference is not null)
        {
            Note($"{card} sold at {topUp.AcceptedAt:O}: {difference}");
        }
    }

    private Result<CardProjection> Project(CardOnTrial card, CardState before, TopUpRecord topUp)
    {
        var at = topUp.AcceptedAt ?? topUp.CreatedAt;
        var plan = Of<TermsSource>().CatalogueAt(at)!.Find(card.Plan)!;
        return CardProjector.Project(before, new ProjectedSale(plan, topUp.Offer.Price.Face), Rules(card), at);
    }

    private CardTypeRules Rules(CardOnTrial card) =>
        Of<TermsSource>().CatalogueAt(_clock.GetUtcNow())!.RulesOf(card.Type);

    private void Note(string fault)
    {
        lock (Faults)
        {
            Faults.Add(fault);
        }
    }

    private static Task EachAsync(IEnumerable<CardOnTrial> cards, Func<CardOnTrial, Task> deed) =>
        Parallel.ForEachAsync(
            cards,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (card, _) => await deed(card));
}
