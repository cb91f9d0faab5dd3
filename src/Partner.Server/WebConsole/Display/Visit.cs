using System.Globalization;
using Partner.Core.Amounts;
using Partner.Server.Errors;
using Partner.Server.Security;

namespace Partner.Server.WebConsole.Display;

/// <summary>
/// One request for a page: in which language and time zone it is answered, and who asked. Everything that pages write
/// goes through it, so that it is written alike everywhere.
/// </summary>
/// <param name="accessor">The request.</param>
/// <param name="clock">The time.</param>
internal sealed class Visit(IHttpContextAccessor accessor, TimeProvider clock)
{
    /// <summary>The cookie that keeps the language that a person chose.</summary>
    public const string LanguageCookie = "__Host-console-language";

    private readonly HttpContext _http = accessor.HttpContext
        ?? throw new InvalidOperationException("There is no request.");

    private Language? _language;

    /// <summary>The language: the one that was chosen, else the one that the browser asks for.</summary>
    public Language Language => _language ??= LanguageOf(_http);

    /// <summary>The language's tag.</summary>
    public string Tag => Language.Tag();

    /// <summary>The zone in which times are told; UTC unless the page says another.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>The time of the request (UTC).</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Who asks.</summary>
    public Caller Caller => _http.GetCaller();

    /// <summary>A text of the table.</summary>
    /// <param name="key">Its key.</param>
    public string this[string key] => ConsoleTexts.Of(key, Language);

    /// <summary>A text of the table with its gaps filled.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="values">What stands in its gaps; numbers in invariant form.</param>
    public string Fill(string key, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, this[key], values);

    /// <summary>A text about a number of things: where it is one, that under the key and ".one".</summary>
    /// <param name="key">Its key.</param>
    /// <param name="count">How many.</param>
    public string Of(string key, long count) => this[count == 1 ? $"{key}.one" : key];

    /// <summary>The same with its gaps filled.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="count">How many.</param>
    /// <param name="values">What stands in its gaps; numbers in invariant form.</param>
    public string FillOf(string key, long count, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, Of(key, count), values);

    /// <summary>Whether the table has a text.</summary>
    /// <param name="key">Its key.</param>
    public static bool Knows(string key) => ConsoleTexts.Table.ContainsKey(key);

    /// <summary>An instant in the page's zone, to the second.</summary>
    public string Time(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone)
        .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>An instant's day in the page's zone.</summary>
    public string Day(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone)
        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>How long it is since an instant, in its two largest units: "3 h 12 min".</summary>
    public string Age(DateTimeOffset since)
    {
        var age = Now > since ? Now - since : TimeSpan.Zero;
        return age switch
        {
            { TotalDays: >= 1 } => Fill("age.days", (int)age.TotalDays, age.Hours),
            { TotalHours: >= 1 } => Fill("age.hours", age.Hours, age.Minutes),
            { TotalMinutes: >= 1 } => Fill("age.minutes", age.Minutes, age.Seconds),
            _ => Fill("age.seconds", age.Seconds),
        };
    }

    /// <summary>An amount as its currency is written, its thousands apart: "1,234.50 CNY".</summary>
    public static string Money(Money amount)
    {
        var text = amount.ToString();
        var sign = text[0] == '-' ? 1 : 0;
        var whole = text.AsSpan(sign, text.IndexOfAny(['.', ' ']) - sign);
        var grouped = Int128.Parse(whole, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture);
        return $"{(sign == 1 ? "−" : "")}{grouped}{text[(sign + whole.Length)..]}";
    }

    /// <summary>A count, its thousands apart.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The language of a request.</summary>
    public static Language LanguageOf(HttpContext http) => http.Request.Cookies[LanguageCookie] switch
    {
        "en" => Language.English,
        "zh-CN" => Language.Chinese,
        _ => Languages.Of(http),
    };
}
