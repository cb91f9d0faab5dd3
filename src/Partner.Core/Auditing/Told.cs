using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Partner.Core.Texts;

namespace Partner.Core.Auditing;

/// <summary>
/// Sentences of findings in both languages, side by side. What stands in their gaps and is a <see cref="Wording"/> is
/// told in the language of its sentence.
/// </summary>
internal static class Told
{
    /// <summary>A sentence.</summary>
    /// <param name="english">In English.</param>
    /// <param name="chinese">In Chinese, with the same facts.</param>
    public static Wording Of(EnglishSentence english, ChineseSentence chinese) => new(english.Text, chinese.Text);

    /// <summary>Several sentences as one.</summary>
    /// <param name="parts">The sentences.</param>
    public static Wording All(IReadOnlyCollection<Wording> parts) => Joined(parts, "; ", "；");

    /// <summary>An enumeration.</summary>
    /// <param name="parts">Its members.</param>
    public static Wording List(IReadOnlyCollection<Wording> parts) => Joined(parts, ", ", "、");

    private static Wording Joined(IReadOnlyCollection<Wording> parts, string english, string chinese) => new(
        string.Join(english, parts.Select(part => part.English)),
        string.Join(chinese, parts.Select(part => part.Chinese)));
}

/// <summary>An English sentence, as the compiler puts it together.</summary>
[InterpolatedStringHandler]
internal readonly struct EnglishSentence(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 8));

    public string Text => _text.ToString();

    public void AppendLiteral(string part) => _text.Append(part);

    public void AppendFormatted(Wording part) => _text.Append(part.English);

    public void AppendFormatted<T>(T value, string? format = null) => SentencePart.Append(_text, value, format);
}

/// <summary>A Chinese sentence likewise.</summary>
[InterpolatedStringHandler]
internal readonly struct ChineseSentence(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 8));

    public string Text => _text.ToString();

    public void AppendLiteral(string part) => _text.Append(part);

    public void AppendFormatted(Wording part) => _text.Append(part.Chinese);

    public void AppendFormatted<T>(T value, string? format = null) => SentencePart.Append(_text, value, format);
}

/// <summary>What is alike in both languages.</summary>
internal static class SentencePart
{
    public static void Append<T>(StringBuilder text, T value, string? format) => text.Append(
        value is IFormattable known ? known.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());
}
