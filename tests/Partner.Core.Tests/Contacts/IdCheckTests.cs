using System.Security.Cryptography;
using Partner.Core.Cards;
using Partner.Core.Contacts;

namespace Partner.Core.Tests.Contacts;

public sealed class IdCheckTests
{
    private static readonly PartnerId Acme = new("acme");
    private static readonly CardNumber Card = CardNumber.Stored("8986020000000000001");
    private static readonly CardNumber OtherCard = CardNumber.Stored("8986020000000000002");

    [Fact]
    public void The_same_document_of_the_same_card_is_recognised_and_no_other()
    {
        var keys = ContactKeys.Read(NewKey());
        var kept = Check(keys).For(Card);

        Assert.True(Check(keys).Matches(kept, Card));
        Assert.False(Check(keys, "123Y").Matches(kept, Card));
        Assert.False(Check(keys, document: IdDocumentType.Passport).Matches(kept, Card));
        Assert.False(Check(keys).Matches(kept, OtherCard));
        Assert.False(keys.Check(new PartnerId("elsewhere"), IdDocumentType.ResidentIdCard, "123X")!
            .Matches(kept, Card));
    }

    [Fact]
    public void What_is_kept_tells_nothing_and_is_equal_for_no_two_cards()
    {
        var keys = ContactKeys.Read(NewKey());
        var kept = Check(keys).For(Card);

        Assert.DoesNotContain("123X", kept.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Matches("^[0-9a-f]{16}:[0-9a-f]{64}$", kept.Hash);
        Assert.NotEqual(kept.Hash, Check(keys).For(OtherCard).Hash);
        Assert.NotEqual(kept.Hash[17..], Check(ContactKeys.Read(NewKey())).For(Card).Hash[17..]);

        // Nor can it be found among hashes of phone numbers, whatever is typed as one.
        Assert.DoesNotContain(kept.Hash, keys.HashesOf(new PhoneNumber("123X")));
    }

    [Fact]
    public void After_a_change_of_keys_what_was_kept_is_recognised_while_the_former_key_is_given()
    {
        var (old, fresh) = (NewKey(), NewKey());
        var kept = Check(ContactKeys.Read(old)).For(Card);

        Assert.True(Check(ContactKeys.Read(fresh, old)).Matches(kept, Card));
        Assert.False(Check(ContactKeys.Read(fresh, old), "1234").Matches(kept, Card));
        Assert.Null(Check(ContactKeys.Read(fresh)).Matches(kept, Card));
        Assert.Null(ContactKeys.None.Check(Acme, IdDocumentType.Other, "1234"));
    }

    private static IdCheck Check(
        ContactKeys keys, string lastFour = "123X", IdDocumentType document = IdDocumentType.ResidentIdCard) =>
        keys.Check(Acme, document, lastFour)!;

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
