using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary>The options that say which identity document of a customer was checked.</summary>
internal sealed class IdCheckOptions(Scope scope)
{
    /// <summary>In place of the option: what is typed in a command shows in the list of processes.</summary>
    private const string Variable = "PARTNER_ID_LAST_FOUR";

    private readonly Option<IdDocumentType?> _document = Opt.Choice<IdDocumentType>(
        scope.Language, "--id-document", scope.Pick("The customer's document that you checked", "已核验的顾客证件类型"));

    private readonly Option<string?> _lastFour = Opt.Text(
        "--id-last-four",
        scope.Pick($"The last four characters of its number [{Variable}]", $"证件号码后四位 [{Variable}]"),
        "CHARS");

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [_document, _lastFour];

    /// <summary>Whether a document is given.</summary>
    public bool IsGiven(ParseResult parsed) =>
        parsed.GetValue(_document) is not null || parsed.GetValue(_lastFour) is not null;

    /// <summary>The check; null where none is given.</summary>
    /// <exception cref="UsageException">Half of it is given.</exception>
    public IdCheck? Read(ParseResult parsed)
    {
        if (!IsGiven(parsed))
        {
            return null;
        }

        var characters = parsed.GetValue(_lastFour) ?? scope.Host.Variable(Variable);
        return parsed.GetValue(_document) is { } document && !string.IsNullOrEmpty(characters)
            ? new IdCheck { DocumentType = document, LastFour = characters }
            : throw new UsageException(scope.Pick(
                $"An identity check needs --id-document and --id-last-four (or {Variable}).",
                $"证件核验须同时给出 --id-document 和 --id-last-four（或 {Variable}）。"));
    }
}
