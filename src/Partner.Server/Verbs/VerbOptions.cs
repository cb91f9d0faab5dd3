using System.CommandLine;
using System.Globalization;
using Partner.Core.Texts;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>The options that several verbs take, and makers of typed ones whose complaints say what is right.</summary>
internal static class VerbOptions
{
    /// <summary>A report for machines.</summary>
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "One JSON document instead of text for people",
    };

    /// <summary>The issuer, where it is a process of its own.</summary>
    public static readonly Option<Uri?> Issuer = Parsed(
        "--issuer", "URL", "The issuer's address", "an address such as http://127.0.0.1:7070", text =>
            Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null);

    private static readonly Option<string?> Data = Text(
        "--data", "DIR", "Folder of the database [.partner]");

    private static readonly Option<string?> Provider = Text(
        "--provider", "NAME", "Sqlite, Postgres or SqlServer [Partner__Storage__Provider, else Sqlite]");

    private static readonly Option<string?> Connection = Text(
        "--connection", "STRING", "Connection string [ConnectionStrings__Partner, else a SQLite file in DIR]");

    /// <summary>Adds what a verb takes that opens the database.</summary>
    public static Command WithDatabase(this Command command)
    {
        command.Add(Data);
        command.Add(Provider);
        command.Add(Connection);
        return command;
    }

    /// <summary>Gives a verb its work.</summary>
    public static Command Runs(this Command command, Func<ParseResult, CancellationToken, Task<int>> action)
    {
        command.SetAction(action);
        return command;
    }

    /// <summary>The data folder that a line names, or null.</summary>
    public static string? GivenFolder(ParseResult parsed) => parsed.GetValue(Data);

    /// <summary>The data folder.</summary>
    public static string Folder(ParseResult parsed) => GivenFolder(parsed) ?? ".partner";

    /// <summary>The database that a line and the environment name.</summary>
    /// <exception cref="UsageException">They do not fit together.</exception>
    public static StoreOptions Database(ParseResult parsed) => DatabaseBeside(parsed, Folder(parsed));

    /// <summary>The same, where the folder is not that of the line.</summary>
    /// <exception cref="UsageException">They do not fit together.</exception>
    public static StoreOptions DatabaseBeside(ParseResult parsed, string folder) =>
        StoreChoice.Of(new Arguments(parsed), folder);

    /// <summary>Whether a line or the environment says where the database is.</summary>
    public static bool NamesDatabase(ParseResult parsed, IConfiguration environment) =>
        GivenFolder(parsed) is not null || StoreChoice.IsMade(new Arguments(parsed), environment);

    public static Option<string?> Text(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description };

    public static Option<string> Required(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description, Required = true };

    public static Option<TimeSpan?> Seconds(string name, string description) => Parsed<TimeSpan?>(
        name, "SECONDS", description, "a number of seconds above 0, at most 86400", text =>
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= 86_400
                ? TimeSpan.FromMilliseconds((long)(seconds * 1000))
                : null);

    public static Option<int?> WholeNumber(string name, string help, string description, int least, int most) =>
        Parsed<int?>(name, help, description, $"a whole number from {least} to {most}", text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
                ? number
                : null);

    public static Option<T?> Parsed<T>(
        string name, string help, string description, string takes, Func<string, T?> parse, bool required = false) =>
        new(name)
        {
            HelpName = help,
            Description = description,
            Required = required,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result =>
            {
                if (parse(result.Tokens[0].Value) is { } value)
                {
                    return value;
                }

                result.AddError($"{name} takes {takes}, not '{result.Tokens[0].Value}'.");
                return default;
            },
        };

    /// <summary>Refuses a text that does not show all that it is.</summary>
    /// <param name="name">The option.</param>
    /// <param name="text">Its value; null when it is not given.</param>
    /// <exception cref="UsageException">It holds a character that is not seen, or turns others around.</exception>
    public static void EnsureVisible(string name, string? text)
    {
        if (text is not null && VisibleText.Problem(text) is { } problem)
        {
            throw new UsageException($"{name} {problem.English}");
        }
    }

    /// <summary>Says why nothing was done.</summary>
    /// <param name="problem">Why.</param>
    /// <returns>The exit status of what is refused.</returns>
    public static int Fail(string problem)
    {
        Console.Error.WriteLine(problem);
        return 1;
    }
}
