using System.CommandLine;
using System.CommandLine.Help;

namespace Partner.Server.Verbs;

/// <summary>The words behind a verb are wrong; the message says which and what is right.</summary>
/// <param name="message">What is wrong and how to mend it.</param>
public sealed class UsageException(string message) : Exception(message);

/// <summary>Parses command lines, and says in one sentence what is wrong with them.</summary>
public static class CommandLineReader
{
    // A value that begins with "@" is a value, not the name of a file with more arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Parses the words behind a command, or behind the program.</summary>
    /// <param name="command">What may stand there.</param>
    /// <param name="args">What stands there.</param>
    /// <returns>The values; a wish for help goes before anything that is wrong.</returns>
    /// <exception cref="UsageException">A word is wrong or missing.</exception>
    public static ParseResult Parse(Command command, IReadOnlyList<string> args)
    {
        var parsed = command.Parse(args, Parsing);
        return parsed.Action is not HelpAction && ProblemOf(parsed) is { } problem
            ? throw new UsageException(problem)
            : parsed;
    }

    private static string? ProblemOf(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            return Unknown(unknown, command);
        }

        // The library takes whatever follows an option for its value: "--data --verbose" would make such a folder.
        var swallowed = command.Options.FirstOrDefault(option => option.ValueType != typeof(bool)
            && parsed.GetResult(option)?.Tokens is [{ Value: var value }]
            && command.Options.Any(other => other.Name == value));
        return swallowed is not null ? $"Required argument missing for option: '{swallowed.Name}'."
            : parsed.Errors.Count == 0 ? null
            : command.Subcommands.Count > 0 ? $"one of {Names(command.Subcommands)} is missing."
            : string.Join(Environment.NewLine, parsed.Errors.Select(error => error.Message));
    }

    private static string Unknown(string word, Command command)
    {
        var isOption = word.StartsWith('-');
        var problem = isOption ? $"{word} is not an option here"
            : command.Subcommands.Count > 0 ? $"'{word}' is none of {Names(command.Subcommands)}"
            : $"'{word}' is one word too many";
        var nearest = Nearest(word, isOption ? command.Options : command.Subcommands);
        return nearest is null ? problem + "." : $"{problem}; did you mean {nearest}?";
    }

    private static string Names(IEnumerable<Command> commands) =>
        string.Join(", ", commands.Select(command => command.Name));

    private static string? Nearest(string word, IEnumerable<Symbol> known) => known
        .Select(symbol => (symbol.Name, Distance: Distance(word, symbol.Name)))
        .Where(near => near.Distance <= (near.Name.Length + 2) / 3)
        .OrderBy(near => near.Distance)
        .FirstOrDefault().Name;

    /// <summary>How many letters have to be added, left out or changed (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
