using System.Security.Cryptography;
using Partner.Core.Contacts;

namespace Partner.Core.Tests.Contacts;

public sealed class ContactKeysTests
{
    private static readonly PartnerId Acme = new("acme");
    private static readonly ContactId Id = new("00000000000000000000000001");
    private static readonly PhoneNumber Phone = new("+8613912345678");
    private static readonly CustomerContact Contact = new(Phone, null);
    private static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_number_is_read_with_its_key_only_and_never_stored_as_it_is()
    {
        var keys = ContactKeys.Read(NewKey());
        var kept = Keep(keys);

        Assert.Equal(Phone, keys.Open(Acme, kept));
        Assert.Equal((keys.OwnId, NoticeLanguage.Chinese, Noon), (kept.KeyId, kept.Language, kept.DeleteAt));
        Assert.Null(ContactKeys.Read(NewKey()).Open(Acme, kept));
        Assert.Null(ContactKeys.None.Open(Acme, kept));
        Assert.DoesNotContain("39123456", kept.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(kept.SealedNumber, Keep(keys).SealedNumber);
    }

    [Fact]
    public void A_number_in_anothers_place_or_with_a_change_is_not_read()
    {
        var keys = ContactKeys.Read(NewKey());
        var kept = Keep(keys);

        Assert.Null(keys.Open(new PartnerId("elsewhere"), kept));
        Assert.Null(keys.Open(Acme, kept with { Id = new ContactId("00000000000000000000000002") }));
        Assert.Null(keys.Open(Acme, kept with { SealedNumber = "" }));
        Assert.Null(keys.Open(Acme, kept with { SealedNumber = "§" }));
        Assert.Null(keys.Open(Acme, kept with { SealedNumber = kept.SealedNumber[..20] }));
        for (var at = 0; at < kept.SealedNumber.Length - 1; at++)
        {
            var other = kept.SealedNumber[at] == 'A' ? 'B' : 'A';
            var changed = kept.SealedNumber[..at] + other + kept.SealedNumber[(at + 1)..];
            Assert.Null(keys.Open(Acme, kept with { SealedNumber = changed }));
        }
    }

    [Fact]
    public void After_a_change_of_keys_former_numbers_are_read_and_recognised_and_new_ones_are_under_the_new_key()
    {
        var (old, fresh) = (NewKey(), NewKey());
        var before = ContactKeys.Read(old);
        var after = ContactKeys.Read(fresh, old);

        Assert.Equal(Phone, after.Open(Acme, Keep(before)));
        Assert.Null(before.Open(Acme, Keep(after)));
        Assert.Contains(before.HashesOf(Phone)[0], after.HashesOf(Phone));
        Assert.NotEqual(before.HashesOf(Phone)[0], after.HashesOf(Phone)[0]);
        Assert.Equal(2, ContactKeys.Read(fresh, old, fresh).HashesOf(Phone).Count);
    }

    [Fact]
    public void A_hash_is_of_one_number_and_key_and_shows_nothing_of_the_number()
    {
        var keys = ContactKeys.Read(NewKey());
        var hash = Assert.Single(keys.HashesOf(Phone));

        Assert.Equal(hash, Assert.Single(keys.HashesOf(new PhoneNumber("+8613912345678"))));
        Assert.NotEqual(hash, Assert.Single(keys.HashesOf(new PhoneNumber("+8613912345679"))));
        Assert.Matches("^[0-9a-f]{16}:[0-9a-f]{64}$", hash);
        Assert.StartsWith(keys.OwnId!, hash, StringComparison.Ordinal);
        Assert.Empty(ContactKeys.None.HashesOf(Phone));
    }

    [Fact]
    public void A_number_is_printed_with_its_middle_hidden_wherever_it_stands()
    {
        Assert.Equal("+86…5678", Phone.ToString());
        Assert.DoesNotContain("39123456", Contact.ToString(), StringComparison.Ordinal);
        Assert.Equal("+8613912345678", Phone.Reveal());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64 at all")]
    [InlineData("c2hvcnQ=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_key_of_32_bytes_is_refused_in_words(string text)
    {
        var fault = Assert.Throws<CryptographicException>(() => ContactKeys.Read(text));

        Assert.Contains("openssl rand -base64 32", fault.Message, StringComparison.Ordinal);
    }

    // What is stored must be readable for ever: these were written down when the form was made.
    [Fact]
    public void The_form_never_changes()
    {
        var keys = ContactKeys.Read("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

        Assert.Equal(KnownId, keys.OwnId);
        Assert.Equal(KnownHash, Assert.Single(keys.HashesOf(Phone)));
        var kept = new KeptContact(Id, KnownSealed, KnownId, NoticeLanguage.English, null);
        Assert.Equal(Phone, keys.Open(Acme, kept));
    }

    private const string KnownId = "b2c6042b7d6f1984";
    private const string KnownHash =
        "b2c6042b7d6f1984:21512fd54ecb6d567fd0c60e40b3dd82693a5bff1acf30e2dc693b8c0de1b40f";
    private const string KnownSealed = "AAECAwQFBgcICQoLazzKwkowf86NdACpsq7-pjWixhB2Qk6PkKSJnbiB";

    private static KeptContact Keep(ContactKeys keys) => keys.Keep(Acme, Id, Contact, NoticeLanguage.Chinese, Noon)!;

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n";
}
