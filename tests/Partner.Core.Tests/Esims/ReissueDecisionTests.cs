using System.Numerics;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Esims;
using Partner.Core.Plans;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.Esims;

/// <summary>Which reissues are made, and what becomes of them. What stands first in the table wins.</summary>
public sealed class ReissueDecisionTests
{
    private static readonly PartnerId Acme = new("acme");
    private static readonly DateTimeOffset Now = Given.Noon;
    private static readonly CardNumber Card = CardNumber.Stored("8986040000000000013");
    private static readonly ContactKeys Keys = ContactKeys.Read(Convert.ToBase64String(new byte[32]));
    private static readonly ReissueTerms Terms =
        new(new CardLimit(2, new CalendarPeriod(PeriodUnit.Day, 365)), TimeZoneInfo.Utc, Now, true);

    private static readonly (Reason Reason, Func<Situation, Situation> Cause)[] Precedence =
    [
        (Reason.EsimReissueUnderWay, now => now.With(Earlier(ReissueState.Processing, TimeSpan.FromMinutes(1)))),
        (Reason.EsimReissueLimitReached, now => now
            .With(Earlier(ReissueState.Succeeded, TimeSpan.FromDays(2)))
            .With(Earlier(ReissueState.Succeeded, TimeSpan.FromDays(3)))),
        (Reason.IdCheckLocked, now => Enumerable.Range(0, ReissueTerms.MostMismatches).Aggregate(
            now, (one, _) => one.With(Mismatch(TimeSpan.FromHours(1))))),
        (Reason.IdCheckMismatch, now => now with { First = Shown("9999").For(Card) }),
        (Reason.IssuerUnavailable, now => now with { IssuerAccepts = false }),
    ];

    [Fact]
    public void Of_all_reasons_that_apply_the_first_of_the_table_wins()
    {
        for (var choice = 1; choice < 1 << Precedence.Length; choice++)
        {
            var situation = Precedence.Where((_, place) => (choice >> place & 1) == 1)
                .Aggregate(Situation.Good, (current, row) => row.Cause(current));

            var decided = situation.Decide();

            Assert.Equal(
                Precedence[BitOperations.TrailingZeroCount(choice)].Reason,
                decided.Refusal?.Reason ?? decided.Value.Reason);
        }
    }

    [Fact]
    public void Another_document_is_kept_as_a_reissue_that_failed()
    {
        var decided = (Situation.Good with { First = Shown("9999").For(Card) }).Decide().Value;

        Assert.Equal(
            (ReissueState.Failed, Reason.IdCheckMismatch, Now), (decided.State, decided.Reason, decided.FinalAt));
    }

    [Fact]
    public void A_document_under_a_key_that_is_gone_cannot_be_compared()
    {
        var other = ContactKeys.Read(Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray()));
        var first = other.Check(Acme, IdDocumentType.Passport, "1234")!.For(Card);

        Assert.Equal(
            Reason.IdCheckUnavailable, (Situation.Good with { First = first }).Decide().Refusal!.Reason);
    }

    [Theory]
    [InlineData(364.9, true)]
    [InlineData(365.1, false)]
    public void Those_of_the_period_count_and_those_that_failed_do_not(double daysAgo, bool refused)
    {
        var situation = Situation.Good
            .With(Earlier(ReissueState.Succeeded, TimeSpan.FromDays(daysAgo)))
            .With(Earlier(ReissueState.Failed, TimeSpan.FromDays(1)))
            .With(Earlier(ReissueState.Succeeded, TimeSpan.FromDays(1)));

        var refusal = situation.Decide().Refusal;

        Assert.Equal(refused, refusal is not null);
        if (refusal is not null)
        {
            Assert.Equal(
                ("2", "2", "365 days"),
                (refusal.Metadata["limit"], refusal.Metadata["used"], refusal.Metadata["period"]));
            Assert.StartsWith("2026-01-15T14:24", refusal.Metadata["room_from"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Mismatches_of_yesterday_lock_nothing()
    {
        var situation = Enumerable.Range(0, 9).Aggregate(
            Situation.Good, (one, _) => one.With(Mismatch(TimeSpan.FromHours(25))));

        Assert.Null(situation.Decide().Refusal);
    }

    [Fact]
    public void One_of_another_partner_that_is_under_way_is_not_named()
    {
        var theirs = Earlier(ReissueState.Processing, TimeSpan.Zero) with { PartnerId = new PartnerId("other") };

        var refusal = Situation.Good.With(theirs).Decide().Refusal!;

        Assert.Equal(Reason.EsimReissueUnderWay, refusal.Reason);
        Assert.DoesNotContain("reissue", refusal.Metadata.Keys);
    }

    [Theory]
    [InlineData(IssuerVerdict.Accepted, ReissueState.Succeeded, Reason.None)]
    [InlineData(IssuerVerdict.Withdrawn, ReissueState.Failed, Reason.WithdrawnAtIssuer)]
    [InlineData(IssuerVerdict.Unknown, ReissueState.Processing, Reason.AwaitingIssuer)]
    [InlineData(IssuerVerdict.NotFound, ReissueState.Processing, Reason.AwaitingIssuer)]
    [InlineData(IssuerVerdict.NotSent, ReissueState.Processing, Reason.AwaitingIssuer)]
    public void Only_an_explicit_word_of_the_issuer_ends_it(IssuerVerdict verdict, ReissueState state, Reason reason)
    {
        var draft = Situation.Draft;

        var after = ReissueDecision.Decide(draft, new IssuerAnswer(verdict, "R1"), Now)
            is Completion<EsimReissue>.Change change ? change.Record : draft;

        Assert.Equal((state, reason), (after.State, after.Reason));
        Assert.IsType<Completion<EsimReissue>.Nothing>(ReissueDecision.Decide(
            draft with { State = ReissueState.Succeeded }, new IssuerAnswer(IssuerVerdict.Withdrawn), Now));
    }

    private static EarlierReissue Earlier(ReissueState state, TimeSpan ago) =>
        new(Acme, new ReissueId("e1"), state, Reason.None, Now - ago);

    private static EarlierReissue Mismatch(TimeSpan ago) =>
        Earlier(ReissueState.Failed, ago) with { Reason = Reason.IdCheckMismatch };

    private static IdCheck Shown(string lastFour) => Keys.Check(Acme, IdDocumentType.Passport, lastFour)!;

    private sealed record Situation(IReadOnlyList<EarlierReissue> Known, KeptIdCheck? First, bool IssuerAccepts)
    {
        public static Situation Good => new([], Shown("1234").For(Card), true);

        public static EsimReissue Draft => new()
        {
            PartnerId = Acme,
            Id = new ReissueId("e9"),
            RequestId = new RequestId("change-of-device-1"),
            Card = Card,
            CardType = CardType.Travel,
            Origin = new ReissueOrigin("", "", "", "", ""),
            IdCheck = Shown("1234").For(Card),
            CreatedAt = Now,
        };

        public Situation With(EarlierReissue one) => this with { Known = [.. Known, one] };

        public Result<EsimReissue> Decide() => ReissueDecision.Decide(
            Draft, Shown("1234"), new ReissueFacts(Known, First), Terms with { IssuerAccepts = IssuerAccepts });
    }
}
