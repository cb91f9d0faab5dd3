using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Notices;
using Partner.Core.Plans;
using Partner.Core.Projections;

namespace Partner.Core.Reminders;

/// <summary>What a customer is told of a card that ends, as a text message.</summary>
public static class ReminderText
{
    /// <summary>The text of a reminder.</summary>
    /// <param name="card">The card.</param>
    /// <param name="facts">What is known of its renewal.</param>
    /// <param name="renewsItself">Whether an auto-renewal stands: then nobody is asked to pay.</param>
    /// <param name="rules">The rules of the card's type.</param>
    /// <param name="now">The time.</param>
    /// <param name="language">In which language.</param>
    /// <returns>The text; empty where there is nothing to ask for.</returns>
    public static string Of(
        CustomerCard card, NoticeFacts facts, bool renewsItself, CardTypeRules rules, DateTimeOffset now,
        NoticeLanguage language)
    {
        if (card.Fact is not { ValidUntil: { } end } || renewsItself
            || card.StandingAt(now) is CardStanding.Blocked or CardStanding.Terminated)
        {
            return "";
        }

        return end > now
            ? NoticeWords.Of(NoticeKind.Reminder, facts, language)
            : Ended(facts, CardCalendar.LastDay(ReminderWindows.ListedUntil(end, rules), rules.Zone), language);
    }

    /// <summary>What a reminder says.</summary>
    /// <param name="card">The card.</param>
    /// <param name="plan">The renewal that is proposed; null when none is.</param>
    /// <param name="pays">What the customer pays for it.</param>
    /// <param name="rules">The rules of the card's type.</param>
    public static NoticeFacts Facts(CustomerCard card, Plan? plan, Money? pays, CardTypeRules rules) => new(
        CardMask.Ending(card.Card.Value),
        plan?.NameEn ?? "",
        plan?.NameZh ?? "",
        plan is null ? null : pays,
        card.Fact.ValidUntil is { } end ? CardCalendar.LastDay(end, rules.Zone) : null)
    {
        AtLeast = card.Fact.AtLeast,
    };

    private static string Ended(NoticeFacts facts, DateOnly lastChance, NoticeLanguage language) =>
        language == NoticeLanguage.Chinese
            ? $"【LEB】尾号{facts.CardEnding}的卡已于{Day(facts.Day!.Value)}到期，请在{Day(lastChance)}前续费以保留。"
            : $"LEB: card ending {facts.CardEnding} ended on {Day(facts.Day!.Value)}. "
                + $"Renew it by {Day(lastChance)} to keep it.";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
