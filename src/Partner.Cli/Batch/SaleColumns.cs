using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Contracts.Client;

namespace Partner.Cli.Batch;

/// <summary>The columns of a sales file: how each is judged and put into the request.</summary>
internal static class SaleColumns
{
    public const string RequestId = "request_id";
    public const string BusinessDate = "business_date";
    public const string IdDocument = "id_document";
    public const string IdLastFour = "id_last_four";
    private const string NotifyPhone = "notify_phone";
    private const int IdCharacters = 4;
    private const int ShortText = 40;
    private const int LongText = 100;

    /// <summary>The columns of identifiers: as a number, a long one loses digits in a spreadsheet.</summary>
    public static readonly IReadOnlySet<string> Identifiers = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "card", "plan", "quote", "coupon", "outlet", "terminal", "cashier", "reference", NotifyPhone, RequestId,
    };

    /// <summary>Puts a cell into the request, or answers what is wrong with it.</summary>
    public delegate string? Setter(CreateTopUpRequest request, string cell, Language language);

    public static readonly IReadOnlyDictionary<string, Setter> All =
        new Dictionary<string, Setter>(StringComparer.OrdinalIgnoreCase)
        {
            ["card"] = Card,
            ["plan"] = (request, cell, language) =>
                Identifier(cell, language, () => request.Plan = Names.Plan(cell)),
            ["amount"] = (request, cell, language) => Amount(cell, language, money => request.Amount = money),
            ["quote"] = (request, cell, language) =>
                Identifier(cell, language, () => request.Quote = Names.Quote(cell)),
            ["coupon"] = (request, cell, language) => Text(cell, ShortText, language, text => request.Coupon = text),
            ["channel"] = ChannelName,
            ["outlet"] = (request, cell, language) => Text(cell, ShortText, language, text => request.Outlet = text),
            ["terminal"] = (request, cell, language) =>
                Text(cell, ShortText, language, text => request.Terminal = text),
            ["cashier"] = (request, cell, language) => Text(cell, ShortText, language, text => request.Cashier = text),
            ["reference"] = (request, cell, language) =>
                Text(cell, LongText, language, text => request.ClientReference = text),
            [BusinessDate] = Day,
            ["max_debit"] = (request, cell, language) => Amount(cell, language, money => request.MaxDebit = money),
            ["allow_duplicate"] = (request, cell, language) =>
                Flag(cell, language, flag => request.AllowDuplicate = flag),
            ["allow_open_case"] = (request, cell, language) =>
                Flag(cell, language, flag => request.AllowOpenCase = flag),
            [NotifyPhone] = Phone,
            ["notify_language"] = (request, cell, language) =>
                Text(cell, ShortText, language, text => request.NotifyLanguage = text),
            [IdDocument] = Document,
            [IdLastFour] = LastFour,
            ["start_now"] = (request, cell, language) => Flag(cell, language, flag => request.StartNow = flag),
            [RequestId] = Id,
        };

    /// <summary>Names are refused when a spreadsheet rounded them: they would name something else.</summary>
    private static string? Identifier(string cell, Language language, Action put)
    {
        put();
        return SpreadsheetText.Problem(cell, language);
    }

    private static string? Card(CreateTopUpRequest request, string cell, Language language)
    {
        request.Card = CardText.Read(cell);
        return CardText.Problem(cell, language);
    }

    private static string? Phone(CreateTopUpRequest request, string cell, Language language)
    {
        request.NotifyPhone = cell;
        return SpreadsheetText.Problem(cell, language)
            ?? (CardInput.Check(new CardRef { PhoneNumber = cell }, out _) is { } problem
                ? language.Pick($"'{cell}' {problem.English}.", $"“{cell}”{problem.Chinese}。")
                : null);
    }

    private static string? Amount(string cell, Language language, Action<Money> put)
    {
        if (!MoneyText.TryParse(cell, Opt.DefaultCurrency, out var money) || MoneyText.TotalNanos(money) <= 0)
        {
            return language.Pick(
                $"'{cell}' is not an amount above zero like 100.00 or \"100.00 CNY\".",
                $"“{cell}”不是大于零的金额，例如 100.00 或 \"100.00 CNY\"。");
        }

        put(money);
        return null;
    }

    private static string? ChannelName(CreateTopUpRequest request, string cell, Language language)
    {
        request.Channel = EnumText.Parse<Channel>(cell);
        return request.Channel != Channel.Unspecified
            ? null
            : language.Pick(
                $"'{cell}' is not one of {string.Join(", ", EnumText.All<Channel>())}.",
                $"“{cell}”不是以下之一：{string.Join("，", EnumText.All<Channel>())}。");
    }

    private static string? Document(CreateTopUpRequest request, string cell, Language language)
    {
        Check(request).DocumentType = EnumText.Parse<IdDocumentType>(cell);
        return request.IdCheck.DocumentType != IdDocumentType.Unspecified
            ? null
            : language.Pick(
                $"'{cell}' is not one of {string.Join(", ", EnumText.All<IdDocumentType>())}.",
                $"“{cell}”不是以下之一：{string.Join("，", EnumText.All<IdDocumentType>())}。");
    }

    /// <summary>The cell is in no message: a document's characters are not for terminals and logs.</summary>
    private static string? LastFour(CreateTopUpRequest request, string cell, Language language)
    {
        Check(request).LastFour = cell;
        return cell.Trim().Length == IdCharacters
            ? null
            : language.Pick(
                "needs four characters; a spreadsheet drops zeros in front of digits: keep the column as text.",
                "须为四个字符；纯数字时电子表格会丢掉开头的零，请将该列设为文本。");
    }

    private static IdCheck Check(CreateTopUpRequest request) => request.IdCheck ??= new IdCheck();

    private static string? Text(string cell, int most, Language language, Action<string> put)
    {
        put(cell);
        return cell.Length <= most
            ? SpreadsheetText.Problem(cell, language)
            : language.Pick($"longer than {most} characters.", $"超过 {most} 个字符。");
    }

    private static string? Day(CreateTopUpRequest request, string cell, Language language)
    {
        request.BusinessDate = DayText.Day(cell) ?? cell;
        return DayText.Day(cell) is not null
            ? null
            : language.Pick($"'{cell}' is not a day like 2026-11-21.", $"“{cell}”不是日期，例如 2026-11-21。");
    }

    private static string? Flag(string cell, Language language, Action<bool> put)
    {
        var isSet = cell.Equals("true", StringComparison.OrdinalIgnoreCase);
        put(isSet);
        return isSet || cell.Equals("false", StringComparison.OrdinalIgnoreCase)
            ? null
            : language.Pick($"'{cell}' is neither true nor false.", $"“{cell}”不是 true 或 false。");
    }

    private static string? Id(CreateTopUpRequest request, string cell, Language language)
    {
        request.RequestId = cell;
        if (SpreadsheetText.Problem(cell, language) is { } rounded)
        {
            return rounded;
        }

        return RequestIds.IsWellFormed(cell)
            ? null
            : language.Pick(
                $"'{cell}' is not 16 to 64 characters of letters, digits, \"-\" and \"_\".",
                $"“{cell}”须为 16 至 64 个字母、数字、“-”或“_”。");
    }
}
