using System.CommandLine;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator limits</c>: what the operator allows partners.</summary>
internal static class LimitsCommand
{
    public static Command Create(Scope scope) => new("limits", scope.Pick(
        "Limits of a partner: lists, sets and deletes the operator's", "合作伙伴限额：查询、设定与删除运营方限额"))
    {
        List(scope), Set(scope), Delete(scope),
    };

    private static LimitService.LimitServiceClient Client(Session session) => new(session.Invoker);

    private static Command List(Scope scope)
    {
        var partner = OperatorOptions.OptionalPartner(scope, "[what is usual, for all]", "[对全部适用的默认值]");
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("list", scope.Pick(
            "Lists a partner's limits, the operator's and its own", "列出合作伙伴的限额（运营方与其自设）")) { partner };
        limit.AddTo(command);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var wanted = limit.Read(session.Parsed);
            var found = await OperatorOptions.CollectAsync(
                wanted,
                new ListLimitsResponse(),
                so => so.Limits.Count,
                async (so, size) =>
                {
                    var request = new ListLimitsRequest
                    {
                        Parent = Names.Partner(session.Parsed.GetValue(partner) ?? ""),
                        PageSize = size,
                        PageToken = so.NextPageToken,
                    };
                    using var call = Client(session).ListLimitsAsync(request, session.Call(cancellationToken));
                    var page = await call.ResponseAsync;
                    so.Limits.AddRange(page.Limits);
                    return so.NextPageToken = page.NextPageToken;
                });
            session.Print(found, () => Table(found.Limits, session.Language)
                + MoreText.Of(session.Language, found.NextPageToken, withAll: true));
            return ExitStatus.Done;
        });
    }

    private static Command Set(Scope scope)
    {
        var (partner, kind) = (OperatorOptions.Partner(scope), LimitCommands.Kind(scope));
        var (options, why) = (new LimitScopeOptions(scope), OperatorOptions.Why(scope));
        var value = Opt.Text(
            "--value", scope.Pick("At most this much: an amount, or a number", "上限：金额或数量"), "VALUE");
        value.Required = true;
        var command = new Command("set", scope.Pick(
            "Sets the operator's limit, whatever it was", "设定运营方限额，覆盖原值")) { partner, kind, value, why };
        options.AddTo(command);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var chosen = session.Parsed.GetValue(kind)!.Value;
            var request = new SetLimitRequest
            {
                Parent = Names.Partner(session.Parsed.GetRequiredValue(partner)),
                Kind = chosen,
                Scope = options.Read(session.Parsed),
                Value = LimitCommands.ValueOf(scope, chosen, session.Parsed.GetValue(value)!),
                Why = session.Parsed.GetRequiredValue(why),
            };
            using var call = Client(session).SetLimitAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Table([answer.Limit], session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command Delete(Scope scope)
    {
        var (partner, kind) = (OperatorOptions.Partner(scope), LimitCommands.Kind(scope));
        var (options, why) = (new LimitScopeOptions(scope), OperatorOptions.Why(scope));
        var command = new Command("delete", scope.Pick(
            "Deletes the operator's limit; the partner's own stays", "删除运营方限额；合作伙伴自设的不变"))
        {
            partner, kind, why,
        };
        options.AddTo(command);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new DeleteLimitRequest
            {
                Parent = Names.Partner(session.Parsed.GetRequiredValue(partner)),
                Kind = session.Parsed.GetValue(kind)!.Value,
                Scope = options.Read(session.Parsed),
                Why = session.Parsed.GetRequiredValue(why),
            };
            using var call = Client(session).DeleteLimitAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Table([answer.Limit], session.Language));
            return ExitStatus.Done;
        });
    }

    private static string Table(IEnumerable<PartnerLimit> limits, Language language)
    {
        var table = new TextTable(
            language.Pick("FOR", "对象"), language.Pick("OUTLET", "网点"), language.Pick("HOLDER", "持有者"),
            language.Pick("KIND", "类型"), language.Pick(">HOLDS", ">生效值"), language.Pick(">OPERATOR", ">运营方设定"),
            language.Pick(">PARTNER", ">合作伙伴设定"), language.Pick(">USUAL", ">默认值"));
        foreach (var one in limits)
        {
            table.Add(
                EnumText.Of(one.Scope.Subject),
                one.Scope.Outlet,
                one.Scope.Each ? language.Pick("each", "逐一") : one.Scope.Holder,
                EnumText.Of(one.Kind),
                LimitOutput.Text(one.Holds),
                LimitOutput.Text(one.Set),
                LimitOutput.Text(one.PartnersOwn),
                LimitOutput.Text(one.Usual));
        }

        return table.ToString();
    }
}
