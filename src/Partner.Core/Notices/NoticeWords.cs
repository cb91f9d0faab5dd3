using System.Globalization;
using Partner.Core.Contacts;

namespace Partner.Core.Notices;

/// <summary>
/// What notices say. A text message is paid for by its segments: of several wordings, each with less than the one
/// before, the first is taken that is one segment, else the shortest.
/// </summary>
public static class NoticeWords
{
    private const string Yuan = "CNY";

    /// <summary>The text of a notice.</summary>
    /// <param name="kind">What is told.</param>
    /// <param name="facts">What it says.</param>
    public static string Of(NoticeKind kind, NoticeFacts facts, NoticeLanguage language)
    {
        NoticeFacts[] ever =
        [
            facts,
            facts with { Receipt = "" },
            facts with { PlanEn = "", PlanZh = "" },
            facts with { PlanEn = "", PlanZh = "", Receipt = "" },
        ];
        var texts = ever.Select(less => language == NoticeLanguage.Chinese ? Chinese(kind, less) : English(kind, less))
            .ToList();
        return texts.Find(text => MessageSegments.Of(text) == 1) ?? texts[^1];
    }

    private static string English(NoticeKind kind, NoticeFacts facts)
    {
        var (card, what) = ($"card ending {facts.CardEnding}", What(facts.PlanEn, facts.Amount?.ToString(), ", "));
        var receipt = facts.Receipt.Length > 0 ? $" Receipt {facts.Receipt}." : "";
        var until = Day(facts) is { } day ? $" Valid {(facts.AtLeast ? "at least " : "")}until {day}." : "";
        return "LEB: " + kind switch
        {
            NoticeKind.Arrival => $"{card} is topped up{After(what, ": ")}.{until}{receipt}",
            NoticeKind.Failure =>
                $"the top-up of {card}{Within(what)} did not go through. Get your money back where you paid.{receipt}",
            NoticeKind.Reminder => $"{card} ends{After(Day(facts), " on ")}. Renew it in time{After(what, ": ")}.",
            NoticeKind.AutoRenewed => $"{card} was renewed automatically{After(what, ": ")}.{until}{receipt}",
            NoticeKind.AutoRenewalFailed => $"{card} could not be renewed automatically{Within(what)}. "
                + $"It is tried again; or renew it yourself{After(Day(facts), " before it ends on ")}.",
            _ => $"{card} is not renewed automatically any more{Within(what)}."
                + (Day(facts) is { } end ? $" To keep it, renew it yourself before it ends on {end}." : ""),
        };
    }

    private static string Chinese(NoticeKind kind, NoticeFacts facts)
    {
        var (card, what) = ($"尾号{facts.CardEnding}的卡", What(facts.PlanZh, AmountZh(facts), "，"));
        var receipt = facts.Receipt.Length > 0 ? $"凭证号{facts.Receipt}。" : "";
        var until = Day(facts) is { } day ? $"有效期{(facts.AtLeast ? "至少" : "")}至{day}。" : "";
        return "【LEB】" + kind switch
        {
            NoticeKind.Arrival => $"{card}充值已到账{After(what, "：")}。{until}{receipt}",
            NoticeKind.Failure => $"{card}充值未成功{After(what, "：")}。请到付款处退款。{receipt}",
            NoticeKind.Reminder => $"{card}将{After(Day(facts), "于")}到期，请及时续费{After(what, "：")}。",
            NoticeKind.AutoRenewed => $"{card}已自动续费{After(what, "：")}。{until}{receipt}",
            NoticeKind.AutoRenewalFailed => $"{card}自动续费未成功{After(what, "：")}，稍后重试。"
                + $"也可{After(Day(facts), "在")}{(facts.Day is null ? "" : "到期前")}到网点续费。",
            _ => $"{card}已停止自动续费{After(what, "：")}。"
                + (Day(facts) is { } end ? $"如需保留，请在{end}到期前到网点续费。" : ""),
        };
    }

    private static string What(string plan, string? amount, string comma) =>
        string.Join(comma, new[] { plan, amount }.Where(part => !string.IsNullOrEmpty(part)));

    private static string After(string? text, string before) => string.IsNullOrEmpty(text) ? "" : before + text;

    private static string Within(string text) => text.Length > 0 ? $" ({text})" : "";

    private static string? Day(NoticeFacts facts) => facts.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? AmountZh(NoticeFacts facts) => facts.Amount is { Currency.Code: Yuan } yuan
        ? yuan.ToString()[..^(Yuan.Length + 1)] + "元"
        : facts.Amount?.ToString();
}
