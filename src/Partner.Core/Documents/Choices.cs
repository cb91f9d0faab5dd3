using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Rules;

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

    public static readonly Dictionary<string, CardType> CardTypes = new()
    {
        ["KEEP_NUMBER"] = CardType.KeepNumber,
        ["REGISTRATION_ESIM"] = CardType.RegistrationEsim,
        ["PHONE"] = CardType.Phone,
        ["TRAVEL"] = CardType.Travel,
    };

    public static readonly Dictionary<string, PeriodUnit> Units = new()
    {
        ["day"] = PeriodUnit.Day,
        ["month"] = PeriodUnit.Month,
        ["year"] = PeriodUnit.Year,
    };

    public static readonly Dictionary<string, Channel> Channels = new()
    {
        ["POS"] = Channel.Pos,
        ["AGENT"] = Channel.Agent,
        ["COURIER"] = Channel.Courier,
        ["KIOSK"] = Channel.Kiosk,
        ["POST_OFFICE"] = Channel.PostOffice,
        ["PHONE"] = Channel.Phone,
        ["WEB"] = Channel.Web,
        ["APP"] = Channel.App,
    };

    public static readonly Dictionary<string, CommissionBase> Bases = new()
    {
        ["FACE"] = CommissionBase.Face,
        ["FACE_LESS_DISCOUNT"] = CommissionBase.FaceLessDiscount,
        ["CUSTOMER_PAYS"] = CommissionBase.CustomerPays,
    };

    public static readonly Dictionary<string, Tiering> Tierings = new()
    {
        ["MARGINAL"] = Tiering.Marginal,
        ["WHOLE"] = Tiering.Whole,
    };

    public static readonly Dictionary<string, CommissionMode> Modes = new()
    {
        ["INSTANT"] = CommissionMode.Instant,
        ["SETTLED"] = CommissionMode.Settled,
    };

    public static readonly Dictionary<string, TaxMoment> TaxMoments = new()
    {
        ["CREDIT"] = TaxMoment.Credit,
        ["SETTLEMENT"] = TaxMoment.Settlement,
    };

    public static readonly Dictionary<string, PromotionGift> Gifts = new()
    {
        ["DISCOUNT"] = PromotionGift.Discount,
        ["PARTNER_CASHBACK"] = PromotionGift.PartnerCashback,
        ["CARD_CASHBACK"] = PromotionGift.CardCashback,
        ["POINTS"] = PromotionGift.Points,
    };

    public static readonly Dictionary<string, Funder> Funders = new()
    {
        ["OPERATOR"] = Funder.Operator,
        ["ISSUER"] = Funder.Issuer,
        ["PARTNER"] = Funder.Partner,
    };

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
