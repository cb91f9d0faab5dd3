using System.CommandLine;
using Google.Protobuf;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>certificates</c>: the partner's own certificates.</summary>
internal static class CertificateCommands
{
    public static Command Create(Scope scope)
    {
        var command = new Command("certificates", scope.Pick(
            "Your certificates: lists, enrolls, renews, revokes them", "证书：查询、申请、续期、吊销"));
        command.Subcommands.Add(CreateList(scope));
        command.Subcommands.Add(CreateEnroll(scope));
        command.Subcommands.Add(CreateRenew(scope));
        command.Subcommands.Add(CertificateFolderCommands.CreateRenew(scope));
        command.Subcommands.Add(CreateRevoke(scope));
        command.Subcommands.Add(CertificateFolderCommands.CreateRevoke(scope));
        command.Subcommands.Add(CreateBundle(scope));
        return command;
    }

    /// <summary>Where key and certificate are written.</summary>
    internal static Option<string> Out(Scope scope) => new("--out")
    {
        HelpName = "STEM",
        Required = true,
        Description = scope.Pick(
            "Writes STEM.key, which only you can read, and STEM.crt", "写入 STEM.key（仅本人可读）和 STEM.crt"),
    };

    /// <summary>How long a certificate shall be valid.</summary>
    internal static Option<int> Days(Scope scope) => new("--days")
    {
        HelpName = "N",
        Description = scope.Pick("How many days it shall be valid [as the operator says]", "有效天数 [由运营方规定]"),
    };

    private static Command CreateList(Scope scope)
    {
        var outlet = Opt.Text("--outlet", scope.Pick("The outlet", "网点"));
        var terminal = Opt.Text("--terminal", scope.Pick("The terminal", "终端"));
        var past = Opt.Flag("--past", scope.Pick("Also those that have ended or were revoked", "包括已到期和已吊销的"));
        var limit = new LimitOption(scope);
        var command = new Command("list", scope.Pick("Lists them, the earliest end first", "列表，最早到期的在前"))
        {
            outlet, terminal, past,
        };
        limit.AddTo(command);
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var (found, wanted) = (new ListCertificatesResponse(), limit.Read(session.Parsed));
            do
            {
                using var call = session.Connection.Account.ListCertificatesAsync(
                    new ListCertificatesRequest
                    {
                        PageSize = Math.Min(wanted - found.Certificates.Count, LimitOption.LargestPage),
                        PageToken = found.NextPageToken,
                        Outlet = session.Parsed.GetValue(outlet) ?? "",
                        Terminal = session.Parsed.GetValue(terminal) ?? "",
                        IncludePast = session.Parsed.GetValue(past),
                    },
                    session.Call(cancellationToken));
                var page = await call.ResponseAsync;
                found.Certificates.AddRange(page.Certificates);
                found.NextPageToken = page.NextPageToken;
            }
            while (found.NextPageToken.Length > 0 && found.Certificates.Count < wanted);

            session.Print(found, () => CertificateText.Table(found.Certificates, session.Language));
            return ExitStatus.Done;
        });
    }

    private static Command CreateEnroll(Scope scope)
    {
        var (output, options, comment) = (Out(scope), new ScopeOptions(scope), CommentOption.Create(scope));
        var command = new Command("enroll", scope.Pick(
            "A further certificate with a new key; run it again after a lost answer", "申请新证书（新密钥）；未收到答复时可重复执行"))
        {
            output, comment,
        };
        foreach (var option in options.All)
        {
            command.Options.Add(option);
        }

        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var files = new KeyAndCertificate(session.Parsed.GetRequiredValue(output), session.Language);
            var (request, requestId) = files.Prepare();
            var message = new EnrollCertificateRequest
            {
                RequestId = requestId,
                SigningRequest = new SigningRequest { Der = ByteString.CopyFrom(request) },
                Scope = options.ScopeOf(session.Parsed),
                Days = options.DaysOf(session.Parsed),
                Label = options.LabelOf(session.Parsed),
                Comment = session.Parsed.GetValue(comment) ?? "",
            };
            message.Permissions.AddRange(options.PermissionsOf(session.Parsed));
            using var call = session.Connection.Account.EnrollCertificateAsync(
                message, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            files.Save(answer.CertificatePem, answer.ChainPem);
            session.Print(answer, () => CertificateText.Of(answer.Certificate, session.Language)
                + $"{files.CertificatePath}, {files.KeyPath}");
            return ExitStatus.Done;
        });
    }

    private static Command CreateRenew(Scope scope)
    {
        var (output, days, comment) = (Out(scope), Days(scope), CommentOption.Create(scope));
        var command = new Command("renew", scope.Pick(
            "The successor of the certificate that you call with; both work until the old one ends",
            "续期当前证书；旧证书到期前两者均可使用")) { output, days, comment };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var files = new KeyAndCertificate(session.Parsed.GetRequiredValue(output), session.Language);
            var answer = await CertificateFolderCommands.RenewAsync(
                session.Connection, files, session.Parsed.GetValue(days), session.Call(cancellationToken),
                session.Parsed.GetValue(comment) ?? "");
            session.Print(answer, () => CertificateText.Of(answer.Certificate, session.Language)
                + $"{files.CertificatePath}, {files.KeyPath}");
            return ExitStatus.Done;
        });
    }

    private static Command CreateRevoke(Scope scope)
    {
        var name = scope.Argument("CERTIFICATE", "Its name (certificates/…) or thumbprint", "名称（certificates/…）或指纹");
        var comment = CommentOption.Create(scope);
        var issued = Opt.Flag("--with-issued", scope.Pick(
            "Also whatever was enrolled or renewed with it: for a stolen key", "同时吊销由其申请或续期的证书（密钥被盗时）"));
        var command = new Command("revoke", scope.Pick("Revokes one for ever", "永久吊销")) { name, comment, issued };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var given = session.Parsed.GetRequiredValue(name);
            using var call = session.Connection.Account.RevokeCertificateAsync(
                new RevokeCertificateRequest
                {
                    Name = given.Contains('/', StringComparison.Ordinal) ? given : $"certificates/{given}",
                    Comment = session.Parsed.GetValue(comment) ?? "",
                    WithIssued = session.Parsed.GetValue(issued),
                },
                session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => CertificateText.Of(answer.Certificate, session.Language)
                + session.Language.Pick($"{answer.Others} others were revoked with it.", $"同时吊销 {answer.Others} 张。"));
            return ExitStatus.Done;
        });
    }

    private static Command CreateBundle(Scope scope)
    {
        var command = new Command("ca-bundle", scope.Pick(
            "Prints the authorities that servers' certificates chain to, PEM", "打印服务器证书的 CA（PEM）"));
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            using var call = session.Connection.Account.GetCaBundleAsync(
                new GetCaBundleRequest(), session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => answer.ServerAuthoritiesPem);
            return ExitStatus.Done;
        });
    }
}
