using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf.WellKnownTypes;
using Leb.Operator.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands.Operators;

/// <summary><c>operator certificates</c>: certificates of every partner.</summary>
internal static class CertificatesCommand
{
    public static Command Create(Scope scope) => new("certificates", scope.Pick(
        "Certificates of partners: lists, registers, revokes, lets enrol", "合作伙伴证书：查询、登记、吊销与发放注册码"))
    {
        List(scope), Register(scope), Revoke(scope), Code(scope), CertificateRulesCommand.Create(scope),
        RevocationListCommand.Create(scope),
    };

    internal static CertificateService.CertificateServiceClient Client(Session session) => new(session.Invoker);

    private static Command List(Scope scope)
    {
        var partner = OperatorOptions.OptionalPartner(scope);
        var days = new Option<int>("--ends-within")
        {
            HelpName = "DAYS",
            Description = scope.Pick("Only those that end within so many days", "仅列出若干天内到期的"),
        };
        var unused = Opt.Text("--unused-since", scope.Pick(
            "Only those that nobody has used since then", "仅列出此后未使用过的"), "TIME");
        var past = Opt.Flag("--past", scope.Pick("Also those that have ended or were revoked", "包括已到期和已吊销的"));
        var limit = new LimitOption(scope, withAll: true);
        var command = new Command("list", scope.Pick("Lists them, the earliest end first", "列表，最早到期的在前"))
        {
            partner, days, unused, past,
        };
        limit.AddTo(command);
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var wanted = limit.Read(parsed);
            var found = await OperatorOptions.CollectAsync(
                wanted,
                new ListCertificatesResponse(),
                so => so.Certificates.Count,
                async (so, size) =>
                {
                    var request = new ListCertificatesRequest
                    {
                        Parent = Names.Partner(parsed.GetValue(partner) ?? ""),
                        EndsWithinDays = parsed.GetValue(days),
                        UnusedSince = FilterOptions.Instant(
                            scope, parsed, unused, session.Host.Clock.LocalTimeZone),
                        IncludePast = parsed.GetValue(past),
                        PageSize = size,
                        PageToken = so.NextPageToken,
                    };
                    using var call = Client(session).ListCertificatesAsync(request, session.Call(cancellationToken));
                    var page = await call.ResponseAsync;
                    so.Certificates.AddRange(page.Certificates);
                    return so.NextPageToken = page.NextPageToken;
                });
            session.Print(found, () => Table(found.Certificates, session.Language)
                + MoreText.Of(session.Language, found.NextPageToken, withAll: true));
            return ExitStatus.Done;
        });
    }

    private static Command Register(Scope scope)
    {
        var (partner, options) = (OperatorOptions.Partner(scope), new ScopeOptions(scope));
        var file = scope.Argument(
            "FILE", "The certificate, PEM; its intermediates may follow", "证书文件（PEM），可附中间证书");
        var thumbprint = Opt.Text("--thumbprint", scope.Pick(
            "Its SHA-256 as the partner told it by another way: it must agree", "合作伙伴另行告知的 SHA-256，须一致"), "HEX");
        var why = OperatorOptions.Why(scope);
        var command = new Command("register", scope.Pick(
            "Registers one that a partner authority issued", "登记由合作伙伴 CA 签发的证书"))
        {
            partner, file, thumbprint, why,
        };
        foreach (var option in options.Grant)
        {
            command.Options.Add(option);
        }

        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var request = new RegisterCertificateRequest
            {
                Parent = Names.Partner(parsed.GetRequiredValue(partner)),
                CertificatePem = Read(scope, parsed.GetRequiredValue(file)),
                Thumbprint = parsed.GetValue(thumbprint) ?? "",
                Scope = options.ScopeOf(parsed),
                Why = parsed.GetRequiredValue(why),
            };
            request.Permissions.AddRange(options.PermissionsOf(parsed));
            using var call = Client(session).RegisterCertificateAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Table([answer.Certificate], session.Language) + (answer.Replayed
                ? session.Language.Pick("It was registered already.", "该证书此前已登记。")
                : ""));
            return ExitStatus.Done;
        });
    }

    private static Command Revoke(Scope scope)
    {
        var name = scope.Argument(
            "NAME", "As list shows it: partners/…/certificates/…", "list 所示的资源名：partners/…/certificates/…");
        var issued = Opt.Flag("--with-issued", scope.Pick(
            "Also whatever was enrolled or renewed with it: for a stolen key", "同时吊销由其申请或续期的证书（密钥被盗时）"));
        var why = OperatorOptions.Why(scope);
        var command = new Command("revoke", scope.Pick("Revokes one for ever", "永久吊销")) { name, issued, why };
        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var request = new RevokeCertificateRequest
            {
                Name = session.Parsed.GetRequiredValue(name),
                WithIssued = session.Parsed.GetValue(issued),
                Why = session.Parsed.GetRequiredValue(why),
            };
            using var call = Client(session).RevokeCertificateAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Table([answer.Certificate], session.Language)
                + session.Language.Pick($"{answer.Others} others were revoked with it.", $"同时吊销 {answer.Others} 张。"));
            return ExitStatus.Done;
        });
    }

    private static Command Code(Scope scope)
    {
        var (partner, options) = (OperatorOptions.Partner(scope), new ScopeOptions(scope));
        var validFor = EnrollmentCodeCommands.ValidFor(scope);
        var (requestId, why) = (OperatorOptions.RequestId(scope), OperatorOptions.Why(scope));
        var command = new Command("code", scope.Pick(
            "Makes a code with which a partner enrols a certificate, and prints it, this once",
            "生成注册码供合作伙伴申请证书并打印（仅此一次）")) { partner, validFor, requestId, why };
        foreach (var option in options.All)
        {
            command.Options.Add(option);
        }

        return scope.RunsOperator(command, async (session, cancellationToken) =>
        {
            var parsed = session.Parsed;
            var request = new CreateEnrollmentCodeRequest
            {
                Parent = Names.Partner(parsed.GetRequiredValue(partner)),
                RequestId = requestId.Read(session),
                Scope = options.ScopeOf(parsed),
                Days = options.DaysOf(parsed),
                Label = options.LabelOf(parsed),
                ValidFor = parsed.GetValue(validFor) is { } time ? Duration.FromTimeSpan(time) : null,
                Why = parsed.GetRequiredValue(why),
            };
            request.Permissions.AddRange(options.PermissionsOf(parsed));
            await session.AnnounceAsync(request.RequestId, cancellationToken);
            session.MovesMoney = false;
            using var call = Client(session).CreateEnrollmentCodeAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => answer.Replayed
                ? session.Language.Pick(
                    "It was made before, and its code is not told again: make another with a new request id.",
                    "该请求已生成过注册码，不再显示：请用新的请求号重新生成。")
                : answer.Code);
            return ExitStatus.Done;
        });
    }

    /// <summary>The certificates of a file; a key beside them stays here.</summary>
    private static string Read(Scope scope, string path)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPemFile(path);
            return all.ExportCertificatePems();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UsageException(scope.Pick(
                $"{path}: {fault.Message}", $"{path}：无法读取（{FaultText.Of(scope.Language, fault)}）"));
        }
        finally
        {
            foreach (var one in all)
            {
                one.Dispose();
            }
        }
    }

    private static string Table(IEnumerable<RegisteredCertificate> certificates, Language language) =>
        CertificateText.Table(
            certificates.Select(one =>
            {
                var shown = one.Certificate.Clone();
                shown.Name = one.Name;
                return shown;
            }),
            language);
}
