using System.Globalization;
using Partner.Server.Verbs;

namespace Partner.Benchmarks.Harness;

/// <summary>
/// Options ("--key value", "--flag") and plain words of a command line. What nobody read is an error.
/// </summary>
public sealed class BenchmarkArguments
{
    private readonly List<string> _words = [];
    private readonly Dictionary<string, string?> _options = new(StringComparer.Ordinal);

    /// <summary>Sorts a command line.</summary>
    /// <param name="args">The words.</param>
    /// <param name="flags">Options without a value.</param>
    /// <exception cref="UsageException">An option lacks its value or stands twice.</exception>
    public BenchmarkArguments(IReadOnlyList<string> args, params string[] flags)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                _words.Add(args[i]);
                continue;
            }

            var isFlag = flags.Contains(args[i]);
            if (!isFlag && i + 1 == args.Count)
            {
                throw new UsageException($"{args[i]} needs a value");
            }

            if (!_options.TryAdd(args[i], isFlag ? null : args[++i]))
            {
                throw new UsageException($"{args[i - 1]} stands twice");
            }
        }
    }

    /// <summary>Whether a flag is there.</summary>
    /// <param name="flag">Its name.</param>
    public bool Has(string flag) => _options.Remove(flag);

    /// <summary>An option's value.</summary>
    /// <param name="option">Its name.</param>
    /// <returns>The value; null when it is not there.</returns>
    public string? Option(string option) => _options.Remove(option, out var value) ? value : null;

    /// <summary>A required option's value.</summary>
    /// <param name="option">Its name.</param>
    /// <param name="form">What it should be, for the message.</param>
    /// <exception cref="UsageException">It is not there.</exception>
    public string Required(string option, string form) =>
        Option(option) ?? throw new UsageException($"{option} {form} is missing");

    /// <summary>An option in seconds.</summary>
    /// <param name="option">Its name.</param>
    /// <param name="otherwise">The value when it is not there.</param>
    /// <exception cref="UsageException">It is no number of seconds.</exception>
    public TimeSpan Seconds(string option, TimeSpan otherwise)
    {
        if (Option(option) is not { } text)
        {
            return otherwise;
        }

        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= 86_400
            ? TimeSpan.FromMilliseconds((long)(seconds * 1000))
            : throw new UsageException($"{option} takes a number of seconds above 0, at most 86400");
    }

    /// <summary>The next plain word.</summary>
    /// <param name="what">What it should be, for the message.</param>
    /// <exception cref="UsageException">There is none.</exception>
    public string Word(string what)
    {
        if (_words.Count == 0)
        {
            throw new UsageException($"{what} is missing");
        }

        var word = _words[0];
        _words.RemoveAt(0);
        return word;
    }

    /// <summary>All plain words that are left.</summary>
    /// <param name="what">What each should be, for the message.</param>
    /// <exception cref="UsageException">There is none.</exception>
    public IReadOnlyList<string> Words(string what)
    {
        var words = new List<string> { Word(what) };
        while (_words.Count > 0)
        {
            words.Add(Word(what));
        }

        return words;
    }

    /// <summary>Makes sure that every word and option was read.</summary>
    /// <exception cref="UsageException">One was not.</exception>
    public void End()
    {
        if (_options.Count > 0)
        {
            throw new UsageException($"{_options.Keys.First()} is not an option here");
        }

        if (_words.Count > 0)
        {
            throw new UsageException($"'{_words[0]}' is one word too many");
        }
    }
}
