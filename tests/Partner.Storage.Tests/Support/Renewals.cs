using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Plans;
using Partner.Core.Renewals;

namespace Partner.Storage.Tests.Support;

/// <summary>Auto-renewals to start from.</summary>
internal static class Renewals
{
    /// <summary>One of a card that ended a day ago.</summary>
    public static AutoRenewal Draft(string id, CardNumber card, string plan = "phone-100") => new()
    {
        PartnerId = StoreFixture.Acme,
        Id = new RenewalId(id),
        RequestId = new RequestId("agreement-" + id),
        Terms = new RenewalTerms(
            card, new PlanCode(plan), Channel.Pos, 3, Given.Yuan(100), null, null, "consent-1"),
        CardType = CardType.Phone,
        Outlet = "outlet-1",
        CreatedAt = Given.Noon,
        CycleEnd = Given.Noon.AddDays(-1),
    };

    /// <summary>It as it is set up.</summary>
    public static RenewalChange Created(AutoRenewal draft, Money? debit = null) => RenewalLife.Create(
        draft, TimeZoneInfo.Utc, debit ?? Given.Yuan(100), new RenewalPolicy(), Given.Noon);

    /// <summary>Its customer's number, under an id of its own.</summary>
    public static KeptContact Contact(AutoRenewal draft) => new(
        new ContactId("8" + draft.Id.Value[1..]), "sealed", "key", NoticeLanguage.Chinese, null);
}
