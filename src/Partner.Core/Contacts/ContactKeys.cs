using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Partner.Core.Contacts;

/// <summary>
/// The keys of what customers leave: phone numbers and identity documents. The first encrypts (AES-256-GCM, with the
/// partner and the contact's id bound to it, so that no number can be put in another's place) and makes keyed hashes
/// (HMAC-SHA-256); all of them decrypt and recognise. Each is derived for its purpose from the one that is given (HKDF,
/// RFC 5869).
/// </summary>
public sealed class ContactKeys
{
    /// <summary>No keys: no number is kept.</summary>
    public static readonly ContactKeys None = new([]);

    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int IdBytes = 8;

    private readonly Key[] _keys;

    private ContactKeys(Key[] keys) => _keys = keys;

    /// <summary>The id of the key that encrypts; null when there is none.</summary>
    public string? OwnId => _keys.Length == 0 ? null : _keys[0].Id;

    /// <summary>Reads keys.</summary>
    /// <param name="texts">Each 32 random bytes in base64; the first is the one that encrypts.</param>
    /// <exception cref="CryptographicException">A text is no such key.</exception>
    public static ContactKeys Read(params IEnumerable<string> texts) =>
        new([.. texts.Select(Key.Of).DistinctBy(key => key.Id)]);

    /// <summary>Encrypts a number.</summary>
    /// <param name="partnerId">Whose customer it is.</param>
    /// <param name="id">The id under which it is kept.</param>
    /// <param name="contact">The number and its language.</param>
    /// <param name="language">The language where it names none.</param>
    /// <param name="deleteAt">When it is deleted; null while it is needed.</param>
    /// <returns>What is stored, another text each time; null without a key.</returns>
    public KeptContact? Keep(
        PartnerId partnerId, ContactId id, CustomerContact contact, NoticeLanguage language, DateTimeOffset? deleteAt)
    {
        if (_keys.Length == 0)
        {
            return null;
        }

        var plain = Encoding.ASCII.GetBytes(contact.Phone.Reveal());
        var box = new byte[NonceLength + plain.Length + TagLength];
        var nonce = box.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_keys[0].Sealing, TagLength);
        cipher.Encrypt(
            nonce, plain, box.AsSpan(NonceLength, plain.Length), box.AsSpan(^TagLength..), Bound(partnerId, id));
        return new KeptContact(
            id, Base64Url.EncodeToString(box), _keys[0].Id, contact.Language ?? language, deleteAt);
    }

    /// <summary>Decrypts a number.</summary>
    /// <param name="partnerId">Whose customer it is.</param>
    /// <param name="kept">As it is stored.</param>
    /// <returns>
    /// The number; null where its key is not there, or it is not what was stored for this partner and id.
    /// </returns>
    public PhoneNumber? Open(PartnerId partnerId, KeptContact kept)
    {
        if (Array.Find(_keys, key => key.Id == kept.KeyId) is not { } key || !Base64Url.IsValid(kept.SealedNumber))
        {
            return null;
        }

        var box = Base64Url.DecodeFromChars(kept.SealedNumber);
        if (box.Length <= NonceLength + TagLength)
        {
            return null;
        }

        var plain = new byte[box.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key.Sealing, TagLength);
        try
        {
            cipher.Decrypt(
                box.AsSpan(0, NonceLength), box.AsSpan(NonceLength, plain.Length), box.AsSpan(^TagLength..), plain,
                Bound(partnerId, kept.Id));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return new PhoneNumber(Encoding.ASCII.GetString(plain));
    }

    /// <summary>
    /// The keyed hashes of a number, that of the present key first: the key's id, ":" and 64 hex digits. What is kept
    /// under a former key is recognised for as long as that key is given.
    /// </summary>
    public IReadOnlyList<string> HashesOf(PhoneNumber phone)
    {
        var bytes = Encoding.ASCII.GetBytes(phone.Reveal());
        return
        [
            .. _keys.Select(key => $"{key.Id}:{Convert.ToHexStringLower(HMACSHA256.HashData(key.Hashing, bytes))}"),
        ];
    }

    /// <summary>
    /// Takes what a clerk read off a customer's identity document, and makes keyed hashes of it at once, under a key of
    /// their own: what is kept can be compared with the same document of the same card and partner, and with nothing
    /// else.
    /// </summary>
    /// <param name="partnerId">Whose customer it is.</param>
    /// <param name="document">Which document.</param>
    /// <param name="lastFour">The last characters of its number, in their one form.</param>
    /// <returns>The check; null without a key.</returns>
    public IdCheck? Check(PartnerId partnerId, IdDocumentType document, string lastFour)
    {
        var bytes = Encoding.UTF8.GetBytes($"{partnerId}\n{(int)document}\n{lastFour}");
        return _keys.Length == 0
            ? null
            : new IdCheck(
                document, [.. _keys.Select(key => new IdSeal(key.Id, HMACSHA256.HashData(key.Checking, bytes)))]);
    }

    private static byte[] Bound(PartnerId partnerId, ContactId id) => Encoding.UTF8.GetBytes($"{partnerId}\n{id}");

    private sealed record Key(string Id, byte[] Sealing, byte[] Hashing, byte[] Checking)
    {
        public static Key Of(string text)
        {
            var bytes = new byte[KeyLength + 1];
            if (!Convert.TryFromBase64String(text.Trim(), bytes, out var length) || length != KeyLength)
            {
                throw new CryptographicException(
                    "It is no key of customers' numbers: 32 random bytes in base64, as of openssl rand -base64 32.");
            }

            var secret = bytes[..KeyLength];
            return new Key(
                Convert.ToHexStringLower(Derive(secret, "leb notice key id", IdBytes)),
                Derive(secret, "leb notice sealing", KeyLength),
                Derive(secret, "leb notice hashing", KeyLength),
                Derive(secret, "leb id check hashing", KeyLength));
        }

        private static byte[] Derive(byte[] secret, string purpose, int length) =>
            HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, length, info: Encoding.ASCII.GetBytes(purpose));
    }
}
