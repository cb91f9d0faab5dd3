using System.Diagnostics;
using System.Globalization;
using Partner.Core.Cards;
using Partner.Core.Renewals;
using Partner.Sandbox.Issuer;
using Partner.Server.BackOffice;
using Partner.Server.Issuer;
using Partner.Server.Issuer.Wire;
using Partner.Server.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Server.Tests.TimeTravel;

/// <summary>
/// Three years in a minute: ten thousand cards of all types are sold to, renewed by clerks and by auto-renewal,
/// refunded, while schedulers break off and the issuer has its faults. What is done to whom is a function of the seed.
/// </summary>
[Collection(nameof(Alone))]
public sealed class TimeTravelTests(ITestOutputHelper output)
{
    private const int Cards = 10_000;
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 2, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromDays(3);
    private static readonly TimeSpan ThreeYears = new DateTimeOffset(2029, 12, 1, 2, 0, 0, TimeSpan.Zero) - Start;
    private static readonly PartnerId Rich = new("time-rich");
    private static readonly PartnerId Poor = new("time-poor");

    // The issuer's faults, of cards that are renewed: each has one at every sale.
    private static readonly SandboxOutcome[] Troubles =
    [
        SandboxOutcome.ServerErrorThenSuccess, SandboxOutcome.TimeoutAfterApplying,
        SandboxOutcome.TimeoutWithoutApplying, SandboxOutcome.AnswerCutOff, SandboxOutcome.FirstRequestAppliedLate,
        SandboxOutcome.AppliedAnsweredLate,
    ];

    // A traveller's card is sold to twelve times in a year at most, so that it must not be renewed long before its end.
    private static readonly (CardType Type, string Plan, string ByClerk, int Renewed, int DaysBefore)[] Kinds =
    [
        (CardType.KeepNumber, "keep-1y", "keep-2y", 500, 60),
        (CardType.RegistrationEsim, "esim-30d", "esim-6m", 30, 5),
        (CardType.Phone, "phone-100", "phone-200", 100, 7),
        (CardType.Travel, "travel-1m", "travel-1y", 30, 4),
    ];

    private readonly Random _random = new(Seed.Next(output));

    [Fact]
    public async Task No_card_is_renewed_twice_in_a_cycle_none_is_missed_and_each_is_what_was_promised()
    {
        await using var world = await SimulatedWorld.StartAsync(Start);
        await world.AddPartnerAsync(Rich);
        await world.AddPartnerAsync(Poor);
        await world.DepositAsync(Rich, "100000000.00 CNY");
        var cards = MakeCards();
        var byClerk = cards.Where(card => card is { DaysBefore: 0, HasGiftTrouble: false }).ToList();
        var renewed = cards.Where(card => card.DaysBefore > 0).ToList();
        var poor = renewed.Where(card => card.Type == CardType.KeepNumber).Take(20).ToHashSet();
        var began = Stopwatch.GetTimestamp();

        await world.SellAsync(Rich, renewed);
        await world.AgreeAsync(Rich, renewed.Where(card => !poor.Contains(card)));
        await world.AgreeAsync(Poor, poor);
        output.WriteLine($"agreed after {Stopwatch.GetElapsedTime(began)}");
        var agreed = renewed.ToDictionary(card => card.Renewal!.Value);

        var counts = new Counts();
        var pieces = new Queue<CardOnTrial[]>(byClerk.Chunk(byClerk.Count / 9));
        for (var passed = TimeSpan.Zero; passed < ThreeYears; passed += Step)
        {
            var gifts = pieces.TryDequeue(out var piece)
                ? await SellFirstAsync(world, piece)
                : await SellAgainAsync(world, byClerk, counts);
            if (passed.Days == 300)
            {
                gifts.AddRange(await world.SellWithGiftsAsync(Rich, cards.Where(card => card.HasGiftTrouble)));
            }

            // Its cards fall due a week before it pays in, and that in pieces.
            if (passed.Days % 365 is >= 345 or < 10)
            {
                await world.DepositAsync(Poor, "120.00 CNY");
            }

            if (passed.Days % 300 == 150)
            {
                await world.RestartAsync();
            }

            counts.Granted += await world.SettleGiftsAsync(gifts);
            counts.Renewals.Add(await world.RenewDueAsync(agreed, _random));
            counts.Reminders.Add(await world.RemindAsync(_random));
            world.Clock.MoveOn(Step);
        }

        output.WriteLine($"{counts}, {Stopwatch.GetElapsedTime(began)}");
        Assert.True(world.Faults.Count == 0, $"{world.Faults.Count}:\n{string.Join('\n', world.Faults.Take(20))}");
        counts.AssertEnough();
        await AssertNoneLapsedAsync(world, agreed);
        await AssertIssuerAgreesAsync(world, cards);
    }

    private static async Task<List<SimulatedWorld.GiftSale>> SellFirstAsync(SimulatedWorld world, CardOnTrial[] piece)
    {
        await world.SellAsync(Rich, piece.Where((_, number) => number % 100 != 0));
        return await world.SellWithGiftsAsync(Rich, piece.Where((_, number) => number % 100 == 0));
    }

    private async Task<List<SimulatedWorld.GiftSale>> SellAgainAsync(
        SimulatedWorld world, List<CardOnTrial> byClerk, Counts counts)
    {
        // Nobody is sold to twice on a day: that would be a suspected duplicate.
        var chosen = Some(byClerk, 6);
        await world.SellAsync(Rich, chosen.Skip(3));
        counts.TakenBack += await world.SellAndTakeBackAsync(Rich, chosen.GetRange(0, 1));
        return await world.SellWithGiftsAsync(Rich, chosen.Skip(1).Take(2));
    }

