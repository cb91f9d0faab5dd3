using System.CommandLine;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator approvals</c>: changes to partners' money that need a second person.</summary>
internal static class ApprovalsCommand
{
    public static Command Create(Scope scope) => new("approvals", scope.Pick(
        "Changes to money that need a second person: lists, shows, approves, rejects them",
        "须由第二人审批的资金变更：查询、批准与拒绝"))
    {
        List(scope), Get(scope), Approve(scope), Reject(scope),
    };

    private static ApprovalService.ApprovalServiceClient Client(Session session) => new(session.Invoker);

    private static Argument<string> Name(Scope scope) => scope.Argument(
        "APPROVAL", "Its name: partners/…/approvals/…", "审批名称：partners/…/approvals/…");

    private static Command List(Scope scope)
    {
        var partner = OperatorOptions.OptionalPartner(scope, "[all partners]");
        var state = Opt.Choice<ApprovalState>(
            scope.Language, "--state", scope.Pick("Only of this state", "仅此状态"));
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("list", scope.Pick(
            "Lists them, the newest first", "列出审批，最新的在前")) { partner, state };
        limit.AddTo(command);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var wanted = limit.Read(session.Parsed);
            var found = await OperatorOptions.CollectAsync(
                wanted,
                new ListApprovalsResponse(),
                so => so.Approvals.Count,
                async (so, size) =>
                {
                    var request = new ListApprovalsRequest
                    {
                        Parent = Names.Partner(session.Parsed.GetValue(partner) ?? ""),
                        State = session.Parsed.GetValue(state) ?? ApprovalState.Unspecified,
                        PageSize = size,
                        PageToken = so.NextPageToken,
                    };
                    using var call = Client(session).ListApprovalsAsync(request, session.Call(cancellationToken));
                    var page = await call.ResponseAsync;
                    so.Approvals.AddRange(page.Approvals);
                    return so.NextPageToken = page.NextPageToken;
                });
            session.Print(found, () => ApprovalText.Table(
                found, session.Language, session.Host.Clock.LocalTimeZone));
            return ExitStatus.Done;
        });
    }

    private static Command Get(Scope scope)
    {
        var name = Name(scope);
        var command = new Command("get", scope.Pick("Shows one", "查询一项审批")) { name };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new GetApprovalRequest { Name = session.Parsed.GetRequiredValue(name) };
            using var call = Client(session).GetApprovalAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => ApprovalText.Of(answer.Approval, session));
            return ExitStatus.Done;
        });
    }

    private static Command Approve(Scope scope)
    {
        var (name, why) = (Name(scope), OperatorOptions.Why(scope));
        var command = new Command("approve", scope.Pick(
            "Approves what another person asked for, and carries it out", "批准他人提交的变更并立即执行")) { name, why };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            session.MovesMoney = true;
            var request = new ApproveRequest
            {
                Name = session.Parsed.GetRequiredValue(name), Why = session.Parsed.GetRequiredValue(why),
            };
            using var call = Client(session).ApproveAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => ApprovalText.Of(answer.Approval, session));
            return ExitStatus.Done;
        });
    }

    private static Command Reject(Scope scope)
    {
        var (name, why) = (Name(scope), OperatorOptions.Why(scope));
        var command = new Command("reject", scope.Pick(
            "Rejects one for ever; whoever asked for it may, too", "拒绝变更；提交人也可撤回")) { name, why };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new RejectRequest
            {
                Name = session.Parsed.GetRequiredValue(name), Why = session.Parsed.GetRequiredValue(why),
            };
            using var call = Client(session).RejectAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => ApprovalText.Of(answer.Approval, session));
            return ExitStatus.Done;
        });
    }
}
