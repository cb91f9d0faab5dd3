using Partner.Core.Contacts;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>Identity checks as they are stored with sales.</summary>
public sealed class IdCheckTests
{
    private static readonly KeptIdCheck Check =
        new(IdDocumentType.TaiwanPermit, $"{new string('k', 16)}:{new string('0', 64)}");

    [Theory]
    [OnEveryDatabase]
    public async Task A_sale_keeps_its_identity_check_with_a_customers_number_and_without_one(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var contact = new KeptContact(
            new ContactId(fixture.NewId()), "sealed", "key", NoticeLanguage.English, null);

        var alone = await SaveAsync(fixture, order => order with { StandingIdCheck = Check });
        var both = await SaveAsync(fixture, order => order with
        {
            StandingIdCheck = Check,
            Contact = new CustomerContact(new PhoneNumber("+8613912345678"), null) { Kept = contact },
        });
        var neither = await SaveAsync(fixture, order => order);

        Assert.Equal([Check, Check, null], new[] { alone, both, neither }.Select(topUp => topUp.IdCheck));
        Assert.Equal((null, contact.Id, null), (alone.ContactId, both.ContactId, neither.ContactId));
        var done = await fixture.CompleteAsync(alone, IssuerVerdict.Accepted);
        Assert.Equal((TopUpState.Succeeded, Check), (done.State, done.IdCheck));
        await fixture.AssertRightAsync();
    }

    private static async Task<TopUpRecord> SaveAsync(StoreFixture fixture, Func<TopUpOrder, TopUpOrder> change)
    {
        var candidate = fixture.Candidate();
        var saved = await fixture.SellAsync(candidate with { Order = change(candidate.Order) });
        return (await fixture.Store.TopUps.FindAsync(StoreFixture.Acme, saved.Id, default))!;
    }
}
