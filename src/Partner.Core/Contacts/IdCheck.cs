using System.Security.Cryptography;
using System.Text;
using Partner.Core.Cards;

namespace Partner.Core.Contacts;

/// <summary>An identity document that a customer shows. Numbers are those of the contract, and are stored.</summary>
public enum IdDocumentType
{
    /// <summary>Resident identity card of China.</summary>
    ResidentIdCard = 1,

    /// <summary>Passport of any country.</summary>
    Passport = 2,

    /// <summary>Mainland travel permit of residents of Hong Kong and Macao.</summary>
    HongKongMacaoPermit = 3,

    /// <summary>Mainland travel permit of residents of Taiwan.</summary>
    TaiwanPermit = 4,

    /// <summary>Residence permit of residents of Hong Kong, Macao and Taiwan.</summary>
    ResidencePermit = 5,

    /// <summary>Permanent resident's identity card of a foreigner.</summary>
    ForeignPermanentResidentCard = 6,

    /// <summary>Another official document with a photograph.</summary>
    Other = 7,
}

/// <summary>
/// A document that was checked, on its way to being kept: the characters are hashed under every key by then, and only
/// the card is missing. Nothing of it is stored or told.
/// </summary>
/// <param name="document">Which document.</param>
/// <param name="seals">The hashes, that of the present key first; at least one.</param>
public sealed class IdCheck(IdDocumentType document, IReadOnlyList<IdSeal> seals)
{
    /// <summary>Which document.</summary>
    public IdDocumentType Document => document;

    /// <summary>
    /// How it is kept: bound to a card, so that the same characters at two cards do not show as equal.
    /// </summary>
    /// <param name="card">The card.</param>
    public KeptIdCheck For(CardNumber card) => new(document, Bind(seals[0], card));

    /// <summary>Whether it is the document that was kept for a card.</summary>
    /// <param name="kept">What was kept.</param>
    /// <param name="card">The card.</param>
    /// <returns>Null where what was kept is under a key that is not given any more.</returns>
    public bool? Matches(KeptIdCheck kept, CardNumber card)
    {
        var seal = seals.FirstOrDefault(one => kept.Hash.StartsWith(one.KeyId + ":", StringComparison.Ordinal));
        return seal is null
            ? null
            : kept.Document == document && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Bind(seal, card)), Encoding.ASCII.GetBytes(kept.Hash));
    }

    private static string Bind(IdSeal seal, CardNumber card)
    {
        var hash = HMACSHA256.HashData(seal.Secret, Encoding.ASCII.GetBytes(card.Value));
        return $"{seal.KeyId}:{Convert.ToHexStringLower(hash)}";
    }
}

/// <summary>A document's characters hashed under a key, before they are bound to a card.</summary>
/// <param name="keyId">The key.</param>
/// <param name="secret">The hash.</param>
public sealed class IdSeal(string keyId, byte[] secret)
{
    /// <summary>The key.</summary>
    public string KeyId => keyId;

    /// <summary>The hash.</summary>
    internal byte[] Secret => secret;
}

/// <summary>A document that was checked, as it is stored: nobody can guess its characters without the key.</summary>
/// <param name="Document">Which document.</param>
/// <param name="Hash">The key's id, ":" and 64 hex digits.</param>
public sealed record KeptIdCheck(IdDocumentType Document, string Hash);
