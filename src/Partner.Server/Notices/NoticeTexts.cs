using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Notices;
using Partner.Core.Projections;
using Partner.Core.Receipts;
using Partner.Core.Renewals;
using Partner.Server.Receipts;
using Partner.Storage;

namespace Partner.Server.Notices;

/// <summary>Writes notices: finds what they say beside themselves, and puts it into words.</summary>
public sealed class NoticeTexts(PartnerStore store, ReceiptFacts receipts, RenewalNoticeFacts renewals)
{
    /// <summary>The tag (BCP 47) of a language.</summary>
    public static string TagOf(NoticeLanguage language) => language == NoticeLanguage.Chinese ? "zh-CN" : "en";

    /// <summary>The text of a notice.</summary>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The text; null while what it says cannot be found out.</returns>
    /// <exception cref="Storage.Abstractions.StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<string?> WriteAsync(Notice notice, NoticeLanguage language, CancellationToken cancel) =>
        (notice.Facts ?? await FactsAsync(notice, cancel)) is { } facts
            ? NoticeWords.Of(notice.Kind, facts, language)
            : null;

    private async Task<NoticeFacts?> FactsAsync(Notice notice, CancellationToken cancel)
    {
        if (RenewalNotices.StepOf(notice) is not { } number)
        {
            return await OfTopUpAsync(notice, new TopUpId(notice.Occasion), cancel);
        }

        var told = await store.RenewalSteps.FindAsync(notice.PartnerId, number, cancel)
            ?? throw new InvalidOperationException($"The notice {notice.Id} is of a step that does not exist.");
        return told.Step is { Kind: RenewalStepKind.Renewed, TopUpId: { } renewed }
            ? await OfTopUpAsync(notice, renewed, cancel)
            : await renewals.OfAsync(notice.PartnerId, told, cancel);
    }

    private async Task<NoticeFacts?> OfTopUpAsync(Notice notice, TopUpId topUpId, CancellationToken cancel)
    {
        var topUp = await store.TopUps.FindAsync(notice.PartnerId, topUpId, cancel)
            ?? throw new InvalidOperationException($"The notice {notice.Id} is of a top-up that does not exist.");
        var found = await receipts.OfAsync(topUp, cancel);
        if (found.Refusal is not null)
        {
            return null;
        }

        var receipt = found.Value;
        return new NoticeFacts(
            CardMask.Ending(topUp.Offer.Card.Value),
            receipt.Plan.English,
            receipt.Plan.Chinese,
            receipt.Total,
            LastDay(receipt.Validity))
        {
            AtLeast = receipt.Validity is { AtLeast: true },
            Receipt = receipt.Number,
        };
    }

    private static DateOnly? LastDay(ReceiptValidity? validity) => validity is null
        ? null
        : CardCalendar.LastDay(validity.Until, TimeZoneInfo.FindSystemTimeZoneById(validity.Zone));
}
