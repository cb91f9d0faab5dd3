using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>A card in words, and what a sale makes of it.</summary>
internal sealed class CardFields(Language language, TimeZoneInfo zone)
{
    private const long Gibibyte = 1L << 30;
    private const long Mebibyte = 1L << 20;

    /// <summary>All that is known of a card.</summary>
    public IEnumerable<(string Name, string Value)> Of(Card card)
    {
        yield return (language.Pick("Card", "卡"), CardText.Format(card.Card_));
        yield return (language.Pick("Card type", "卡类型"), Type(language, card.CardType));
        foreach (var (name, value) in State(card))
        {
            yield return ($"{char.ToUpperInvariant(name[0])}{name[1..]}", value);
        }

        if (card.EsimProfileState != EsimProfileState.Unspecified)
        {
            yield return (language.Pick("eSIM profile", "eSIM 状态"), Profile(language, card.EsimProfileState));
        }

        if (card.HasAutoRenewal)
        {
            yield return (
                language.Pick("Auto-renewal", "自动续费"),
                card.AutoRenewal ? language.Pick("on", "已开启") : language.Pick("off", "未开启"));
        }
    }

    /// <summary>What may be sold to a card.</summary>
    public IEnumerable<(string Name, string Value)> Offers(Card card)
    {
        var name = language.Pick("May be sold", "可办理");
        if (card.Offers.Count == 0)
        {
            return [(name, language.Pick("nothing", "无"))];
        }

        return card.Offers.Select(offer => (name, $"{offer.Plan}  {Range(offer)}{Check(offer)}"));
    }

    private string Check(CardOffer offer) => offer.IdCheck == IdCheckDemand.Unspecified
        ? ""
        : language.Pick("  identity check: ", "  证件核验：") + IdCheckText.Of(language, offer.IdCheck);

    /// <summary>What a sale makes of a card.</summary>
    public IEnumerable<(string Name, string Value)> Of(CardProjection? projection)
    {
        if (projection is null)
        {
            yield break;
        }

        foreach (var (name, value) in State(projection.Before))
        {
            yield return (language.Pick($"Before: {name}", $"充值前{name}"), value);
        }

        foreach (var (name, value) in State(projection.After))
        {
            yield return (language.Pick($"After: {name}", $"充值后{name}"), value);
        }

        foreach (var note in projection.Notes)
        {
            yield return (note.Loss ? language.Pick("Loss", "损失") : language.Pick("Note", "提示"), note.Text);
        }
    }

    private IEnumerable<(string Name, string Value)> State(Card card)
    {
        yield return (language.Pick("status", "状态"), Status(card));
        yield return (language.Pick("valid until", "有效期至"), TimeText.Format(card.ValidUntil, zone));
        yield return (language.Pick("balance", "余额"), MoneyText.Format(card.Balance));
        if (card.HasRemainingDataBytes)
        {
            yield return (language.Pick("data left", "剩余流量"), Data(card.RemainingDataBytes));
        }

        foreach (var pack in card.Packs)
        {
            var end = pack.ExpireTime is null
                ? language.Pick("as long as the card", "与卡同期")
                : language.Pick("until ", "至 ") + TimeText.Format(pack.ExpireTime, zone);
            yield return (language.Pick("pack", "流量包"), Words(Data(pack.RemainingBytes), pack.Region, end));
        }

        foreach (var pack in card.QueuedPacks)
        {
            var begin = pack.StartTime is null
                ? language.Pick("from first use, by ", "首次使用时生效，最迟 ") + TimeText.Format(pack.UseBy, zone)
                : language.Pick("from ", "自 ") + TimeText.Format(pack.StartTime, zone);
            var lasts = $"{pack.LengthCount} {Unit(pack.LengthUnit)}";
            yield return (
                language.Pick("queued pack", "待生效流量包"), Words(Data(pack.Bytes), pack.Region, lasts, begin));
        }

        yield return (language.Pick("region", "地区"), card.Region);
    }

    private string Status(Card card)
    {
        var word = card.Status switch
        {
            CardStatus.Active when card.Expiring => language.Pick("active, expiring", "正常，即将到期"),
            CardStatus.Expired when card.GraceUntil is not null => language.Pick("in grace until ", "宽限期至 ")
                + TimeText.Format(card.GraceUntil, zone),
            _ => Status(language, card.Status),
        };
        return $"{word} ({EnumText.Of(card.Status)})";
    }

    /// <summary>A status in one word; empty where it is not known.</summary>
    public static string Status(Language language, CardStatus status) => status switch
    {
        CardStatus.Active => language.Pick("active", "正常"),
        CardStatus.Suspended => language.Pick("suspended", "已停机"),
        CardStatus.Expired => language.Pick("in grace", "宽限期内"),
        CardStatus.Terminated => language.Pick("terminated", "已销号"),
        CardStatus.Blocked => language.Pick("blocked", "已冻结"),
        _ => "",
    };

    /// <summary>The type; in English its name in the contract.</summary>
    public static string Type(Language language, CardType type) => type switch
    {
        CardType.KeepNumber => language.Pick("KEEP_NUMBER", "保号卡"),
        CardType.RegistrationEsim => language.Pick("REGISTRATION_ESIM", "注册卡"),
        CardType.Phone => language.Pick("PHONE", "电话卡"),
        CardType.Travel => language.Pick("TRAVEL", "旅游卡"),
        _ => EnumText.Of(type),
    };

    /// <summary>Where an eSIM is.</summary>
    public static string Profile(Language language, EsimProfileState state) => state switch
    {
        EsimProfileState.Released => language.Pick("ready for download", "可下载"),
        EsimProfileState.Installed => language.Pick("installed, switched off", "已安装，未启用"),
        EsimProfileState.Enabled => language.Pick("in use", "已启用"),
        EsimProfileState.Disabled => language.Pick("switched off by the operator", "已被运营商停用"),
        EsimProfileState.Deleted => language.Pick("deleted from its device", "已从设备删除"),
        _ => EnumText.Of(state),
    };

    private string Unit(LengthUnit unit) => unit switch
    {
        LengthUnit.Day => language.Pick("days", "天"),
        LengthUnit.Month => language.Pick("months", "个月"),
        LengthUnit.Year => language.Pick("years", "年"),
        _ => "",
    };

    private static string Range(CardOffer offer) => offer.Minimum.Equals(offer.Maximum)
        ? MoneyText.Format(offer.Minimum)
        : $"{MoneyText.Format(offer.Minimum)} .. {MoneyText.Format(offer.Maximum)}";

    private string Words(params IEnumerable<string> parts) =>
        string.Join(language.Pick(", ", "，"), parts.Where(part => part.Length > 0));

    /// <summary>Data in binary units; bytes where it is no whole mebibyte.</summary>
    public static string Data(long bytes) => bytes switch
    {
        0 => "0",
        _ when bytes % Gibibyte == 0 => $"{bytes / Gibibyte} GiB",
        _ when bytes % Mebibyte == 0 => $"{bytes / Mebibyte} MiB",
        _ => $"{bytes} B",
    };
}
