using Partner.Core.Arrivals;
using Partner.Core.Cards;
using Partner.Core.TopUps;
using Partner.Server.Arrivals;
using Partner.Server.Errors;

namespace Partner.Server.Tests.Arrivals;

public sealed class CaseWordsTests
{
    private static readonly CaseVerdict[] Doubts =
    [
        CaseVerdict.BeingLookedInto, CaseVerdict.AwaitingIssuer, CaseVerdict.NotOnCard, CaseVerdict.CardNotReadable,
        CaseVerdict.CardNotComparable, CaseVerdict.IssuerDenies,
    ];

    private static readonly ArrivalCase Known = new()
    {
        PartnerId = new PartnerId("acme"),
        TopUpId = new TopUpId("00000000000000000000000001"),
        Outlet = "",
        Card = CardNumber.Phone("+8613800000001")!,
        PlanCode = new PlanCode("phone-100"),
        OpenedAt = default,
        OpenedIn = TopUpState.Processing,
        ClockEndsAt = default,
    };

    [Fact]
    public void Every_verdict_and_every_finding_has_words_in_both_languages()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            foreach (var verdict in Enum.GetValues<CaseVerdict>())
            {
                var isDoubt = Doubts.Contains(verdict);
                var states = isDoubt
                    ? verdict == CaseVerdict.IssuerDenies
                        ? [CaseState.Escalated] : new[] { CaseState.Open, CaseState.Escalated }
                    : [CaseState.Arrived, CaseState.Repaired, CaseState.Refunded];
                Assert.All(states, state => Assert.NotEmpty(
                    CaseWords.Of(Known with { State = state, Verdict = verdict }, language)));
            }

            foreach (var issuer in Enum.GetValues<IssuerStatement>())
            {
                Assert.All(Enum.GetValues<CardStatement>(), card => Assert.NotEmpty(CaseWords.Of(
                    new CaseEvidence(default, TopUpState.Succeeded, issuer, card), language)));
            }
        }
    }

    [Fact]
    public void Whatever_is_not_clear_tells_the_clerk_not_to_sell_it_again()
    {
        foreach (var verdict in Doubts)
        {
            var state = verdict == CaseVerdict.IssuerDenies ? CaseState.Escalated : CaseState.Open;
            var known = Known with { State = state, Verdict = verdict };
            Assert.Contains("sell it again", CaseWords.Of(known, Language.English), StringComparison.Ordinal);
            Assert.Contains("勿重复充值", CaseWords.Of(known, Language.Chinese), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_numbers_of_the_contract_are_those_that_are_stored()
    {
        AssertSame<CaseState, Leb.Partner.V1.CaseState>();
        AssertSame<CaseVerdict, Leb.Partner.V1.CaseVerdict>();
        AssertSame<IssuerStatement, Leb.Partner.V1.IssuerStatement>();
        AssertSame<CardStatement, Leb.Partner.V1.CardStatement>();
    }

    private static void AssertSame<TCore, TWire>()
        where TCore : struct, Enum
        where TWire : struct, Enum => Assert.Equal(
        Enum.GetValues<TWire>().Skip(1).Select(value => (value.ToString(), Convert.ToInt32(value, null))),
        Enum.GetValues<TCore>().Select(value => (value.ToString(), Convert.ToInt32(value, null))));
}
