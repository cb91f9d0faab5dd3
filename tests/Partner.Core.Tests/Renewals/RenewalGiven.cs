using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;
using Partner.Core.Renewals;
using Partner.Core.Tests.Support;

namespace Partner.Core.Tests.Renewals;

/// <summary>Auto-renewals to start from.</summary>
internal static class RenewalGiven
{
    public static readonly RenewalPolicy Policy = new();

    public static readonly DateTimeOffset End = Given.Noon.AddDays(3);

    public static readonly CardTypeRules Rules = new(CardType.Phone, TimeZoneInfo.Utc)
    {
        Grace = new CalendarPeriod(PeriodUnit.Day, 30),
    };

    public static RenewalTerms Terms(int daysBefore = 3) => new(
        Given.Card, new PlanCode("phone-100"), Channel.Pos, daysBefore, Given.Yuan(100), null, null, "consent-1");

    /// <summary>One of a card that ends in three days and is due now.</summary>
    public static AutoRenewal Due(RenewalTerms? terms = null) => RenewalLife.Create(
        new AutoRenewal
        {
            PartnerId = new PartnerId("acme"),
            Id = new RenewalId("00000000000000000000000007"),
            RequestId = new RequestId("agreement-0000000001"),
            Terms = terms ?? Terms(),
            CardType = CardType.Phone,
            Outlet = "outlet-1",
            CreatedAt = Given.Noon,
            CycleEnd = End,
        },
        TimeZoneInfo.Utc,
        Given.Yuan(100),
        Policy,
        Given.Noon).After;

    public static CardSight Card(DateTimeOffset? end, CardStanding standing = CardStanding.Active) =>
        new(new CardState(CardType.Phone, standing, end));

    public static RenewalTurn Next(AutoRenewal known, CardSight sight, DateTimeOffset now, Money? debit = null) =>
        RenewalDecision.Next(known, sight, Rules, debit ?? Given.Yuan(100), Policy, now);
}
