using Leb.Partner.V1;
using Partner.Core.Contacts;
using Partner.Core.Notices;
using Partner.Core.TopUps;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Notices;

/// <summary>Keeps the numbers that customers leave, and tells what becomes of their notices.</summary>
public sealed class ContactBook(PartnerStore store, NoticeOptions options, ContactKeys keys, TimeProvider clock)
{
    /// <summary>Whether notices go out, and numbers are kept.</summary>
    public bool Offers => options.AreOffered && keys.OwnId is not null;

    /// <summary>
    /// An order with its customer's number encrypted, so that it can be saved with the sale. Where no notices go out it
    /// is not kept, but hashed all the same: the request id stands for it.
    /// </summary>
    /// <param name="partnerId">The selling partner.</param>
    /// <param name="order">The order as it was read.</param>
    /// <param name="language">The caller's language, for a customer without one.</param>
    public TopUpOrder Keep(PartnerId partnerId, TopUpOrder order, Language language)
    {
        if (order.Contact is not { } contact)
        {
            return order;
        }

        var kept = Keep(partnerId, contact, language, clock.GetUtcNow() + NoticeRules.NumbersKept);
        return order with { Contact = contact with { Kept = kept, Hashes = keys.HashesOf(contact.Phone) } };
    }

    /// <summary>A customer's number encrypted, under a new id; to be saved with what it was left for.</summary>
    /// <param name="partnerId">Whose customer it is.</param>
    /// <param name="contact">The number as it was read; null where none was left.</param>
    /// <param name="language">The caller's language, for a customer without one.</param>
    /// <param name="deleteAt">When it is deleted; null while it is needed.</param>
    /// <returns>As it is stored; null where none was left, or no notices go out.</returns>
    public KeptContact? Keep(
        PartnerId partnerId, CustomerContact? contact, Language language, DateTimeOffset? deleteAt = null)
    {
        var usual = language == Language.Chinese ? NoticeLanguage.Chinese : NoticeLanguage.English;
        return Offers && contact is not null
            ? keys.Keep(partnerId, new ContactId(Ids.New(clock.GetUtcNow())), contact, usual, deleteAt)
            : null;
    }

    /// <summary>What the caller of a sale is told of its notice.</summary>
    /// <param name="topUp">The top-up as it is now; without an id where it is not saved.</param>
    /// <param name="order">The order that named the number.</param>
    /// <param name="isNew">Whether this call made it: then nothing has become of its notice yet.</param>
    /// <param name="language">The caller's language.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<CustomerNotice?> TellAsync(
        TopUpRecord topUp, TopUpOrder order, bool isNew, Language language, CancellationToken cancel)
    {
        if (topUp.ContactId is null)
        {
            // The number came with a repetition only, or is not looked at: nothing was kept then.
            return order.Contact is { Phone: var phone }
                ? Message(CustomerNoticeState.NotOffered, phone, language)
                : null;
        }

        if (!isNew)
        {
            return await TellAsync(topUp, language, cancel);
        }

        var message = Message(StateOf(topUp, null), order.Contact?.Phone, language);
        message.Language = order.Contact?.Kept is { } kept ? NoticeTexts.TagOf(kept.Language) : "";
        message.Kind = (CustomerNoticeKind)(NoticeRules.Of(topUp)?.Kind ?? 0);
        return message;
    }

    /// <summary>What is known of a top-up's notice.</summary>
    /// <returns>What is known; null where no number was left.</returns>
    public async Task<CustomerNotice?> TellAsync(TopUpRecord topUp, Language language, CancellationToken cancel)
    {
        if (topUp.ContactId is not { } contact)
        {
            return null;
        }

        if (contact == ContactId.NotKept)
        {
            return Message(CustomerNoticeState.NotOffered, null, language);
        }

        try
        {
            var (notice, kept) = await store.Notices.FindAsync(topUp, cancel);
            var message = Message(
                StateOf(topUp, notice), kept is null ? null : keys.Open(topUp.PartnerId, kept), language);
            message.Language = kept is null ? "" : NoticeTexts.TagOf(kept.Language);
            message.Kind = (CustomerNoticeKind)(notice?.Kind ?? 0);
            message.EndTime = notice?.EndedAt.ToWire();
            return message;
        }
        catch (StoreUnavailableException)
        {
            // The sale is what the caller asks about; its answer is known.
            return Message(StateOf(topUp, null), null, language);
        }
    }

    private static CustomerNoticeState StateOf(TopUpRecord topUp, Notice? notice) => notice?.State switch
    {
        null when topUp.ContactId == ContactId.NotKept => CustomerNoticeState.NotOffered,
        null when topUp.State == Core.TopUps.TopUpState.Processing => CustomerNoticeState.Waiting,
        null when NoticeRules.Of(topUp) is null => CustomerNoticeState.NotNeeded,
        null or NoticeState.Due => CustomerNoticeState.Due,
        NoticeState.Sent => CustomerNoticeState.Sent,
        NoticeState.Expired => CustomerNoticeState.Expired,
        NoticeState.OptedOut => CustomerNoticeState.OptedOut,
        _ => CustomerNoticeState.Refused,
    };

    private static CustomerNotice Message(CustomerNoticeState state, PhoneNumber? phone, Language language) => new()
    {
        State = state,
        MaskedPhone = phone?.ToString() ?? "",
        Text = NoticeAnswers.Of(state, language),
    };
}
