using System.CommandLine;

namespace Partner.Server.Verbs;

/// <summary>A parsed command line, for those who read it by the names of its options.</summary>
/// <param name="parsed">The line.</param>
public sealed class Arguments(ParseResult parsed)
{
    /// <summary>A text option's value.</summary>
    /// <param name="option">Its name.</param>
    /// <returns>The value; null when it is not there.</returns>
    public string? Option(string option) => parsed.GetValue<string?>(option);
}
