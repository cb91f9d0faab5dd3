namespace Partner.Core.Receipts;

/// <summary>A part of a printed receipt, from the top to the bottom; every form of it shows the same.</summary>
internal abstract record ReceiptPart
{
    private ReceiptPart()
    {
    }

    /// <summary>What it is, large.</summary>
    public sealed record Title(string Text) : ReceiptPart;

    /// <summary>What must not be overlooked: a copy, a sale that was taken back.</summary>
    public sealed record Mark(string Text) : ReceiptPart;

    /// <summary>A line between sections.</summary>
    public sealed record Rule : ReceiptPart;

    /// <summary>A fact with its name.</summary>
    /// <param name="Strong">Whether it is what one looks for first.</param>
    public sealed record Fact(string Name, string Value, bool Strong = false) : ReceiptPart;

    /// <summary>A sentence.</summary>
    public sealed record Sentence(string Text) : ReceiptPart;

    /// <summary>The QR code, in forms that can show one.</summary>
    public sealed record Qr(string Text) : ReceiptPart;
}

/// <summary>What stands on a receipt, in its order.</summary>
internal static class ReceiptLayout
{
    public static IEnumerable<ReceiptPart> Of(ReceiptPrint print)
    {
        var (receipt, language) = (print.Receipt, print.Language);
        ReceiptPart[] head =
        [
            new ReceiptPart.Title(ReceiptWords.Title(language)),
            .. Marks(print),
            new ReceiptPart.Rule(),
            Fact(language, "Receipt no.", "凭证号", receipt.Number),
            Fact(language, "Sold", "办理时间", ReceiptWords.Time(receipt.SoldAt, receipt.Zone)),
            Fact(language, "Arrived", "到账时间", ReceiptWords.Time(receipt.ArrivedAt, receipt.Zone)),
            Fact(language, "Time zone", "时区", receipt.Zone),
            .. Unless(language, "Outlet", "网点", receipt.Outlet),
            .. Unless(language, "Terminal", "终端", receipt.Terminal),
            new ReceiptPart.Rule(),
            Fact(language, "Card", "卡号", receipt.Card),
            Fact(language, "Card type", "卡类型", ReceiptWords.Of(receipt.CardType, language)),
            Fact(language, "Plan", "套餐", Plan(receipt, language)),
            .. Validity(print),
            new ReceiptPart.Rule(),
        ];
        var price = receipt.Items.Select(item =>
            new ReceiptPart.Fact(ReceiptWords.Of(item, language), ReceiptWords.Value(item, language)));
        return [.. head, .. price, .. Foot(print)];
    }

    private static IEnumerable<ReceiptPart> Marks(ReceiptPrint print)
    {
        if (ReceiptWords.Copy(print.Copy, print.Language) is { } copy)
        {
            yield return new ReceiptPart.Mark(copy);
        }

        if (print.ReversedAt is { } at)
        {
            yield return new ReceiptPart.Mark(ReceiptWords.Reversed(print.Language));
            yield return new ReceiptPart.Mark(ReceiptWords.Time(at, print.Receipt.Zone));
        }

        if (print.Refunded is { } refund)
        {
            yield return new ReceiptPart.Mark(ReceiptWords.Refunded(print.Language));
            yield return new ReceiptPart.Mark(ReceiptWords.Of(refund, print.Language));
        }
    }

    private static IEnumerable<ReceiptPart> Validity(ReceiptPrint print)
    {
        var language = print.Language;
        if (print.Receipt.Validity is { } validity)
        {
            yield return validity.AtLeast
                ? Fact(language, "Valid at least until", "有效期至少至", ReceiptWords.Until(validity))
                : Fact(language, "Valid until", "有效期至", ReceiptWords.Until(validity));
            if (validity.Zone != print.Receipt.Zone)
            {
                yield return Fact(language, "Card's time zone", "卡片时区", validity.Zone);
            }
        }

        if (print.CardDiffers)
        {
            yield return new ReceiptPart.Sentence(ReceiptWords.CardDiffers(language));
        }
    }

    private static IEnumerable<ReceiptPart> Foot(ReceiptPrint print)
    {
        var language = print.Language;
        yield return new ReceiptPart.Rule();
        yield return new ReceiptPart.Fact(
            language.Pick("Paid", "实付"), print.Receipt.Total.ToString(), Strong: true);
        yield return new ReceiptPart.Rule();
        if (print.Code is { } code)
        {
            yield return Fact(language, "Code", "验证码", code);
        }
        else
        {
            yield return new ReceiptPart.Sentence(ReceiptWords.Unsigned(language));
        }

        if (print.Qr is { } qr)
        {
            yield return new ReceiptPart.Qr(qr);
        }

        yield return new ReceiptPart.Sentence(ReceiptWords.Help(print.HelpLine, language));
    }

    // A plan that left the catalogue before its receipt was printed has no name any more.
    private static string Plan(Receipt receipt, ReceiptLanguage language) =>
        receipt.Plan.In(language) is { Length: > 0 } name ? name : receipt.PlanCode.Value;

    private static IEnumerable<ReceiptPart> Unless(
        ReceiptLanguage language, string english, string chinese, string value) =>
        value.Length == 0 ? [] : [Fact(language, english, chinese, value)];

    private static ReceiptPart.Fact Fact(ReceiptLanguage language, string english, string chinese, string value) =>
        new(language.Pick(english, chinese), value);
}
