using System.CommandLine;
using System.Globalization;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary>
/// <c>limits</c>: how much may be sold, how fast calls may come, how many unknown cards may be tried.
/// </summary>
internal static class LimitCommands
{
    public static Command Create(Scope scope)
    {
        var command = new Command("limits", scope.Pick(
            "Limits: look at them, set the partner's own, remove them", "限额：查询、设定与删除本公司的限额"));
        command.Subcommands.Add(CreateList(scope));
        command.Subcommands.Add(CreateSet(scope));
        command.Subcommands.Add(CreateRemove(scope));
        return command;
    }

    private static Command CreateList(Scope scope)
    {
        var options = new LimitScopeOptions(scope);
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("list", scope.Pick(
            "Lists what is set; with a scope what holds for it, with what is used",
            "列出已设定的限额；给出范围时列出对其生效的限额及已用额度"));
        options.AddTo(command);
        limit.AddTo(command);
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var wanted = limit.Read(session.Parsed);
            var request = new ListLimitsRequest { Scope = options.ReadIfAny(session.Parsed) };
            var found = new ListLimitsResponse();
            do
            {
                request.PageSize = Math.Min(wanted - found.Limits.Count, LimitOption.LargestPage);
                using var call = session.Connection.Limits.ListLimitsAsync(request, session.Call(cancellationToken));
                var page = await call.ResponseAsync;
                found.Limits.AddRange(page.Limits);
                request.PageToken = found.NextPageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0 && found.Limits.Count < wanted);
            session.Print(found, () => LimitOutput.Table(found, session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command CreateSet(Scope scope)
    {
        var (kind, options) = (Kind(scope), new LimitScopeOptions(scope));
        var value = Opt.Text(
            "--value", scope.Pick("At most this much: an amount, or a number", "上限：金额或数量"), "VALUE");
        value.Required = true;
        var comment = CommentOption.Create(scope);
        var command = new Command("set", scope.Pick(
            "Sets the partner's own limit, whatever it was", "设定本公司的限额，覆盖原值")) { kind, value, comment };
        options.AddTo(command);
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var chosen = session.Parsed.GetValue(kind)!.Value;
            var request = new SetLimitRequest
            {
                Kind = chosen,
                Scope = options.Read(session.Parsed),
                Value = ValueOf(scope, chosen, session.Parsed.GetValue(value)!),
                Comment = session.Parsed.GetValue(comment) ?? "",
            };
            using var call = session.Connection.Limits.SetLimitAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => LimitOutput.Table([answer.Limit], session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command CreateRemove(Scope scope)
    {
        var (kind, options, comment) = (Kind(scope), new LimitScopeOptions(scope), CommentOption.Create(scope));
        var command = new Command("remove", scope.Pick(
            "Removes the partner's own limit; the operator's stays", "删除本公司的限额；运营方的限额不变"))
        {
            kind, comment,
        };
        options.AddTo(command);
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new RemoveLimitRequest
            {
                Kind = session.Parsed.GetValue(kind)!.Value,
                Scope = options.Read(session.Parsed),
                Comment = session.Parsed.GetValue(comment) ?? "",
            };
            using var call = session.Connection.Limits.RemoveLimitAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => answer.Limit is null
                ? session.Language.Pick("Removed; nothing limits it now.", "已删除；目前没有限额。")
                : LimitOutput.Table([answer.Limit], session.Language));
            return ExitStatus.Done;
        });
    }

    /// <summary>What a limit is about.</summary>
    internal static Option<LimitKind?> Kind(Scope scope)
    {
        var kind = Opt.Choice<LimitKind>(scope.Language, "--kind", scope.Pick("What it is about", "限额类型"));
        kind.Required = true;
        return kind;
    }

    /// <summary>A value as it is typed.</summary>
    /// <exception cref="UsageException">It is neither an amount nor a number, as the kind wants it.</exception>
    internal static LimitValue ValueOf(Scope scope, LimitKind kind, string text)
    {
        if (kind is LimitKind.TopUpAmount or LimitKind.DayAmount or LimitKind.MonthAmount)
        {
            return MoneyText.TryParse(text, Opt.DefaultCurrency, out var money)
                ? new LimitValue { Amount = money }
                : throw new UsageException(scope.Pick(
                    $"--value: '{text}' is not an amount like 1000.00 or \"1000.00 CNY\".",
                    $"--value：“{text}”无效，应为金额，例如 1000.00 或 \"1000.00 CNY\"。"));
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new LimitValue { Count = count }
            : throw new UsageException(scope.Pick(
                $"--value: '{text}' is not a whole number.", $"--value：“{text}”无效，应为整数。"));
    }
}
