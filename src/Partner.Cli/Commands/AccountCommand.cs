using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>account watch</c>: what happens to the account.</summary>
internal static class AccountCommand
{
    public static Command Create(Scope scope)
    {
        var command = new Command("account", scope.Pick("Your account", "账户"));
        var after = Opt.Text(
            "--after", scope.Pick("Only what is after this resume token", "仅此续传标记之后的"), "TOKEN");
        var watch = new Command("watch", scope.Pick(
            "Follows certificates that are enrolled, renewed, revoked or end soon, until --timeout; with --json one "
            + "document per line",
            "跟踪证书的申请、续期、吊销及到期预警，直到 --timeout；--json 时每条一行")) { after };
        command.Subcommands.Add(scope.Runs(watch, (session, cancellationToken) => FollowAsync(
            session,
            new WatchAccountRequest { ResumeToken = session.Parsed.GetValue(after) ?? "" },
            cancellationToken)));
        return command;
    }

    private static Task<int> FollowAsync(
        Session session, WatchAccountRequest request, CancellationToken cancellationToken) =>
        NumberedStream.FollowAsync(
            session,
            call => session.Connection.Account.WatchAccount(request, call),
            answer =>
            {
                request.ResumeToken = answer.ResumeToken;
                session.Host.Out.WriteLine(session.Json
                    ? JsonOutput.Line(ContractJson.Of(answer))
                    : TextTable.Clean(CertificateText.Line(answer, session.Language)));
            },
            cancellationToken);
}
