using System.Diagnostics;
using System.Globalization;
using Partner.Core.Cards;
using Partner.Core.Renewals;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer;
using Partner.Server.Tests.Support;
using Partner.Server.Verbs;
using Xunit.Abstractions;

namespace Partner.Server.Tests.TimeTravel;

/// <summary>
/// Three years in a minute: ten thousand cards of all types are sold to, renewed by clerks and by auto-renewal,
/// refunded, while schedulers break off and the issuer has its faults. What is done to whom is a function of the seed.
/// </summary>
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
        var byClerk = cards.Where(card => card.DaysBefore == 0).ToList();
        var renewed = cards.Where(card => card.DaysBefore > 0).ToList();
        var poor = renewed.Where(card => card.Type == CardType.KeepNumber).Take(20).ToHashSet();
        var began = Stopwatch.GetTimestamp();

        await world.SellAsync(Rich, renewed);
        await world.AgreeAsync(Rich, renewed.Where(card => !poor.Contains(card)));
        await world.AgreeAsync(Poor, poor);
        output.WriteLine($"agreed after {Stopwatch.GetElapsedTime(began)}");
        var agreed = renewed.ToDictionary(card => card.Renewal!.Value);

        var (made, crashes, takenBack) = (0, 0, 0);
        var pieces = new Queue<CardOnTrial[]>(byClerk.Chunk(byClerk.Count / 9));
        for (var passed = TimeSpan.Zero; passed < ThreeYears; passed += Step)
        {
            if (pieces.TryDequeue(out var piece))
            {
                await world.SellAsync(Rich, piece);
            }
            else
            {
                // Nobody is sold to twice on a day: that would be a suspected duplicate.
                var chosen = Some(byClerk, 4);
                await world.SellAsync(Rich, chosen.Skip(1));
                takenBack += await world.SellAndTakeBackAsync(Rich, chosen.GetRange(0, 1));
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

            var (now, broke) = await world.RenewDueAsync(agreed, _random);
            (made, crashes) = (made + now, crashes + broke);
            world.Clock.MoveOn(Step);
        }

        output.WriteLine($"{made} renewals, {crashes} crashes, {takenBack} refunds, {Stopwatch.GetElapsedTime(began)}");
        Assert.True(world.Faults.Count == 0, $"{world.Faults.Count}:\n{string.Join('\n', world.Faults.Take(20))}");
        Assert.True(made > 2_000 && crashes > 100 && takenBack > 50, $"{made}, {crashes}, {takenBack}");
        await AssertNoneLapsedAsync(world, agreed);
        await AssertIssuerAgreesAsync(world, cards);
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
        await foreach (var record in records.ReadAllAsync(default))
        {
            if (record.State == Partner.Server.Issuer.Wire.IssuerRecordState.Applied && record.Card is { } card)
            {
                applied.Add(record.Id, card);
            }
            else if (record is { TopUpId: { } reversed, IsOfPart: false }
                && record.State == Partner.Server.Issuer.Wire.IssuerRecordState.Applied)
            {
                undone.Add(reversed);
            }
        }

        var counts = applied.Where(one => !undone.Contains(one.Key)).CountBy(one => one.Value).ToDictionary();
        Assert.All(cards, card => Assert.True(
            counts.GetValueOrDefault(card.Number.Value) == card.Sold,
            $"{card}: {counts.GetValueOrDefault(card.Number.Value)} at the issuer, {card.Sold} sold"));
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
        return cards;
    }

    private static string NumberOf(CardType type, int number)
    {
        var digits = "89860" + (int)type + "2" + number.ToString("D11", CultureInfo.InvariantCulture);
        return digits + CardNumber.LuhnDigit(digits);
    }

    private List<CardOnTrial> Some(List<CardOnTrial> cards, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => cards[_random.Next(cards.Count)]).Distinct()];
}
