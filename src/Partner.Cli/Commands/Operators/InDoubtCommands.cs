using System.CommandLine;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator in-doubt</c>: what the issuer has not answered, and settling it by evidence.</summary>
internal static class InDoubtCommands
{
    public static Command Create(Scope scope) => new("in-doubt", scope.Pick(
        "What the issuer has not answered: lists it, settles it", "发卡方未答复的操作：查询与处理"))
    {
        List(scope), Resolve(scope),
    };

    private static Command List(Scope scope)
    {
        var sending = Opt.Flag("--sending", scope.Pick(
            "Also what is not in doubt but on its way", "包括尚在发送、未存疑的操作"));
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("list", scope.Pick(
            "Lists it, the longest in doubt first", "列出存疑操作，存疑最久的在前")) { sending };
        limit.AddTo(command);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var wanted = limit.Read(session.Parsed);
            var found = await OperatorOptions.CollectAsync(
                wanted,
                new ListInDoubtResponse(),
                so => so.Operations.Count,
                async (so, size) =>
                {
                    var request = new ListInDoubtRequest
                    {
                        IncludeSending = session.Parsed.GetValue(sending),
                        PageSize = size,
                        PageToken = so.NextPageToken,
                    };
                    using var call = TopUpsCommand.Client(session)
                        .ListInDoubtAsync(request, session.Call(cancellationToken));
                    var page = await call.ResponseAsync;
                    so.Operations.AddRange(page.Operations);
                    return so.NextPageToken = page.NextPageToken;
                });
            session.Print(found, () => TopUpsText.Table(found, session));
            return ExitStatus.Done;
        });
    }

    private static Command Resolve(Scope scope)
    {
        var name = scope.Argument("NAME", "As list shows it: partners/…", "list 所示的资源名：partners/…");
        var (outcome, evidence) = (OperatorOptions.Outcome<ResolveOutcome>(scope), OperatorOptions.Evidence(scope));
        var force = Opt.Text("--force", scope.Pick(
            "Why it is settled although it is not in doubt", "未存疑仍要处理的理由"), "REASON");
        var why = OperatorOptions.Why(scope);
        var command = new Command("resolve", scope.Pick(
            "Settles one by evidence from the issuer; repeating it changes nothing",
            "依据发卡方的凭据处理；重复执行不会改变")) { name, outcome, evidence, force, why };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var request = new ResolveTopUpRequest
            {
                Name = parsed.GetRequiredValue(name),
                Outcome = parsed.GetValue(outcome) ?? ResolveOutcome.Unspecified,
                Evidence = parsed.GetRequiredValue(evidence),
                Force = parsed.GetValue(force) ?? "",
                Why = parsed.GetRequiredValue(why),
            };
            using var call = TopUpsCommand.Client(session).ResolveTopUpAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => TopUpsText.Of(answer.Operation, session.Language));
            return ExitStatus.Done;
        });
    }
}
