using System.CommandLine;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator certificates rules</c>: certificates that the names in them admit.</summary>
internal static class CertificateRulesCommand
{
    public static Command Create(Scope scope) => new("rules", scope.Pick(
        "Certificates that the names in them admit, without registration", "按证书中的名称准入，无需登记"))
    {
        List(scope), Add(scope), Remove(scope),
    };

    private static Command List(Scope scope)
    {
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("list", scope.Pick("Lists all rules", "列出全部规则"));
        limit.AddTo(command);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var wanted = limit.Read(session.Parsed);
            var found = await OperatorOptions.CollectAsync(
                wanted,
                new ListCertificateRulesResponse(),
                so => so.Rules.Count,
                async (so, size) =>
                {
                    var request = new ListCertificateRulesRequest { PageSize = size, PageToken = so.NextPageToken };
                    using var call = CertificatesCommand.Client(session)
                        .ListCertificateRulesAsync(request, session.Call(cancellationToken));
                    var page = await call.ResponseAsync;
                    so.Rules.AddRange(page.Rules);
                    return so.NextPageToken = page.NextPageToken;
                });
            session.Print(found, () => Table(found.Rules, session.Language)
                + MoreText.Of(session.Language, found.NextPageToken, withAll: true));
            return ExitStatus.Done;
        });
    }

    private static Command Add(Scope scope)
    {
        var (partner, options) = (OperatorOptions.Partner(scope), new ScopeOptions(scope));
        var dns = Opt.Text("--dns", scope.Pick(
            "A DNS name in the certificate, or *.NAME for any first label", "证书中的 DNS 名称，或 *.NAME"), "PATTERN");
        var uri = Opt.Text("--uri", scope.Pick(
            "A URI in the certificate, or its beginning and *", "证书中的 URI，或其开头加 *"), "PATTERN");
        var why = OperatorOptions.Why(scope);
        var command = new Command("add", scope.Pick(
            "Certificates of a partner authority with this name are the partner's", "含此名称的证书归该合作伙伴"))
        {
            partner, dns, uri, why,
        };
        foreach (var option in options.Grant)
        {
            command.Options.Add(option);
        }

        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var (name, address) = (parsed.GetValue(dns), parsed.GetValue(uri));
            if (name is null == address is null)
            {
                throw new UsageException(scope.Pick("Give either --dns or --uri.", "--dns 与 --uri 须且只能给出一项。"));
            }

            var request = new CreateCertificateRuleRequest
            {
                Parent = Names.Partner(parsed.GetRequiredValue(partner)),
                Kind = name is null ? CertificateNameKind.Uri : CertificateNameKind.Dns,
                Pattern = name ?? address!,
                Scope = options.ScopeOf(parsed),
                Why = parsed.GetRequiredValue(why),
            };
            request.Permissions.AddRange(options.PermissionsOf(parsed));
            using var call = CertificatesCommand.Client(session)
                .CreateCertificateRuleAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Table([answer.Rule], session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command Remove(Scope scope)
    {
        var name = scope.Argument("RULE", "As list shows it: certificateRules/…", "list 所示的资源名：certificateRules/…");
        var why = OperatorOptions.Why(scope);
        var command = new Command("remove", scope.Pick(
            "Ends a rule; what it admitted stays until it is revoked", "删除规则；已准入的证书须另行吊销")) { name, why };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new DeleteCertificateRuleRequest
            {
                Name = session.Parsed.GetRequiredValue(name),
                Why = session.Parsed.GetRequiredValue(why),
            };
            using var call = CertificatesCommand.Client(session)
                .DeleteCertificateRuleAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => session.Language.Pick("Removed.", "已删除。"));
            return ExitStatus.Done;
        });
    }

    private static string Table(IEnumerable<CertificateRule> rules, Language language)
    {
        var table = new TextTable(
            language.Pick("PARTNER", "合作伙伴"), language.Pick("KIND", "类型"), language.Pick("PATTERN", "名称"),
            language.Pick("OUTLET", "网点"), language.Pick("TERMINAL", "终端"), language.Pick("PERMISSIONS", "权限"),
            language.Pick("NAME", "资源名"));
        foreach (var one in rules)
        {
            table.Add(
                one.Partner, EnumText.Of(one.Kind), one.Pattern, one.Scope.Outlet, one.Scope.Terminal,
                CertificateText.Of(one.Permissions), one.Name);
        }

        return table.ToString();
    }
}
