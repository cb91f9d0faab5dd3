using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Texts;
using CoreMoney = Partner.Core.Amounts.Money;
using WireMoney = Leb.Partner.V1.Money;

namespace Partner.Server.Contract;

/// <summary>
/// Step 3 of the route: reads the fields of a message, and notes every one that is wrong, so that a caller learns of
/// all of them at once. A getter that notes a violation returns a value that is never used.
/// </summary>
public sealed class RequestReader
{
    /// <summary>What decoders put for bytes that they cannot read; a text with it came here garbled.</summary>
    private const char Unreadable = '\uFFFD';

    private const int LongestComment = 200;

    private readonly List<FieldViolation> _violations = [];

    /// <summary>The refusal for all violations noted so far; null when there is none.</summary>
    public Refusal? Refusal =>
        _violations.Count == 0 ? null : new Refusal(Reason.InvalidRequest) { Violations = _violations };

    /// <summary>Notes a violation.</summary>
    /// <param name="field">Path of the field.</param>
    /// <param name="problem">What is wrong, in English.</param>
    /// <param name="problemZh">The same in Chinese.</param>
    public void Note(string field, string problem, string problemZh) =>
        _violations.Add(new FieldViolation(field, problem, problemZh));

    /// <summary>Notes a violation.</summary>
    /// <param name="field">Path of the field.</param>
    /// <param name="problem">What is wrong.</param>
    public void Note(string field, Wording problem) => _violations.Add(new FieldViolation(field, problem));

    /// <summary>Reads a required request id.</summary>
    /// <param name="value">The field.</param>
    /// <param name="field">Its path.</param>
    public RequestId RequestId(string value, string field = "request_id")
    {
        if (value.Length == 0)
        {
            Note(field, "is required: one id per sale, the same on every retry", "必须填写：每笔交易一个编号，重试时保持不变");
        }
        else if (!RequestIds.IsWellFormed(value))
        {
            Note(field, "must be 16 to 64 characters of [A-Za-z0-9_-]", "必须是 16 至 64 个 [A-Za-z0-9_-] 字符");
        }

        return new RequestId(value);
    }

    /// <summary>Reads a card.</summary>
    /// <param name="card">The field; null when absent.</param>
    /// <param name="required">Whether it must be there.</param>
    /// <param name="field">Its path.</param>
    public CardNumber? Card(CardRef? card, bool required, string field = "card")
    {
        switch (card?.ReferenceCase)
        {
            case CardRef.ReferenceOneofCase.Iccid:
                return Card(card, $"{field}.iccid");
            case CardRef.ReferenceOneofCase.PhoneNumber:
                return Card(card, $"{field}.phone_number");
            default:
                if (required || card is not null)
                {
                    Note(field, "is required: give iccid or phone_number", "必须填写：iccid 或 phone_number");
                }

                return null;
        }
    }

    /// <summary>Reads a resource name such as "quotes/…" and returns what follows the collection.</summary>
    /// <param name="name">The field.</param>
    /// <param name="collection">The collection: "quotes".</param>
    /// <param name="required">Whether it must be there.</param>
    /// <param name="field">Its path.</param>
    /// <param name="isId">
    /// Whether a text may follow the collection; null where identifiers of <see cref="Ids"/> do.
    /// </param>
    /// <returns>The id; null when absent or wrong.</returns>
    public string? Name(string name, string collection, bool required, string field, Func<string, bool>? isId = null)
    {
        if (name.Length == 0)
        {
            if (required)
            {
                Note(field, $"is required: \"{collection}/…\"", $"必须填写：\"{collection}/…\"");
            }

            return null;
        }

        var prefix = collection + "/";
        var id = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : "";
        if (!(isId ?? Ids.AreValid)(id))
        {
            Note(field, $"must have the form \"{collection}/…\" as it was returned", $"格式必须为返回的 \"{collection}/…\"");
            return null;
        }

        return id;
    }

    /// <summary>Reads an amount of money.</summary>
    /// <param name="money">The field; null when absent.</param>
    /// <param name="field">Its path.</param>
    /// <param name="orZero">Whether it may be zero.</param>
    /// <returns>The amount, above zero; null when absent or wrong.</returns>
    public CoreMoney? Amount(WireMoney? money, string field, bool orZero = false)
    {
        if (money is null)
        {
            return null;
        }

        if (Currency.Find(money.CurrencyCode) is not { } currency)
        {
            Note(
                $"{field}.currency_code", "must be an ISO 4217 code that is served, such as CNY",
                "必须是受支持的 ISO 4217 币种代码，如 CNY");
            return null;
        }

        var (amount, flaw) = CoreMoney.FromUnits(money.Units, money.Nanos, currency);
        var (part, problem, problemZh) = flaw switch
        {
            MoneyFlaw.None when orZero && amount is { Minor: < 0 } =>
                (".units", "must not be below zero", "不得小于零"),
            MoneyFlaw.None when !orZero && amount is { Minor: <= 0 } => ("", "must be above zero", "必须大于零"),
            MoneyFlaw.None => ("", "", ""),
            MoneyFlaw.NanosOutOfRange =>
                (".nanos", "must be between -999,999,999 and 999,999,999", "必须在 ±999,999,999 之间"),
            MoneyFlaw.SignsDiffer => (".nanos", "must have the same sign as units", "符号必须与 units 一致"),
            MoneyFlaw.FinerThanMinorUnit => (
                ".nanos",
                $"must not be finer than {currency.Exponent} decimal places of {currency}",
                $"{currency} 最多 {currency.Exponent} 位小数"),
            _ => (".units", "is too large", "数值过大"),
        };
        if (problem.Length == 0)
        {
            return amount;
        }

        Note(field + part, problem, problemZh);
        return null;
    }

