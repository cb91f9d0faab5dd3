using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Rules;

namespace Partner.Core.Tests.Pricing.Tables;

/// <summary>"fee kiosk channel=KIOSK fixed=1.00": a kind, an id, values by key. Unknown keys are a mistake.</summary>
internal sealed class TableLine
{
    private readonly Dictionary<string, string> _values = [];
    private readonly HashSet<string> _read = [];

    private TableLine(string kind, string id, IEnumerable<string> pairs)
    {
        (Kind, Id) = (kind, id);
        foreach (var pair in pairs)
        {
            var (key, value) = (pair[..pair.IndexOf('=')], pair[(pair.IndexOf('=') + 1)..]);
            _values.Add(key, value);
        }
    }

    public string Kind { get; }

    public string Id { get; }

    public static TableLine Rule(string text) => new(Words(text)[0], Words(text)[1], Words(text)[2..]);

    public static TableLine Sale(string text) => new("sale", "", Words(text));

    public string? Text(string key)
    {
        _read.Add(key);
        return _values.GetValueOrDefault(key);
    }

    public string[] List(string key) => Text(key)?.Split(',') ?? [];

    public int Whole(string key) => int.Parse(Text(key) ?? "0", CultureInfo.InvariantCulture);

    public int? WholeIfAny(string key) => Text(key) is null ? null : Whole(key);

    public bool Yes(string key, bool otherwise = false) => Text(key) is { } text ? text == "yes" : otherwise;

    public BasisPoints Rate(string key) => new(Whole(key));

    public Currency Currency(string key = "currency") => Core.Amounts.Currency.Of(Text(key) ?? "CNY");

    /// <summary>An amount in units of the line's currency; points are whole numbers.</summary>
    public long? Minor(string key, bool points = false) => Text(key) is not { } text ? null
        : points ? long.Parse(text, CultureInfo.InvariantCulture)
        : MinorOf(text, Currency());

    public static long MinorOf(string text, Currency currency) =>
        Money.Parse($"{text} {currency}")?.Minor ?? throw new FormatException($"'{text}' is no amount of {currency}.");

    public DateTimeOffset Instant(string key, DateTimeOffset otherwise) => Text(key) is { } text
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : otherwise;

    public TimeOnly? Time(string key) =>
        Text(key) is { } text ? TimeOnly.Parse(text, CultureInfo.InvariantCulture) : null;

    public TimeZoneInfo Zone() => TimeZoneInfo.FindSystemTimeZoneById(Text("zone") ?? "UTC");

    /// <summary>NOT_THIS_PLAN, POST_OFFICE, PosTill: letters count, case and underscores do not.</summary>
    public T Choice<T>(string key, T otherwise)
        where T : struct, Enum => Text(key) is { } text ? One<T>(text) : otherwise;

    public static T One<T>(string text)
        where T : struct, Enum => Enum.Parse<T>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    public Selector Selector() => new(
        PartnerId.Of(Text("partner")),
        Text("tier"),
        PlanCode.Of(Text("plan")),
        Text("category"),
        Text("type") is { } type ? One<CardType>(type) : null,
        Text("channel") is { } channel ? One<Channel>(channel) : null,
        Text("outlet"));

    /// <summary>Keys that begin with a word and a colon: "used:spring=1/1/1/5.00".</summary>
    public IEnumerable<(string Name, string Value)> Named(string word)
    {
        foreach (var (key, value) in _values.Where(pair => pair.Key.StartsWith(word + ":", StringComparison.Ordinal)))
        {
            _read.Add(key);
            yield return (key[(word.Length + 1)..], value);
        }
    }

    /// <summary>Fails when the line has a key that nothing asked for.</summary>
    public void End() => Assert.Empty(_values.Keys.Except(_read));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
