using System.Text;

namespace Partner.Cli.Hosting;

/// <summary>What a command touches of the process around it, so that tests can put their own in its place.</summary>
/// <param name="Out">Standard output: results, and with --json exactly one JSON document.</param>
/// <param name="Error">Standard error: errors and progress for people.</param>
/// <param name="Variable">Reads an environment variable.</param>
/// <param name="Clock">The clock and the time zone of printed times.</param>
/// <param name="OutIsTerminal">Whether a person looks at standard output.</param>
/// <param name="ErrorIsTerminal">Whether a person looks at standard error.</param>
internal sealed record CliHost(
    TextWriter Out,
    TextWriter Error,
    Func<string, string?> Variable,
    TimeProvider Clock,
    bool OutIsTerminal,
    bool ErrorIsTerminal)
{
    public static CliHost OfProcess()
    {
        // Clerk texts are Chinese: never in a code page that lacks them, and no byte order mark in a pipe.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new CliHost(
            Console.Out,
            Console.Error,
            Environment.GetEnvironmentVariable,
            TimeProvider.System,
            !Console.IsOutputRedirected,
            !Console.IsErrorRedirected);
    }

    /// <summary>
    /// Whether colours may be used: on a terminal that can, unless the user asked for none (no-color.org).
    /// </summary>
    public bool Colours => OutIsTerminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";
}
