using System.CommandLine;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary><c>account watch</c>: what happens to the account.</summary>
internal static class AccountCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

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

    /// <summary>A stream that breaks is opened again behind the last event until the time is up.</summary>
    private static async Task<int> FollowAsync(
        Session session, WatchAccountRequest request, CancellationToken cancellationToken)
    {
        var clock = session.Host.Clock;
        var (start, answered) = (clock.GetTimestamp(), false);
        while (true)
        {
            try
            {
                var left = session.Timeout - clock.GetElapsedTime(start);
                using var call = session.Connection.Account.WatchAccount(
                    request, session.Connection.Call(left, cancellationToken));
                while (await call.ResponseStream.MoveNext(cancellationToken))
                {
                    answered = true;
                    request.ResumeToken = call.ResponseStream.Current.ResumeToken;
                    session.Host.Out.WriteLine(session.Json
                        ? JsonOutput.Line(ContractJson.Of(call.ResponseStream.Current))
                        : TextTable.Clean(CertificateText.Line(call.ResponseStream.Current, session.Language)));
                }
            }
            catch (RpcException exception) when (PartnerError.From(exception).IsUnanswered
                && !cancellationToken.IsCancellationRequested)
            {
                answered |= exception.StatusCode == StatusCode.DeadlineExceeded;
                if (clock.GetElapsedTime(start) + Pause >= session.Timeout && !answered)
                {
                    throw;
                }
            }

            if (clock.GetElapsedTime(start) + Pause >= session.Timeout)
            {
                return ExitStatus.Done;
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }
}