    private static async Task AssertNoneLapsedAsync(
        SimulatedWorld world, Dictionary<RenewalId, CardOnTrial> agreed)
    {
        var lowFloats = 0;
        foreach (var (id, card) in agreed)
        {
            var known = await world.Server.Store.Renewals.FindAsync(Rich, id, default)
                ?? (await world.Server.Store.Renewals.FindAsync(Poor, id, default))!;
            Assert.True(known.State == RenewalState.Active, $"{card}: {known.State} after {known.LastKind}");
            var look = await world.LookAsync(card);
            Assert.True(look.ValidUntil > world.Clock.GetUtcNow(), $"{card} lapsed {look.ValidUntil:O}");
            Assert.Equal(known.Made + 1, card.Sold);
            if (known.PartnerId == Poor)
            {
                var steps = await world.Server.Store.RenewalSteps.LatestAsync(Poor, id, 200, default);
                lowFloats += steps.Count(step => step.Kind == RenewalStepKind.LowFloat);
            }
        }

        // A float that is empty now and then is what the ladder is for.
        Assert.True(lowFloats > 0);
    }

    /// <summary>The issuer topped each card up as often as was told, and the audit of both books is clean.</summary>
    private static async Task AssertIssuerAgreesAsync(SimulatedWorld world, List<CardOnTrial> cards)
    {
        using var records = new IssuerRecordsClient(world.Server.Server.IssuerUrl);
        var (applied, undone) = (new Dictionary<string, string>(), new HashSet<string>());
        var gifts = new List<string>();
        await foreach (var record in records.ReadAllAsync(default))
        {
            if (record is { Kind: IssuerRecordKind.Gift, State: IssuerRecordState.Applied, Card: { } to })
            {
                gifts.Add(to);
            }
            else if (record is { Kind: IssuerRecordKind.TopUp, State: IssuerRecordState.Applied, Card: { } card })
            {
                applied.Add(record.Id, card);
            }
            else if (record is
            {
                Kind: IssuerRecordKind.Reversal, TopUpId: { } reversed, IsOfPart: false,
                State: IssuerRecordState.Applied
            })
            {
                undone.Add(reversed);
            }
        }

        var counts = applied.Where(one => !undone.Contains(one.Key)).CountBy(one => one.Value).ToDictionary();
        Assert.All(cards, card => Assert.True(
            counts.GetValueOrDefault(card.Number.Value) == card.Sold,
            $"{card}: {counts.GetValueOrDefault(card.Number.Value)} at the issuer, {card.Sold} sold"));
        var given = gifts.CountBy(card => card).ToDictionary();
        Assert.All(cards, card => Assert.True(
            given.GetValueOrDefault(card.Number.Value) == card.Gifts,
            $"{card}: {given.GetValueOrDefault(card.Number.Value)} gifts at the issuer, {card.Gifts} told"));
        var report = await AuditRun.RunAsync(world.Server.Store, records, world.Clock.GetUtcNow(), default);
        Assert.True(report.Ok, string.Join('\n', report.Findings.Take(20)));
    }

    private static List<CardOnTrial> MakeCards()
    {
        var cards = new List<CardOnTrial>();
        foreach (var (type, plan, byClerk, renewed, daysBefore) in Kinds)
        {
            for (var number = 0; number < Cards / Kinds.Length; number++)
            {
                var isRenewed = number < renewed;
                cards.Add(new CardOnTrial(NumberOf(type, number), isRenewed ? plan : byClerk)
                {
                    DaysBefore = isRenewed ? daysBefore : 0,
                });
            }
        }

        cards.AddRange(Troubles.Select(trouble => new CardOnTrial(
            SandboxCards.Number(CardType.KeepNumber, trouble), "keep-1y")
        { DaysBefore = 30 }));
        cards.Add(new CardOnTrial(SandboxCards.GiftRefused, "phone-100") { HasGiftTrouble = true });
        cards.Add(new CardOnTrial(SandboxCards.GiftTimeoutAfterApplying, "phone-100") { HasGiftTrouble = true });
        return cards;
    }

    private static string NumberOf(CardType type, int number)
    {
        var digits = "89860" + (int)type + "2" + number.ToString("D11", CultureInfo.InvariantCulture);
        return digits + CardNumber.LuhnDigit(digits);
    }

    private List<CardOnTrial> Some(List<CardOnTrial> cards, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => cards[_random.Next(cards.Count)]).Distinct()];

    /// <summary>How often something happened.</summary>
    private sealed class Counts
    {
        public Work Renewals { get; } = new();

        public Work Reminders { get; } = new();

        public int TakenBack { get; set; }

        public int Granted { get; set; }

        public void AssertEnough() => Assert.True(
            Renewals is { Done: > 2_000, Broken: > 100 } && Reminders is { Done: > 10_000, Broken: > 10 }
                && TakenBack > 50 && Granted > 200,
            ToString());

        public override string ToString() => $"renewals {Renewals}, reminders {Reminders}, "
            + $"{TakenBack} refunds, {Granted} gifts";

        internal sealed class Work
        {
            public int Done { get; private set; }

            public int Broken { get; private set; }

            public void Add((int Done, int Broken) more) => (Done, Broken) = (Done + more.Done, Broken + more.Broken);

            public override string ToString() => $"{Done} ({Broken} broken off)";
        }
    }
}
