using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Sandbox.Issuer;
using Partner.Server.Issuer.Wire;

namespace Partner.Server.Tests.Issuer;

/// <summary>The simulated issuer's arithmetic and the server's promise agree, although they share nothing.</summary>
public sealed class IssuerAccountTests
{
    private static readonly string[] Zones =
        ["Asia/Shanghai", "Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "America/New_York"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Cards_of_a_hundred_random_lives_are_each_time_the_projected_ones(int seed)
    {
        var random = new Random(seed);
        for (var life = 0; life < 25; life++)
        {
            var type = (CardType)random.Next(1, 5);
            var zone = TimeZoneInfo.FindSystemTimeZoneById(Zones[random.Next(Zones.Length)]);
            var rules = new CardTypeRules(type, zone);
            var now = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(60 * 24 * 365));
            var account = new IssuerAccount { ValidUntil = now.AddHours(random.Next(-500, 5000)), Balance = 0 };
            for (var sale = 0; sale < 12; sale++)
            {
                now = now.AddMinutes(random.Next(60 * 24 * 40));
                account.Advance(now, zone);
                var (plan, amount) = (AnyPlan(type, random), new Money(random.Next(1, 300) * 100, Cny));
                var before = StateOf(account, type, now);

                var startNow = random.Next(4) == 0;
                var sold = new ProjectedSale(plan, amount, startNow);

                var projected = CardProjector.Project(before, sold, rules, now).Value.After;
                account.Apply(plan, amount.Minor, rules, now, startNow);

                var actual = StateOf(account, type, now);
                Assert.Equal((projected.ValidUntil, projected.Balance), (actual.ValidUntil, actual.Balance));
                Assert.Equal(projected.Packs, actual.Packs);
                Assert.Equal(projected.Queue, actual.Queue);
            }
        }
    }

    [Fact]
    public void A_card_becomes_the_same_whether_or_not_anybody_looks_at_it_in_between()
    {
        var random = new Random(5);
        for (var life = 0; life < 3_000; life++)
        {
            var type = life % 2 == 0 ? CardType.RegistrationEsim : CardType.Travel;
            var zone = TimeZoneInfo.FindSystemTimeZoneById(Zones[random.Next(Zones.Length)]);
            var rules = new CardTypeRules(type, zone);
            var now = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
            var seen = new IssuerAccount { ValidUntil = now, Balance = 0 };
            var unseen = new IssuerAccount { ValidUntil = now, Balance = 0 };
            for (var deed = 0; deed < 12; deed++)
            {
                for (var look = random.Next(4); look > 0; look--)
                {
                    now = now.AddMinutes(random.Next(60 * 24 * 20));
                    seen.Advance(now, zone);
                }

                now = now.AddMinutes(random.Next(60 * 24 * 20));
                var plan = AnyPlan(type, random);
                var gift = new IssuerRecord
                {
                    Id = "gift",
                    Kind = IssuerRecordKind.Gift,
                    State = IssuerRecordState.Applied,
                    At = now,
                    Grants = [new GrantMessage("day", random.Next(1, 40), 7, random.Next(3) == 0 ? "JP" : null)],
                };
                var gives = random.Next(2) == 0;
                foreach (var account in new[] { seen, unseen })
                {
                    if (gives)
                    {
                        account.Give(gift, zone);
                    }
                    else
                    {
                        account.Apply(plan, 100, rules, now);
                    }
                }

                var (expected, actual) = (StateOf(unseen, type, now), StateOf(seen, type, now));
                Assert.Equal(expected.ValidUntil, actual.ValidUntil);
                Assert.Equal(expected.Packs, actual.Packs);
                Assert.Equal(expected.Queue, actual.Queue);
            }
        }
    }

    private static Currency Cny => Currency.Of("CNY");

    private static CardState StateOf(IssuerAccount account, CardType type, DateTimeOffset now) =>
        new(type, account.ValidUntil > now ? CardStanding.Active : CardStanding.InGrace, account.ValidUntil)
        {
            Balance = new Money(account.Balance!.Value, Cny),
            Packs = [.. account.Packs.Select(pack => new DataPack(pack.Region, pack.Bytes, pack.Ends))],
            Queue =
            [
                .. account.Waiting.Select(pack => new QueuedPack(
                    pack.Region, pack.Bytes, pack.Lasts, pack.Begins, pack.UseBy)),
            ],
        };

    private static Plan AnyPlan(CardType type, Random random)
    {
        var data = random.Next(3) == 0 ? 0 : 1000;
        var plan = new Plan(
            new PlanCode("any"), "Any", "任意", type, "any", random.Next(2) == 0 ? "GLOBAL" : "JP",
            new PlanPrice.Fixed(new Money(100, Cny)), (PeriodUnit)random.Next(1, 4), random.Next(1, 4), data, default);
        var own = new CalendarPeriod((PeriodUnit)random.Next(1, 4), random.Next(1, 4));
        var grants = new PlanGrants
        {
            CountedFrom = random.Next(3) == 0 ? CountedFrom.Today : null,
            Rollover = random.Next(3) switch { 0 => true, 1 => false, _ => null },
            Packs = data > 0 && random.Next(2) == 0 ? (PackOrder)random.Next(2) : null,
            DataPeriod = data > 0 && random.Next(3) == 0 ? own : null,
        };
        return plan with
        {
            Grants = data > 0 && random.Next(5) == 0
                ? new PlanGrants { Start = GrantStart.AtFirstUse, UseWithin = own }
                : grants,
        };
    }
}
