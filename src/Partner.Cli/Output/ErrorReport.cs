using System.Text.Json;
using System.Text.Json.Nodes;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Contracts.Client;

namespace Partner.Cli.Output;

/// <summary>
/// Prints what went wrong: for people on standard error, for scripts as <c>{"error": …}</c> on standard output, and
/// answers with the exit status.
/// </summary>
internal sealed class ErrorReport(CliHost host, Language language, bool json)
{
    /// <summary>A call that was refused or lost.</summary>
    public int Failed(FailedCall call)
    {
        var error = call.Error;
        var status = ExitStatus.Of(error);
        var answers = ClerkAnswers.Of(call);
        if (json)
        {
            var body = ToJson(error, answers);
            host.Out.WriteLine(JsonOutput.Indented(new JsonObject { ["error"] = body, ["exitStatus"] = status }));
            return status;
        }

        var fields = new FieldList()
            .AddRange(answers.InWords(language))
            .AddRange(error.Violations.Select(problem => (
                language.Pick("Field ", "字段 ") + problem.Field,
                problem.Problem)))
            .AddRange(error.Facts
                .OrderBy(fact => fact.Key, StringComparer.Ordinal)
                .Select(fact => (fact.Key, fact.Value)))
            .Add(language.Pick("Status", "状态码"), StatusName(error) + Developers(error));
        host.Error.WriteLine($"{Verdict(error)}: {error.Reason}");
        if (error.ClerkText is { Length: > 0 } text)
        {
            host.Error.WriteLine("  " + TextTable.Clean(text));
        }

        host.Error.Write(fields.ToString("  "));
        return status;
    }

    /// <summary>Something that the user must mend before anything can be sent.</summary>
    public int Usage(UsageException exception)
    {
        if (json)
        {
            var problems = exception.Problems.Select(ToJson);
            var error = new JsonObject
            {
                ["reason"] = "USAGE",
                ["message"] = exception.Message,
                ["moneyMoved"] = "NO",
                ["problems"] = new JsonArray([.. problems]),
            };
            host.Out.WriteLine(JsonOutput.Indented(new JsonObject
            {
                ["error"] = error,
                ["exitStatus"] = ExitStatus.Usage,
            }));
            return ExitStatus.Usage;
        }

        host.Error.WriteLine(exception.Message);
        foreach (var problem in exception.Problems)
        {
            host.Error.WriteLine("  " + InWords(problem));
        }

        host.Error.WriteLine(Effect(exception.Effect) + language.Pick("--help shows the usage.", "用法见 --help。"));
        return ExitStatus.Usage;
    }

    private string Effect(UsageEffect effect) => effect switch
    {
        UsageEffect.NothingSent => language.Pick("Nothing was sent. ", "未发送任何请求。"),
        UsageEffect.NothingChanged => language.Pick("Nothing was changed. ", "未做任何更改。"),
        _ => "",
    };

    /// <summary>Something that is allowed, but seldom meant.</summary>
    public void Warn(FileProblem warning) =>
        host.Error.WriteLine(language.Pick("Warning: ", "警告：") + InWords(warning));

    /// <summary>A problem of a file, for scripts.</summary>
    public static JsonNode ToJson(FileProblem problem) => new JsonObject
    {
        ["line"] = problem.Line,
        ["column"] = problem.Column,
        ["problem"] = problem.Text,
    };

    /// <summary>
    /// Results could not be written down after sending began: what was sent may have been carried out.
    /// </summary>
    public int FileLost(string message)
    {
        var text = language.Pick(
            $"A result could not be written: {message} Mend this, then run the same command again: nothing is sent " +
            "twice.",
            $"结果无法写入：{message}。请解决后重新运行同一命令：不会重复发送。");
        if (json)
        {
            var error = new JsonObject { ["reason"] = "FILE_LOST", ["message"] = text, ["moneyMoved"] = "UNKNOWN" };
            host.Out.WriteLine(JsonOutput.Indented(new JsonObject
            {
                ["error"] = error,
                ["exitStatus"] = ExitStatus.NoAnswer,
            }));
            return ExitStatus.NoAnswer;
        }

        host.Error.WriteLine(text);
        return ExitStatus.NoAnswer;
    }

    private static JsonObject ToJson(PartnerError error, ClerkAnswers answers)
    {
        var violations = error.Violations.Select(problem => (JsonNode)new JsonObject
        {
            ["field"] = problem.Field,
            ["description"] = problem.Problem,
        });
        var facts = new JsonObject();
        foreach (var (key, value) in error.Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal))
        {
            facts[key] = value;
        }

        return new JsonObject
        {
            ["status"] = StatusName(error),
            ["reason"] = error.Reason,
            ["message"] = error.Message,
            ["clerkText"] = error.ClerkText ?? "",
            ["moneyMoved"] = EnumText.Of(answers.MoneyMoved),
            ["retrySafe"] = answers.RetrySafe,
            ["retryWith"] = EnumText.Of(answers.RetryWith),
            ["retryAfter"] = answers.RetryAfter is { } pause ? DurationText.Format(pause).Replace(" ", "") : null,
            ["fault"] = EnumText.Of(answers.Fault),
            ["requestId"] = answers.RequestId,
            ["incidentId"] = error.IncidentId,
            ["violations"] = new JsonArray([.. violations]),
            ["facts"] = facts,
        };
    }

    private string InWords(FileProblem problem)
    {
        var column = problem.Column.Length == 0
            ? ""
            : language.Pick($", column {problem.Column}", $"，列 {problem.Column}");
        return language.Pick(
            $"line {problem.Line}{column}: {problem.Text}", $"第 {problem.Line} 行{column}：{problem.Text}");
    }

    // In English and for developers: who reads Chinese is told the same by the clerk's text and the fields.
    private string Developers(PartnerError error) =>
        language.Pick($": {error.Message}", error.ClerkText is { Length: > 0 } ? "" : $": {error.Message}");

    private string Verdict(PartnerError error) => error.IsUnanswered
        ? language.Pick("No answer", "没有得到答复")
        : language.Pick("Refused", "被拒绝");

    /// <summary>The status as gRPC writes it: FAILED_PRECONDITION.</summary>
    private static string StatusName(PartnerError error) =>
        JsonNamingPolicy.SnakeCaseUpper.ConvertName(error.Status.ToString());
}
