using System.CommandLine;
using Leb.Operator.V1;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;
using CloseCaseRequest = Leb.Operator.V1.CloseCaseRequest;
using GetCaseRequest = Leb.Operator.V1.GetCaseRequest;
using ListCasesRequest = Leb.Operator.V1.ListCasesRequest;
using ListCasesResponse = Leb.Operator.V1.ListCasesResponse;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator cases</c>: what was reported as not arrived, and closing it by evidence.</summary>
internal static class CasesCommand
{
    public static Command Create(Scope scope) => new("cases", scope.Pick(
        "Top-ups reported as not arrived: lists, shows and closes them", "未到账工单：查询与结案"))
    {
        List(scope), Get(scope), Close(scope),
    };

    private static CaseService.CaseServiceClient Client(Session session) => new(session.Invoker);

    private static Command List(Scope scope)
    {
        var partner = OperatorOptions.OptionalPartner(scope);
        var state = Opt.Choice<CaseState>(scope.Language, "--state", scope.Pick(
            "In this state [escalated; of a partner: any]", "状态 [escalated；指定合作伙伴时不限]"));
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("list", scope.Pick(
            "Lists what waits for a person, or all of a partner", "列出待人工处理的工单，或某合作伙伴的全部工单"))
        {
            partner, state,
        };
        limit.AddTo(command);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var wanted = limit.Read(session.Parsed);
            var found = await OperatorOptions.CollectAsync(
                wanted,
                new ListCasesResponse(),
                so => so.Cases.Count,
                async (so, size) =>
                {
                    var request = new ListCasesRequest
                    {
                        Parent = Names.Partner(session.Parsed.GetValue(partner) ?? ""),
                        State = session.Parsed.GetValue(state) ?? CaseState.Unspecified,
                        PageSize = size,
                        PageToken = so.NextPageToken,
                    };
                    using var call = Client(session).ListCasesAsync(request, session.Call(cancellationToken));
                    var page = await call.ResponseAsync;
                    so.Cases.AddRange(page.Cases);
                    return so.NextPageToken = page.NextPageToken;
                });
            session.Print(found, () => Table(found, session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command Get(Scope scope)
    {
        var name = Name(scope);
        var command = new Command("get", scope.Pick("Shows one", "查询一张工单")) { name };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new GetCaseRequest { Name = session.Parsed.GetRequiredValue(name) };
            using var call = Client(session).GetCaseAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Of(answer.Case, session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command Close(Scope scope)
    {
        var (name, outcome) = (Name(scope), OperatorOptions.Outcome<CloseOutcome>(scope));
        var (evidence, why) = (OperatorOptions.Evidence(scope), OperatorOptions.Why(scope));
        var command = new Command("close", scope.Pick(
            "Closes one by evidence; repeating it changes nothing", "依据凭据结案；重复执行不会改变"))
        {
            name, outcome, evidence, why,
        };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var request = new CloseCaseRequest
            {
                Name = parsed.GetRequiredValue(name),
                Outcome = parsed.GetValue(outcome) ?? CloseOutcome.Unspecified,
                Evidence = parsed.GetRequiredValue(evidence),
                Why = parsed.GetRequiredValue(why),
            };
            using var call = Client(session).CloseCaseAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Of(answer.Case, session.Language));
            return ExitStatus.Done;
        });
    }

    private static Argument<string> Name(Scope scope) => scope.Argument(
        "NAME", "As list shows it: partners/…/topUps/…/case", "list 所示的资源名：partners/…/topUps/…/case");

    private static string Of(PartnerCase one, Language language) => new FieldList()
        .Add(language.Pick("Name", "资源名"), one.Name)
        .Add(language.Pick("Evidence kept", "结案依据"), one.Evidence)
        .Add(language.Pick("Note", "说明"), one.TopUpUnfinished
            ? language.Pick("its top-up is unfinished: settle that first", "充值尚未结束，请先处理充值")
            : "")
        + CaseText.Of(one.Case, language);

    private static string Table(ListCasesResponse found, Language language)
    {
        var table = new TextTable(
            language.Pick("STATE", "状态"), language.Pick("BECAUSE", "原因"), language.Pick("CARD", "卡"),
            language.Pick("PLAN", "套餐"), language.Pick("ESCALATED", "转人工时间"), language.Pick("NAME", "资源名"));
        foreach (var one in found.Cases)
        {
            table.Add(
                EnumText.Of(one.Case.State), EnumText.Of(one.Case.Verdict), one.Case.MaskedCard, one.Case.Plan,
                TimeText.Format(one.Case.EscalateTime, TimeZoneInfo.Utc), one.Name);
        }

        return table + MoreText.Of(language, found.NextPageToken, withAll: true);
    }
}
