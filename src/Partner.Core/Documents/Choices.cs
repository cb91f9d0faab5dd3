using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Rules;
using Partner.Core.Texts;

namespace Partner.Core.Documents;

/// <summary>The words that documents choose from.</summary>
internal static class Choices
{
    public static readonly Dictionary<string, DocumentKind> Kinds = new()
    {
        ["catalogue"] = DocumentKind.Catalogue,
        ["price-list"] = DocumentKind.PriceList,
        ["commission-schedule"] = DocumentKind.CommissionSchedule,
        ["promotions"] = DocumentKind.Promotions,
        ["tax-rules"] = DocumentKind.TaxRules,
        ["fx-rates"] = DocumentKind.FxRates,
        ["network"] = DocumentKind.Network,
    };

    public static readonly IReadOnlyDictionary<string, CardType> CardTypes = EnumWord.Named<CardType>();

    public static readonly Dictionary<string, PeriodUnit> Units = new()
    {
        ["day"] = PeriodUnit.Day,
        ["month"] = PeriodUnit.Month,
        ["year"] = PeriodUnit.Year,
    };

    public static readonly IReadOnlyDictionary<string, Channel> Channels = EnumWord.Named<Channel>();

    public static readonly IReadOnlyDictionary<string, CommissionBase> Bases = EnumWord.Named<CommissionBase>();

    public static readonly IReadOnlyDictionary<string, Tiering> Tierings = EnumWord.Named<Tiering>();

    public static readonly IReadOnlyDictionary<string, CommissionMode> Modes = EnumWord.Named<CommissionMode>();

    public static readonly IReadOnlyDictionary<string, TaxMoment> TaxMoments = EnumWord.Named<TaxMoment>();

    public static readonly IReadOnlyDictionary<string, PromotionGift> Gifts = EnumWord.Named<PromotionGift>();

    public static readonly IReadOnlyDictionary<string, Funder> Funders = EnumWord.Named<Funder>();

    public static readonly Dictionary<string, DayOfWeek> Days = new()
    {
        ["MONDAY"] = DayOfWeek.Monday,
        ["TUESDAY"] = DayOfWeek.Tuesday,
        ["WEDNESDAY"] = DayOfWeek.Wednesday,
        ["THURSDAY"] = DayOfWeek.Thursday,
        ["FRIDAY"] = DayOfWeek.Friday,
        ["SATURDAY"] = DayOfWeek.Saturday,
        ["SUNDAY"] = DayOfWeek.Sunday,
    };
}
