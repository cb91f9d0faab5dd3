using System.Globalization;
using Partner.Core.Plans;
using Partner.Core.Texts;
using Partner.Core.TopUps;
using Partner.Server.Errors;

namespace Partner.Server.Plans;

/// <summary>What promotions give to cards in words, for clerks and customers, in zh-CN and en.</summary>
internal static class GiftWords
{
    /// <summary>"1 GiB of data for 7 days", "15 days of validity".</summary>
    public static string Of(CardGrant grant, Language language) => grant.IsData
        ? language.Pick(
            $"{ByteSize.Of(grant.Bytes)} of data for {grant.Period}",
            $"流量 {ByteSize.Of(grant.Bytes)}（{grant.Period.ToChinese()}）")
        : language.Pick($"{grant.Period} of validity", $"有效期 {grant.Period.ToChinese()}");

    /// <summary>All of it: "1 GiB of data for 7 days, 98 points".</summary>
    public static string Of(CardGifts gifts, Language language)
    {
        var parts = gifts.Grants.Select(grant => Of(grant, language)).ToList();
        if (gifts.Credit.Minor > 0)
        {
            parts.Add(language.Pick($"{gifts.Credit} of balance", $"余额 {gifts.Credit}"));
        }

        if (gifts.Points > 0)
        {
            var points = gifts.Points.ToString(CultureInfo.InvariantCulture);
            parts.Add(language.Pick($"{points} points", $"{points} 积分"));
        }

        return string.Join(language.Pick(", ", "、"), parts);
    }

    /// <summary>How far the gifts of a sale are; empty where it has none.</summary>
    public static string Of(GiftState? state, Language language) => state switch
    {
        GiftState.Processing => language.Pick(
            "The gifts are on their way to the card.", "赠品正在发放到卡内。"),
        GiftState.Granted => language.Pick("The gifts are on the card.", "赠品已到卡。"),
        GiftState.Refused => language.Pick(
            "The issuer refused the gifts; the sale stands without them.", "发卡方拒绝发放赠品；本次充值仍有效，但不含赠品。"),
        GiftState.TakingBack => language.Pick(
            "The gifts are being taken off the card with the refund.", "赠品正随退款从卡内收回。"),
        GiftState.TakenBack => language.Pick(
            "The gifts were taken back with the refund.", "赠品已随退款收回。"),
        GiftState.Kept => language.Pick(
            "The issuer refused to take the gifts back: the card keeps them.", "发卡方拒绝收回赠品：赠品仍留在卡内。"),
        _ => "",
    };
}
