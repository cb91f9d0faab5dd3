using System.CommandLine;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator enrollment-codes</c>: the codes of a partner, whoever made them.</summary>
internal static class EnrollmentCodesCommand
{
    public static Command Create(Scope scope) => new("enrollment-codes", scope.Pick(
        "Codes that let a partner's tills enrol: lists and revokes them (certificates code makes one)",
        "合作伙伴的注册码：查询与作废（用 certificates code 生成）"))
    {
        List(scope), Revoke(scope),
    };

    private static Command List(Scope scope)
    {
        var partner = OperatorOptions.Partner(scope);
        var past = Opt.Flag("--past", scope.Pick("Also those that can be used no more", "包括已失效的"));
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("list", scope.Pick("Lists them, the newest first", "列表，最新的在前"))
        {
            partner, past,
        };
        limit.AddTo(command);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var found = await OperatorOptions.CollectAsync(
                limit.Read(parsed),
                new ListEnrollmentCodesResponse(),
                so => so.EnrollmentCodes.Count,
                async (so, size) =>
                {
                    var request = new ListEnrollmentCodesRequest
                    {
                        Parent = Names.Partner(parsed.GetRequiredValue(partner)),
                        IncludePast = parsed.GetValue(past),
                        PageSize = size,
                        PageToken = so.NextPageToken,
                    };
                    using var call = CertificatesCommand.Client(session).ListEnrollmentCodesAsync(
                        request, session.Call(cancellationToken));
                    var page = await call.ResponseAsync;
                    so.EnrollmentCodes.AddRange(page.EnrollmentCodes);
                    return so.NextPageToken = page.NextPageToken;
                });
            session.Print(found, () => Table(found.EnrollmentCodes, session.Language)
                + MoreText.Of(session.Language, found.NextPageToken, withAll: true));
            return ExitStatus.Done;
        });
    }

    private static Command Revoke(Scope scope)
    {
        var name = scope.Argument(
            "CODE", "As list shows it: partners/…/enrollmentCodes/…", "list 所示的资源名：partners/…/enrollmentCodes/…");
        var why = OperatorOptions.Why(scope);
        var command = new Command("revoke", scope.Pick("Ends one that was not used", "作废未使用的注册码")) { name, why };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            using var call = CertificatesCommand.Client(session).RevokeEnrollmentCodeAsync(
                new RevokeEnrollmentCodeRequest
                {
                    Name = session.Parsed.GetRequiredValue(name),
                    Why = session.Parsed.GetRequiredValue(why),
                },
                session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Table([answer.EnrollmentCode], session.Language));
            return ExitStatus.Done;
        });
    }

    private static string Table(IEnumerable<ListedEnrollmentCode> codes, Language language) => CertificateText.Table(
        codes.Select(one =>
        {
            var shown = one.EnrollmentCode.Clone();
            shown.Name = one.Name;
            return shown;
        }),
        language);
}
