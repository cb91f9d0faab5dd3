using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary>
/// <c>not-arrived</c>: reports that a top-up has not arrived; <c>cases</c>: lists what was reported; <c>cases show</c>:
/// shows one case.
/// </summary>
internal static class ArrivalCommands
{
    public static Command CreateReport(Scope scope)
    {
        var id = scope.TopUp("TOPUP");
        var command = new Command("not-arrived", scope.Pick(
            "Reports that a top-up has not arrived, and asks the issuer at once", "登记充值未到账，并立即向发卡方核实")) { id };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var text = session.Parsed.GetRequiredValue(id);
            var request = Names.IsTopUp(text)
                ? new ReportNotArrivedRequest { TopUp = text }
                : new ReportNotArrivedRequest { TopUpRequestId = text };
            using var call = session.Connection.Arrivals.ReportNotArrivedAsync(
                request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => CaseText.Of(answer.Case, session.Language));
            return Status(answer.Case);
        });
    }

    public static Command CreateList(Scope scope)
    {
        var state = Opt.Choice<CaseState>(scope.Language, "--state", scope.Pick("In this state", "状态"));
        var outlet = Opt.Text("--outlet", scope.Pick("The outlet", "网点"));
        var limit = new LimitOption(scope);
        var command = new Command("cases", scope.Pick(
            "Lists what was reported as not arrived, the newest sale first", "列出未到账登记，最新销售在前"))
        {
            state, outlet,
        };
        limit.AddTo(command);
        command.Subcommands.Add(CreateShow(scope));
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var wanted = limit.Read(parsed);
            var request = new ListCasesRequest
            {
                State = parsed.GetValue(state) ?? CaseState.Unspecified,
                Outlet = parsed.GetValue(outlet) ?? "",
            };
            var found = await FetchAsync(session, request, wanted, cancellationToken);
            session.Print(found, () => CaseText.Table(found, session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command CreateShow(Scope scope)
    {
        var id = scope.TopUp("TOPUP");
        var command = new Command("show", scope.Pick("Shows the case of a top-up", "查看一笔充值的未到账记录")) { id };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var text = session.Parsed.GetRequiredValue(id);
            var request = Names.IsTopUp(text)
                ? new GetCaseRequest { TopUp = text }
                : new GetCaseRequest { TopUpRequestId = text };
            using var call = session.Connection.Arrivals.GetCaseAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => CaseText.Of(answer.Case, session.Language));
            return Status(answer.Case);
        });
    }

    private static async Task<ListCasesResponse> FetchAsync(
        Session session, ListCasesRequest request, int wanted, CancellationToken cancellationToken)
    {
        var found = new ListCasesResponse();
        do
        {
            request.PageSize = Math.Min(wanted - found.Cases.Count, LimitOption.LargestPage);
            request.PageToken = found.NextPageToken;
            using var call = session.Connection.Arrivals.ListCasesAsync(request, session.Call(cancellationToken));
            var page = await call.ResponseAsync;
            found.Cases.AddRange(page.Cases);
            found.NextPageToken = page.NextPageToken;
        }
        while (found.NextPageToken.Length > 0 && found.Cases.Count < wanted);

        return found;
    }

    private static int Status(ArrivalCase known) => known.State switch
    {
        CaseState.Arrived or CaseState.Repaired => ExitStatus.Done,
        CaseState.Refunded => ExitStatus.MoneyBack,
        _ => ExitStatus.Processing,
    };
}
