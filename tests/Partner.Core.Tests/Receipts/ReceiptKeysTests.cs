using System.Security.Cryptography;
using Partner.Core.Receipts;

namespace Partner.Core.Tests.Receipts;

public sealed class ReceiptKeysTests
{
    private static readonly string Content = ReceiptContent.Write(Samples.Of());

    [Fact]
    public void A_signature_is_of_exactly_this_content()
    {
        var keys = ReceiptKeys.Read(Samples.NewKey());
        var signature = keys.Sign(Content)!;

        Assert.Equal(SignatureVerdict.Genuine, Verify(keys, Content, signature));
        for (var at = 0; at < Content.Length; at += 7)
        {
            var tampered = Content[..at] + (Content[at] == 'x' ? 'y' : 'x') + Content[(at + 1)..];
            Assert.Equal(SignatureVerdict.NotGenuine, Verify(keys, tampered, signature));
        }
    }

    [Fact]
    public void No_other_text_stands_for_a_signature()
    {
        var keys = ReceiptKeys.Read(Samples.NewKey());
        var signature = keys.Sign(Content)!;
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

        for (var at = 0; at < signature.Value.Length; at++)
        {
            foreach (var letter in letters.Where(letter => letter != signature.Value[at]))
            {
                var other = signature.Value[..at] + letter + signature.Value[(at + 1)..];
                if (at == signature.Value.Length - 1 || letter == letters[at % letters.Length])
                {
                    Assert.Equal(
                        SignatureVerdict.NotGenuine, keys.Verify(Content, signature.KeyId, other));
                }
            }
        }

        Assert.Equal(SignatureVerdict.NotGenuine, keys.Verify(Content, signature.KeyId, ""));
        Assert.Equal(SignatureVerdict.NotGenuine, keys.Verify(Content, signature.KeyId, "not base64!"));
        Assert.Equal(SignatureVerdict.NotGenuine, keys.Verify(Content, signature.KeyId, signature.Value + "=="));
    }

    [Fact]
    public void Another_key_makes_no_genuine_receipt_even_under_a_known_id()
    {
        var (ours, theirs) = (ReceiptKeys.Read(Samples.NewKey()), ReceiptKeys.Read(Samples.NewKey()));
        var forged = theirs.Sign(Content)!;

        Assert.Equal(SignatureVerdict.KeyUnknown, Verify(ours, Content, forged));
        Assert.Equal(SignatureVerdict.NotGenuine, ours.Verify(Content, ours.OwnId!, forged.Value));
    }

    [Fact]
    public void After_a_change_of_keys_the_former_receipts_are_genuine_as_long_as_their_key_is_given()
    {
        var (former, present) = (Samples.NewKey(), Samples.NewKey());
        var old = ReceiptKeys.Read(former).Sign(Content)!;
        var changed = ReceiptKeys.Read(present, Samples.PublicOf(former));

        Assert.Equal(SignatureVerdict.Genuine, Verify(changed, Content, old));
        Assert.Equal(SignatureVerdict.KeyUnknown, Verify(ReceiptKeys.Read(present), Content, old));
        Assert.NotEqual(old.KeyId, changed.Sign(Content)!.KeyId);
        Assert.Equal(SignatureVerdict.Genuine, Verify(ReceiptKeys.Read(null, former), Content, old));
    }

    [Fact]
    public void Without_a_key_nothing_is_signed()
    {
        Assert.Null(ReceiptKeys.Read(null, Samples.PublicOf(Samples.NewKey())).Sign(Content));
    }

    [Fact]
    public void A_signature_is_what_any_library_of_ES256_verifies()
    {
        var pem = Samples.NewKey();
        var signature = ReceiptKeys.Read(pem).Sign(Content)!;
        using var key = ECDsa.Create();
        key.ImportFromPem(Samples.PublicOf(pem));

        Assert.True(key.VerifyData(
            System.Text.Encoding.UTF8.GetBytes($"{Content}\nkey={signature.KeyId}"),
            System.Buffers.Text.Base64Url.DecodeFromChars(signature.Value),
            HashAlgorithmName.SHA256));
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16], signature.KeyId);
    }

    [Fact]
    public void Only_keys_of_P_256_are_taken_and_only_private_ones_sign()
    {
        using var rsa = RSA.Create(2048);
        string[] wrong =
        [
            Samples.NewKey(ECCurve.NamedCurves.nistP384), rsa.ExportPkcs8PrivateKeyPem(), "nothing",
            Samples.PublicOf(Samples.NewKey()),
        ];

        Assert.All(wrong, pem => Assert.Throws<CryptographicException>(() => ReceiptKeys.Read(pem)));
        Assert.All(wrong[..3], pem => Assert.Throws<CryptographicException>(() => ReceiptKeys.Read(null, pem)));
    }

    private static SignatureVerdict Verify(ReceiptKeys keys, string content, ReceiptSignature signature) =>
        keys.Verify(content, signature.KeyId, signature.Value);
}
