using System.Globalization;
using Partner.Core.Projections;
using Partner.Core.Texts;
using Partner.Server.Errors;
using Partner.Server.Plans;

namespace Partner.Server.Projections;

/// <summary>What a clerk is told about a projected card, in English and Chinese.</summary>
internal static class ProjectionWords
{
    /// <summary>A note in words.</summary>
    public static string Of(ProjectionNote note, Language language)
    {
        var (english, chinese) = Both(note);
        return language.Pick(english, chinese);
    }

    /// <summary>Bytes in the unit that people read, cut to two places: "2.50 GiB".</summary>
    public static string Size(long bytes) => ByteSize.Of(bytes);

    private static (string English, string Chinese) Both(ProjectionNote note) => note.Kind switch
    {
        ProjectionNoteKind.DataLost => (
            $"{Size(note.Bytes)} of data that is left will be lost.",
            $"剩余流量 {Size(note.Bytes)} 将作废。"),
        ProjectionNoteKind.ValidityLost => (
            $"The card is valid for {Days(note.Days)} of this time already; they are not added.",
            $"其中 {note.Days} 天卡片原本已有效，不会叠加。"),
        ProjectionNoteKind.DataMerged => (
            $"{Size(note.Bytes)} of data that is left is kept and added to the new.",
            $"剩余流量 {Size(note.Bytes)} 保留，并入新套餐。"),
        ProjectionNoteKind.DataQueued => (
            "The new data begins when the present data ends.",
            "新流量包将在当前流量包结束后生效。"),
        ProjectionNoteKind.Revived => (
            "The card is past its validity: its number is kept and it will be in service again.",
            "该卡已过有效期：号码保留，充值后恢复使用。"),
        ProjectionNoteKind.BalanceHigh => (
            $"The balance is still {note.Amount}: ask the customer whether to pay again.",
            $"卡内余额尚有 {note.Amount}，请向顾客确认是否仍需充值。"),
        ProjectionNoteKind.WrongRegion => (
            $"The plan works in {note.PlanRegion}, the card in {note.CardRegion}.",
            $"该套餐适用地区为 {note.PlanRegion}，而该卡为 {note.CardRegion}。"),
        ProjectionNoteKind.NearDuplicate => (
            "The card got a plan of this kind within the last day: ask the customer whether another one is wanted.",
            "该卡一天内已办理过同类套餐，请向顾客确认是否再次办理。"),
        ProjectionNoteKind.GiftData or ProjectionNoteKind.GiftValidity => (
            $"A gift, {note.Gift!.NameEn}: {GiftWords.Of(note.Gift, Language.English)}.",
            $"赠送（{note.Gift.NameZh}）：{GiftWords.Of(note.Gift, Language.Chinese)}。"),
        _ => ("", ""),
    };

    private static string Days(int days) =>
        days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");
}
