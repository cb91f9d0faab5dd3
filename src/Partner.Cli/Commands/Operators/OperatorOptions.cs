using System.CommandLine;
using System.Globalization;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary>Arguments and options that the operator's commands have in common.</summary>
internal static class OperatorOptions
{
    /// <summary>The partner that a command is about; read it with <see cref="Names.Partner"/>.</summary>
    public static Argument<string> Partner(Scope scope) =>
        scope.Argument("PARTNER", "The partner's id", "合作伙伴编号");

    /// <summary>Why something is done; the action log keeps it for ever.</summary>
    public static Option<string> Why(Scope scope) => new("--why")
    {
        Required = true,
        HelpName = "TEXT",
        Description = scope.Pick("Why, for the action log", "原因，记入操作日志"),
    };

    /// <summary>An amount that must be given.</summary>
    public static Option<Money?> Amount(Scope scope, string name, string english, string chinese)
    {
        var amount = Opt.Amount(scope.Language, name, scope.Pick(english, chinese));
        amount.Required = true;
        return amount;
    }

    /// <summary>A request id; made where none is given, so show it before it is sent.</summary>
    public static Option<string?> RequestId(Scope scope) => Opt.Text(
        "--request-id", scope.Pick("The same on every retry [a new one]", "重试时保持不变的请求号 [新生成]"), "ID");

    /// <summary>The request id that was given, or a new one.</summary>
    public static string Read(this Option<string?> requestId, Session session) =>
        session.Parsed.GetValue(requestId) ?? Guid.NewGuid().ToString("D");

    /// <summary>Fetches pages until there are enough elements.</summary>
    /// <typeparam name="T">The response, which collects the elements of all its pages.</typeparam>
    /// <param name="wanted">How many elements at most.</param>
    /// <param name="found">Collects them.</param>
    /// <param name="count">How many it has.</param>
    /// <param name="page">Fetches the next page, of a size, adds it, and answers with the token of the next.</param>
    public static async Task<T> CollectAsync<T>(
        int wanted, T found, Func<T, int> count, Func<T, int, Task<string>> page)
    {
        string next;
        do
        {
            next = await page(found, Math.Min(wanted - count(found), LimitOption.LargestPage));
        }
        while (next.Length > 0 && count(found) < wanted);
        return found;
    }

    /// <summary>What stands beneath a list that was cut off; empty where it was not.</summary>
    public static string More(Language language, string nextPageToken) => nextPageToken.Length == 0
        ? ""
        : language.Pick("There are more: raise --limit or give --all.", "还有更多：提高 --limit 或使用 --all。");

    /// <summary>A number in digits.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
