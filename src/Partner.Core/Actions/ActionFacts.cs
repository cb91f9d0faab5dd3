using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Partner.Core.Cards;

namespace Partner.Core.Actions;

/// <summary>
/// What was true before or after an action, as JSON text that is kept for ever: words, ids and numbers as they are,
/// names that people chose so that two can be told apart, what they wrote without long numbers. It never holds a card
/// number, a code, a key or a phone number in clear.
/// </summary>
public sealed partial class ActionFacts
{
    private static readonly JsonWriterOptions Options = new()
    {
        // It is never part of a page as it is.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<(string Name, object? Value)> _facts = [];

    /// <summary>Adds a word or an id of ours; null is told as null.</summary>
    /// <param name="name">In lowerCamelCase.</param>
    /// <param name="value">It is kept as it is, so it is nothing that people wrote.</param>
    public ActionFacts Add(string name, string? value) => With(name, value);

    /// <summary>Adds a number.</summary>
    /// <param name="name">In lowerCamelCase.</param>
    /// <param name="value">Any number.</param>
    public ActionFacts Add(string name, long value) => With(name, value);

    /// <summary>Adds a moment.</summary>
    /// <param name="name">In lowerCamelCase.</param>
    /// <param name="value">Told in UTC; null is told as null.</param>
    public ActionFacts Add(string name, DateTimeOffset? value) =>
        With(name, value?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>Adds what people wrote, without the long numbers in it.</summary>
    /// <param name="name">In lowerCamelCase.</param>
    /// <param name="value">Any text; null is told as null.</param>
    public ActionFacts AddText(string name, string? value) => With(name, value is null ? null : Hide(value));

    /// <summary>Adds a name that somebody chose, of an outlet, say: see <see cref="Reference"/>.</summary>
    /// <param name="name">In lowerCamelCase.</param>
    /// <param name="value">The name; null is told as null.</param>
    public ActionFacts AddReference(string name, string? value) =>
        With(name, value is null ? null : Reference(value));

    /// <summary>The facts as a JSON object, in the order in which they were added.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in _facts)
            {
                Write(writer, name, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>
    /// A text without what may be the number of a card or a phone: of 8 digits in a row, or of 11 with blanks, dots,
    /// brackets or dashes between, only the last four stay. That hides other long numbers too, the lesser harm.
    /// </summary>
    /// <param name="text">What somebody wrote.</param>
    public static string Hide(string text) =>
        CardMask.Hide(Spaced().Replace(text, found => "…" + LastFour(found.Value)));

    /// <summary>
    /// A name that somebody chose, of an outlet, terminal or cashier, as the log has it: whole, since whoever reads it
    /// must tell 31010042 from 99990042. What has the form of a card's number (14 digits in a row, or 18 from 89 on
    /// with signs between), of a phone's (+ and 7 digits) or of a mobile phone's in China keeps its last four digits;
    /// four hex digits of the name's SHA-256 behind "~" still tell two apart, and are too few to find a number by. A
    /// certificate's thumbprint is nobody's number.
    /// </summary>
    /// <param name="reference">The name.</param>
    public static string Reference(string reference)
    {
        if (Thumbprint().IsMatch(reference))
        {
            return reference;
        }

        var shown = Number().Replace(reference, found => "…" + LastFour(found.Value));
        return shown == reference && !reference.Contains('…', StringComparison.Ordinal)
            ? reference
            : $"{shown}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reference)).AsSpan(0, 2))}";
    }

    private static string LastFour(string text) => string.Concat(text.Where(char.IsAsciiDigit).TakeLast(4));

    private static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull(name);
                break;
            case long number:
                writer.WriteNumber(name, number);
                break;
            default:
                writer.WriteString(name, (string)value);
                break;
        }
    }

    private ActionFacts With(string name, object? value)
    {
        _facts.Add((name, value));
        return this;
    }

    [GeneratedRegex("[0-9](?:[ .()-]{0,2}[0-9]){10,}", RegexOptions.CultureInvariant)]
    private static partial Regex Spaced();

    [GeneratedRegex(
        @"\+(?:[ .()-]{0,2}[0-9]){7,}"
        + @"|(?<![0-9])(?:89(?:[ .()-]{0,2}[0-9]){16,}|[0-9]{14,}|(?:86)?1[3-9][0-9]{9}(?![0-9]))",
        RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Thumbprint();
}
