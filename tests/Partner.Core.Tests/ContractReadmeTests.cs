using System.Globalization;
using System.Text.RegularExpressions;
using Partner.Core.Actions;
using Partner.Core.Errors;

namespace Partner.Core.Tests;

/// <summary>What the contract and its page say about reasons is what the program does.</summary>
public sealed partial class ContractReadmeTests
{
    private static readonly string Protos = Path.Combine(RepositoryRoot(), "protos");

    private static IEnumerable<Reason> Errors => Enum.GetValues<Reason>().Where(reason => reason != Reason.None);

    [Fact]
    public void The_readme_has_the_facts_of_every_reason()
    {
        var readme = File.ReadAllText(Path.Combine(Protos, "README.md"));
        var expected = string.Join('\n', ReasonTable());

        var actual = TableOfReasons().Match(readme).Groups["table"].Value;

        Assert.True(expected == actual, $"The table of reasons in protos/README.md should be:\n{expected}\n");
    }

    [Fact]
    public void The_readme_has_every_name_of_an_action_once_and_no_other()
    {
        var readme = File.ReadAllText(Path.Combine(Protos, "README.md"));
        var expected = typeof(ActionNames).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        var actual = TableOfActions().Match(readme).Groups["table"].Value.Split('\n').Skip(2)
            .SelectMany(row => QuotedName().Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value));

        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_enum_of_the_contract_has_the_same_names_and_numbers()
    {
        var expected = Errors.ToDictionary(Name, reason => (int)reason);

        var actual = ContractValues().Matches(ErrorReasonProto())
            .ToDictionary(
                match => match.Groups["name"].Value,
                match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture));

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void The_contract_states_the_status_of_every_reason_that_can_refuse_a_call()
    {
        var expected = Errors
            .Where(reason => ReasonFacts.Of(reason).Status != StatusKind.InBody)
            .ToDictionary(Name, reason => Status(ReasonFacts.Of(reason).Status));

        var actual = ContractValues().Matches(ErrorReasonProto())
            .Where(match => match.Groups["status"].Success)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["status"].Value);

        Assert.Equal(expected, actual);
    }

    private static IEnumerable<string> ReasonTable()
    {
        yield return "| reason | status | money_moved | retry_safe | retry_with | fault |";
        yield return "|---|---|---|---|---|---|";
        foreach (var reason in Errors)
        {
            var facts = ReasonFacts.Of(reason);
            var safe = facts.RetrySafe ? "true" : "false";
            yield return $"| `{Name(reason)}` | {Status(facts.Status)} | {Lower(facts.MoneyMoved)} | {safe} | "
                + $"{Lower(facts.RetryWith)} | {FaultName(facts.Fault)} |";
        }
    }

    private static string Name(Reason reason) => Snake(reason.ToString()).ToUpperInvariant();

    private static string Status(StatusKind status) => status switch
    {
        StatusKind.InBody => "outcome",
        StatusKind.CallEnded => "DEADLINE_EXCEEDED, CANCELLED",
        _ => Snake(status.ToString()).ToUpperInvariant(),
    };

    private static string FaultName(Fault fault) => fault switch
    {
        Fault.Nobody => "unspecified",
        Fault.ThePartner => "partner",
        _ => Lower(fault),
    };

    private static string Lower<T>(T value)
        where T : struct, Enum => Snake(value.ToString()).ToLowerInvariant();

    private static string Snake(string pascal) => WordStart().Replace(pascal, "_");

    private static string ErrorReasonProto() =>
        File.ReadAllText(Path.Combine(Protos, "leb", "partner", "v1", "error_reason.proto"));

    internal static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "protos", "README.md")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("protos/README.md is in no folder above.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"(?s)<!-- actions: [^\n]*-->\n(?<table>.*?)\n<!-- end of actions -->")]
    private static partial Regex TableOfActions();

    [GeneratedRegex("`([a-z.-]+)`")]
    private static partial Regex QuotedName();

    [GeneratedRegex(@"<!-- reasons: .*? -->\n(?<table>.*?)\n<!-- end of reasons -->", RegexOptions.Singleline)]
    private static partial Regex TableOfReasons();

    // A value with the bracketed status of the comment above it, if the comment starts with one.
    [GeneratedRegex(
        @"(?://\ \[(?<status>[A-Z_,\ ]+)\][^\n]*\n(?:\s*//[^\n]*\n)*)?
        \s*ERROR_REASON_(?<name>[A-Z_]+)\ =\ (?<number>[1-9]\d*);",
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex ContractValues();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
