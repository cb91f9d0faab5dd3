using System.CommandLine;
using System.Globalization;
using Leb.Partner.V1;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary>Arguments and options that the operator's commands have in common.</summary>
internal static class OperatorOptions
{
    /// <summary>The partner that a command is about; read it with <see cref="Names.Partner"/>.</summary>
    public static Argument<string> Partner(Scope scope) =>
        scope.Argument("PARTNER", "The partner's id", "合作伙伴编号");

    /// <summary>The partner, where a command need not be about one.</summary>
    /// <param name="english">What it is about then, for the description.</param>
    /// <param name="chinese">The same in Chinese.</param>
    public static Argument<string?> OptionalPartner(
        Scope scope, string english = "[all]", string chinese = "[全部]") => new("PARTNER")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = scope.Pick($"The partner's id {english}", $"合作伙伴编号 {chinese}"),
        };

    /// <summary>Why something is done; the action log keeps it for ever.</summary>
    public static Option<string> Why(Scope scope) => new("--why")
    {
        Required = true,
        HelpName = "TEXT",
        Description = scope.Pick("Why, for the action log", "原因，记入操作日志"),
    };

    /// <summary>What proves something.</summary>
    /// <param name="english">Its description.</param>
    /// <param name="chinese">The same in Chinese.</param>
    public static Option<string> Evidence(
        Scope scope, string english = "What proves it; kept with it", string chinese = "依据，随记录保存") =>
        new("--evidence") { Required = true, HelpName = "TEXT", Description = scope.Pick(english, chinese) };

    /// <summary>One of the words of an enum, which must be given.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    public static Option<T?> Outcome<T>(Scope scope)
        where T : struct, Enum
    {
        var outcome = Opt.Choice<T>(scope.Language, "--outcome", scope.Pick("What became of it", "结果"));
        outcome.Required = true;
        return outcome;
    }

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

    /// <summary>A number in digits.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
