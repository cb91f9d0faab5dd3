using System.Globalization;
using Partner.Core.Texts;

namespace Partner.Core.TopUps;

/// <summary>What one round at the issuer brought that did not end an operation.</summary>
/// <param name="Attempt">Number of the round, from 1.</param>
/// <param name="At">When it was known (UTC).</param>
/// <param name="Verdict">What was known then.</param>
/// <param name="Detail">How it came: "timed out", "HTTP 503"; without card numbers. May be empty.</param>
public sealed record InconclusiveAnswer(int Attempt, DateTimeOffset At, IssuerVerdict Verdict, string Detail)
{
    /// <summary>How many of the latest are kept of an operation.</summary>
    public const int Most = 5;

    /// <summary>The longest form in which they are kept, in characters.</summary>
    public const int LongestKept = Most * (LongestDetail + 48);

    private const int LongestDetail = 80;

    private static readonly IReadOnlyDictionary<string, IssuerVerdict> Verdicts = EnumWord.Named<IssuerVerdict>();

    /// <summary>Adds an answer to what is kept of an operation; one that ends it is not kept.</summary>
    /// <param name="kept">What is kept so far; null for nothing.</param>
    /// <param name="attempt">Number of the round.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="now">The time (UTC).</param>
    /// <returns>What is kept now, the latest last: one line for each.</returns>
    public static string? Keep(string? kept, int attempt, IssuerAnswer answer, DateTimeOffset now)
    {
        if (answer.Verdict is IssuerVerdict.Accepted or IssuerVerdict.Declined or IssuerVerdict.Withdrawn)
        {
            return kept;
        }

        var detail = (answer.Detail ?? "").ReplaceLineEndings(" ");
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{attempt} {now.UtcTicks} {EnumWord.Upper(answer.Verdict)} {detail[..Math.Min(detail.Length, LongestDetail)]}");
        return string.Join('\n', Lines(kept).TakeLast(Most - 1).Append(line));
    }

    /// <summary>Reads what is kept.</summary>
    /// <param name="kept">As <see cref="Keep"/> made it; null for nothing.</param>
    /// <returns>The answers, the earliest first.</returns>
    public static IReadOnlyList<InconclusiveAnswer> Read(string? kept) => [.. Lines(kept).Select(line =>
    {
        var parts = line.Split(' ', 4);
        return new InconclusiveAnswer(
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            new DateTimeOffset(long.Parse(parts[1], CultureInfo.InvariantCulture), TimeSpan.Zero),
            Verdicts[parts[2]],
            parts[3]);
    })];

    private static string[] Lines(string? kept) => string.IsNullOrEmpty(kept) ? [] : kept.Split('\n');
}