    /// <summary>Reads an enum value that must be one of the contract.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="value">The field.</param>
    /// <param name="required">Whether "unspecified" is wrong too.</param>
    /// <param name="field">Its path.</param>
    /// <returns>The number; null when unspecified or wrong.</returns>
    public int? Choice<T>(T value, bool required, string field)
        where T : struct, System.Enum
    {
        var number = Convert.ToInt32(value, CultureInfo.InvariantCulture);
        if (!System.Enum.IsDefined(value) || (required && number == 0))
        {
            Note(field, "must be one of the contract's values", "必须是接口定义中的取值");
            return null;
        }

        return number == 0 ? null : number;
    }

    /// <summary>Reads free text of limited length.</summary>
    /// <param name="value">The field.</param>
    /// <param name="most">The most UTF-16 characters.</param>
    /// <param name="field">Its path.</param>
    public string Text(string value, int most, string field)
    {
        if (value.Length > most)
        {
            Note(field, $"must be at most {most} characters", $"最多 {most} 个字符");
        }
        else if (value.Any(char.IsControl))
        {
            Note(field, "must not contain control characters", "不得包含控制字符");
        }
        else if (value.Contains(Unreadable))
        {
            Note(field, "must be valid UTF-8", "必须是有效的 UTF-8 文本");
        }
        else if (VisibleText.Problem(value) is { } problem)
        {
            Note(field, problem.English, problem.Chinese);
        }

        return value;
    }

    /// <summary>Reads why somebody does something.</summary>
    /// <param name="value">The field "comment".</param>
    public string Comment(string value) => Text(value, LongestComment, "comment");

    /// <summary>Reads a business day.</summary>
    /// <param name="value">The field; empty when absent.</param>
    /// <param name="field">Its path.</param>
    public DateOnly? Date(string value, string field)
    {
        if (value.Length == 0)
        {
            return null;
        }

        if (DateOnly.TryParseExact(
            value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        Note(field, "must be a date in the form YYYY-MM-DD", "必须是 YYYY-MM-DD 格式的日期");
        return null;
    }

    /// <summary>Reads an instant.</summary>
    /// <param name="value">The field; null when absent.</param>
    /// <param name="field">Its path.</param>
    public DateTimeOffset? Instant(Timestamp? value, string field)
    {
        // 0001-01-01 to 9999-12-31: what the Timestamp message itself allows.
        const long first = -62135596800;
        const long last = 253402300799;
        if (value is null)
        {
            return null;
        }

        if (value.Seconds is >= first and <= last && value.Nanos is >= 0 and <= 999_999_999)
        {
            return value.ToDateTimeOffset();
        }

        Note(field, "must be a valid timestamp", "必须是有效的时间戳");
        return null;
    }

    /// <summary>Reads a period of instants; its end is exclusive.</summary>
    /// <param name="start">The first instant; null when absent.</param>
    /// <param name="end">The end; null when absent.</param>
    /// <param name="path">What stands before "start_time" and "end_time": "filter." or nothing.</param>
    public (DateTimeOffset? From, DateTimeOffset? To) Period(Timestamp? start, Timestamp? end, string path = "")
    {
        var (from, to) = (Instant(start, path + "start_time"), Instant(end, path + "end_time"));
        if (to <= from)
        {
            Note(path + "end_time", "must be after start_time", "必须晚于 start_time");
        }

        return (from, to);
    }

    /// <summary>Reads a page size.</summary>
    /// <param name="value">The field; 0 for the usual size.</param>
    /// <param name="usual">The usual size.</param>
    /// <param name="most">The largest size.</param>
    public int PageSize(int value, int usual, int most)
    {
        if (value < 0 || value > most)
        {
            Note("page_size", $"must be 0 to {most}", $"必须为 0 至 {most}");
        }

        return value == 0 ? usual : value;
    }

    private CardNumber? Card(CardRef card, string field)
    {
        if (CardInput.Check(card, out var number) is { } problem)
        {
            Note(field, problem.English, problem.Chinese);
            return null;
        }

        if ((CardNumber.Iccid(number) ?? CardNumber.Phone(number)) is { } read)
        {
            return read;
        }

        Note(field, "must have 8 to 15 digits behind the +", "+ 之后必须为 8 至 15 位数字");
        return null;
    }
}
