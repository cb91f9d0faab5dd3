using System.CommandLine;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator actions</c>: who changed what, when and why.</summary>
internal static class ActionsCommand
{
    public static Command Create(Scope scope)
    {
        var partner = OperatorOptions.OptionalPartner(scope, "[what concerns none]", "[不涉及任何合作伙伴的操作]");
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("actions", scope.Pick(
            "Lists the action log, the newest first", "列出操作日志，最新的在前")) { partner };
        limit.AddTo(command);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var wanted = limit.Read(session.Parsed);
            var client = new ActionService.ActionServiceClient(session.Invoker);
            var found = await OperatorOptions.CollectAsync(
                wanted,
                new ListActionsResponse(),
                so => so.Actions.Count,
                async (so, size) =>
                {
                    var request = new ListActionsRequest
                    {
                        Parent = Names.Partner(session.Parsed.GetValue(partner) ?? ""),
                        PageSize = size,
                        PageToken = so.NextPageToken,
                    };
                    using var call = client.ListActionsAsync(request, session.Call(cancellationToken));
                    var page = await call.ResponseAsync;
                    so.Actions.AddRange(page.Actions);
                    return so.NextPageToken = page.NextPageToken;
                });
            session.Print(found, () => ActionText.Of(
                found, session.Language, session.Host.Clock.LocalTimeZone));
            return ExitStatus.Done;
        });
    }
}
