namespace Partner.Core.Contacts;

/// <summary>A phone number that a customer left, so as to be told what becomes of a sale or an auto-renewal.</summary>
/// <param name="Phone">The number.</param>
/// <param name="Language">In which language; null: that of whoever sells.</param>
public sealed record CustomerContact(PhoneNumber Phone, NoticeLanguage? Language)
{
    /// <summary>How it is kept; null where it is not, since no notices go out.</summary>
    public KeptContact? Kept { get; init; }

    /// <summary>
    /// Its keyed hashes, that of the present key first; none without a key. By them a request id notices another
    /// number.
    /// </summary>
    public IReadOnlyList<string> Hashes { get; init; } = [];
}

/// <summary>A customer's phone number as it is stored: nobody can read it without the key.</summary>
/// <param name="Id">Its id.</param>
/// <param name="SealedNumber">The number, encrypted: <see cref="ContactKeys"/> reads it.</param>
/// <param name="KeyId">The key that it is encrypted with.</param>
/// <param name="Language">In which language the customer is written to.</param>
/// <param name="DeleteAt">When it is deleted (UTC); null while it is needed, as by an auto-renewal.</param>
public sealed record KeptContact(
    ContactId Id, string SealedNumber, string KeyId, NoticeLanguage Language, DateTimeOffset? DeleteAt);
