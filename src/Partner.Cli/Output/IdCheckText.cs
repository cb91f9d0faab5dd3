using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>Identity checks in words.</summary>
internal static class IdCheckText
{
    /// <summary>A document that was checked; empty where none was.</summary>
    public static string Checked(Language language, IdDocumentType document) => document switch
    {
        IdDocumentType.Unspecified => "",
        IdDocumentType.ResidentIdCard => language.Pick("resident identity card", "居民身份证"),
        IdDocumentType.Passport => language.Pick("passport", "护照"),
        IdDocumentType.HongKongMacaoPermit => language.Pick("Hong Kong and Macao permit", "港澳居民来往内地通行证"),
        IdDocumentType.TaiwanPermit => language.Pick("Taiwan permit", "台湾居民来往大陆通行证"),
        IdDocumentType.ResidencePermit => language.Pick("residence permit", "港澳台居民居住证"),
        IdDocumentType.ForeignPermanentResidentCard =>
            language.Pick("foreign permanent resident card", "外国人永久居留身份证"),
        IdDocumentType.Other => language.Pick("another document", "其他证件"),
        _ => EnumText.Of(document),
    };

    /// <summary>What a sale at a quote needs; empty where it needs none.</summary>
    public static string Needed(Language language, bool required) => required
        ? language.Pick("required: --id-document, --id-last-four", "须核验：--id-document、--id-last-four")
        : "";

    /// <summary>Where a plan demands a check.</summary>
    public static string Of(Language language, IdCheckDemand demand, params IEnumerable<Channel> channels) =>
        demand switch
        {
            IdCheckDemand.Unspecified => "-",
            IdCheckDemand.Always => language.Pick("always", "一律核验"),
            _ => string.Join(" ", channels.Select(channel => EnumText.Of(channel))) is { Length: > 0 } names
                ? names
                : language.Pick("in some channels", "部分渠道核验"),
        };
}
