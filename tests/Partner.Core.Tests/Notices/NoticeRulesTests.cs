using Partner.Core.Contacts;
using Partner.Core.Notices;
using Partner.Core.Tests.Support;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.Notices;

public sealed class NoticeRulesTests
{
    private static readonly ContactId Contact = new("00000000000000000000000009");

    [Theory]
    [InlineData(TopUpState.Processing, null)]
    [InlineData(TopUpState.Succeeded, NoticeKind.Arrival)]
    [InlineData(TopUpState.Failed, NoticeKind.Failure)]
    [InlineData(TopUpState.Cancelled, null)]
    [InlineData(TopUpState.Reversed, null)]
    public void A_top_ups_end_makes_the_notice_of_its_kind(TopUpState state, NoticeKind? kind)
    {
        var topUp = Given.TopUp(state) with { ContactId = Contact };

        var notice = NoticeRules.Of(topUp);

        Assert.Equal(kind, notice?.Kind);
        if (notice is not null)
        {
            Assert.Equal(
                (topUp.PartnerId, topUp.Id.Value, Contact, topUp.FinalAt!.Value),
                (notice.PartnerId, notice.Occasion, notice.ContactId, notice.CreatedAt));
            Assert.Equal((NoticeState.Due, 0, notice.CreatedAt), (notice.State, notice.Attempts, notice.DueAt));
            Assert.Equal(TimeSpan.FromHours(6), notice.ExpiresAt - notice.CreatedAt);
        }
    }

    [Fact]
    public void Without_a_number_that_is_kept_there_is_none()
    {
        var topUp = Given.TopUp(TopUpState.Succeeded);

        Assert.Null(NoticeRules.Of(topUp));
        Assert.Null(NoticeRules.Of(topUp with { ContactId = ContactId.NotKept }));
    }

    [Fact]
    public void The_id_is_made_of_the_occasion_and_the_kind_so_that_one_event_makes_one()
    {
        var topUp = Given.TopUp(TopUpState.Succeeded) with { ContactId = Contact };

        Assert.Equal("00000000000000000000000001.arrival", NoticeRules.Of(topUp)!.Id);
        Assert.Equal(NoticeRules.Of(topUp), NoticeRules.Of(topUp));
        Assert.Equal("acme.00000000000000000000000001.arrival", NoticeRules.Of(topUp)!.DeliveryId);
        Assert.Equal(
            Enum.GetValues<NoticeKind>().Length,
            Enum.GetValues<NoticeKind>().Select(kind => Notice.IdOf("x", kind)).Distinct().Count());
    }

    [Theory]
    [InlineData(NoticeVerdict.Taken, NoticeState.Sent)]
    [InlineData(NoticeVerdict.OptedOut, NoticeState.OptedOut)]
    [InlineData(NoticeVerdict.Refused, NoticeState.Refused)]
    [InlineData(NoticeVerdict.Unanswered, NoticeState.Due)]
    public void What_the_gateway_says_ends_it_or_lets_it_wait(NoticeVerdict verdict, NoticeState state)
    {
        var notice = Due() with { Attempts = 1 };
        var at = notice.CreatedAt.AddSeconds(2);

        var after = NoticeRules.After(notice, verdict, at);

        Assert.Equal(state, after.State);
        Assert.Equal(state == NoticeState.Due ? null : at, after.EndedAt);
        Assert.Equal(state == NoticeState.Due ? at.AddSeconds(10) : notice.DueAt, after.DueAt);
        Assert.Equal(notice.Id, after.Id);
    }

    [Fact]
    public void A_gateway_that_never_answers_is_asked_ever_more_rarely_and_the_notice_comes_to_its_end()
    {
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            var notice = Due() with { Kind = kind, ExpiresAt = Given.Noon + NoticeRules.LastsFor(kind) };
            var (now, last) = (notice.CreatedAt, TimeSpan.Zero);
            while (notice.State == NoticeState.Due)
            {
                Assert.False(NoticeRules.IsExpired(notice, now));
                notice = NoticeRules.After(
                    notice with { Attempts = notice.Attempts + 1 }, NoticeVerdict.Unanswered, now);
                Assert.True(notice.DueAt >= now);
                Assert.True(notice.State != NoticeState.Due || notice.DueAt - now >= last);
                (last, now) = (notice.DueAt - now, notice.DueAt);
                Assert.InRange(notice.Attempts, 1, 40);
            }

            Assert.Equal(NoticeState.Expired, notice.State);
            Assert.True(notice.EndedAt < notice.ExpiresAt);
        }
    }

    [Fact]
    public void A_notice_is_too_late_from_its_end_on()
    {
        var notice = Due();

        Assert.False(NoticeRules.IsExpired(notice, notice.ExpiresAt.AddTicks(-1)));
        Assert.True(NoticeRules.IsExpired(notice, notice.ExpiresAt));
    }

    [Fact]
    public void A_new_top_up_knows_whom_its_outcome_is_told()
    {
        var left = new CustomerContact(new PhoneNumber("+8613912345678"), null);
        var kept = new KeptContact(Contact, "sealed", "key", NoticeLanguage.English, null);

        Assert.Null(Of(null));
        Assert.Equal(ContactId.NotKept, Of(left));
        Assert.Equal(Contact, Of(left with { Kept = kept }));

        static ContactId? Of(CustomerContact? contact) => TopUpRecord.Of(
            new PartnerId("acme"), new TopUpId("00000000000000000000000001"),
            Given.Order() with { Contact = contact }, Given.Offer(), Given.Noon).ContactId;
    }

    private static Notice Due() =>
        NoticeRules.Of(Given.TopUp(TopUpState.Succeeded) with { ContactId = Contact })!;
}
