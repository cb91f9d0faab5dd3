using System.CommandLine;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator partners</c>: partners as the operator's people see and change them.</summary>
internal static class PartnersCommand
{
    public static Command Create(Scope scope) => new("partners", scope.Pick(
        "Partners: lists, shows, adds, suspends, resumes and closes them, sets parents and tiers",
        "合作伙伴：查询、新增、停用、恢复与关闭，设定上级和等级"))
    {
        List(scope), Get(scope), Add(scope), Suspend(scope), Resume(scope), Close(scope),
        NetworkCommands.SetParent(scope), NetworkCommands.SetTier(scope),
    };

    internal static PartnerService.PartnerServiceClient Client(Session session) => new(session.Invoker);

    private static Command List(Scope scope)
    {
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("list", scope.Pick("Lists partners by id", "按编号列出合作伙伴"));
        limit.AddTo(command);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var wanted = limit.Read(session.Parsed);
            var found = await OperatorOptions.CollectAsync(
                wanted,
                new ListPartnersResponse(),
                so => so.Partners.Count,
                async (so, size) =>
                {
                    var request = new ListPartnersRequest { PageSize = size, PageToken = so.NextPageToken };
                    using var call = Client(session).ListPartnersAsync(request, session.Call(cancellationToken));
                    var page = await call.ResponseAsync;
                    so.Partners.AddRange(page.Partners);
                    return so.NextPageToken = page.NextPageToken;
                });
            session.Print(found, () => OperatorText.Table(found, session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command Get(Scope scope)
    {
        var partner = OperatorOptions.Partner(scope);
        var command = new Command("get", scope.Pick(
            "Shows a partner with its float", "查询合作伙伴及其预付款")) { partner };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new GetPartnerRequest { Name = Names.Partner(session.Parsed.GetRequiredValue(partner)) };
            using var call = Client(session).GetPartnerAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => OperatorText.Of(answer.Partner, session.Language)
                + OperatorText.Of(answer.Float, session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command Add(Scope scope)
    {
        var id = OperatorOptions.Partner(scope);
        var name = new Option<string>("--name")
        {
            Required = true,
            HelpName = "TEXT",
            Description = scope.Pick("What people call it", "名称"),
        };
        var currency = Opt.Text("--currency", scope.Pick(
            $"Currency of its float, for ever [{Opt.DefaultCurrency}]", $"预付款币种，不可更改 [{Opt.DefaultCurrency}]"), "CODE");
        var why = OperatorOptions.Why(scope);
        var command = new Command("create", scope.Pick(
            "Adds one with an empty float; repeating it changes nothing",
            "新增合作伙伴，预付款为零；重复执行不会改变")) { id, name, currency, why };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new CreatePartnerRequest
            {
                PartnerId = session.Parsed.GetRequiredValue(id),
                DisplayName = session.Parsed.GetRequiredValue(name),
                CurrencyCode = session.Parsed.GetValue(currency) ?? Opt.DefaultCurrency,
                Why = session.Parsed.GetRequiredValue(why),
            };
            using var call = Client(session).CreatePartnerAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => OperatorText.Of(answer.Partner, session.Language) + (answer.Replayed
                ? session.Language.Pick("It was there already.", "该合作伙伴此前已存在。")
                : ""));
            return ExitStatus.Done;
        });
    }

    private static Command Suspend(Scope scope) => Changes(
        scope,
        new Command("suspend", scope.Pick(
            "Refuses its calls from now on; what it sold is finished", "停用：拒绝其后续调用，已受理的继续完成")),
        async (session, name, why, call) =>
        {
            var request = new SuspendPartnerRequest { Name = name, Why = why };
            var answer = await Client(session).SuspendPartnerAsync(request, call);
            session.Print(answer, () => OperatorText.Of(answer.Partner, session.Language));
        });

    private static Command Resume(Scope scope) => Changes(
        scope,
        new Command("resume", scope.Pick("Lets a suspended one call again", "恢复已停用的合作伙伴")),
        async (session, name, why, call) =>
        {
            var request = new ResumePartnerRequest { Name = name, Why = why };
            var answer = await Client(session).ResumePartnerAsync(request, call);
            session.Print(answer, () => OperatorText.Of(answer.Partner, session.Language));
        });

    private static Command Close(Scope scope) => Changes(
        scope,
        new Command("close", scope.Pick(
            "Closes it for ever, once its float is empty and nothing is under way",
            "永久关闭：须余额为零且无未完成业务")),
        async (session, name, why, call) =>
        {
            var request = new ClosePartnerRequest { Name = name, Why = why };
            var answer = await Client(session).ClosePartnerAsync(request, call);
            session.Print(answer, () => OperatorText.Of(answer.Partner, session.Language));
        });

    /// <summary>Gives a command the partner and the reason, which is all that it needs.</summary>
    internal static Command Changes(
        Scope scope, Command command, Func<Session, string, string, Grpc.Core.CallOptions, Task> change)
    {
        var (partner, why) = (OperatorOptions.Partner(scope), OperatorOptions.Why(scope));
        command.Arguments.Add(partner);
        command.Options.Add(why);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var name = Names.Partner(session.Parsed.GetRequiredValue(partner));
            await change(session, name, session.Parsed.GetRequiredValue(why), session.Call(cancellationToken));
            return ExitStatus.Done;
        });
    }
}
