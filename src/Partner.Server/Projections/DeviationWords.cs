using Leb.Partner.V1;
using Partner.Core.Projections;
using Partner.Server.Errors;

namespace Partner.Server.Projections;

/// <summary>What a clerk is told of a card that is another than was promised, in English and Chinese.</summary>
internal static class DeviationWords
{
    private static readonly (CardDifferences Difference, CardPart Part, string English, string Chinese)[] Parts =
    [
        (CardDifferences.Standing, CardPart.Status, "status", "状态"),
        (CardDifferences.ValidUntil, CardPart.ValidUntil, "end of validity", "有效期"),
        (CardDifferences.Balance, CardPart.Balance, "balance", "余额"),
        (CardDifferences.Data, CardPart.Data, "data", "流量"),
        (CardDifferences.Queue, CardPart.QueuedPacks, "packs that wait", "待生效流量包"),
    ];

    /// <summary>The message of the contract.</summary>
    /// <returns>The message; null without a difference.</returns>
    public static CardDeviation? Of(CardDifferences differences, Language language)
    {
        var found = Array.FindAll(Parts, part => differences.HasFlag(part.Difference));
        if (found.Length == 0)
        {
            return null;
        }

        var english = string.Join(", ", found.Select(part => part.English));
        var chinese = string.Join("、", found.Select(part => part.Chinese));
        return new CardDeviation
        {
            Parts = { found.Select(part => part.Part) },
            Text = language.Pick(
                $"The card is not as promised: {english}. Look it up, and tell your operator; do not sell again.",
                $"该卡与承诺不符：{chinese}。请查询该卡并联系运营商，勿重复充值。"),
        };
    }
}
