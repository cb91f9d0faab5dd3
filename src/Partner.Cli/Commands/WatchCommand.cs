using System.CommandLine;
using Grpc.Core;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary>
/// <c>watch</c>: follows a top-up until it is final. A stream that breaks is opened again until the time is up; the
/// first message of a stream is the present state, so nothing is missed.
/// </summary>
internal static class WatchCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Command Create(Scope scope)
    {
        var id = scope.Argument("ID", "Name (topUps/…) or request id", "名称（topUps/…）或请求号");
        var command = new Command("watch", scope.Pick(
            "Follows a top-up until it is final; with --json one document per line and change",
            "跟踪一笔充值直到终态；--json 时每次变化一行")) { id };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var text = session.Parsed.GetRequiredValue(id);
            using var call = session.Connection.TopUps.GetTopUpAsync(
                GetCommand.Key(text),
                session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            return ExitStatus.Of(await FollowAsync(session, answer.TopUp, cancellationToken));
        });
    }

    private static async Task<TopUpState> FollowAsync(
        Session session,
        TopUp topUp,
        CancellationToken cancellationToken)
    {
        var clock = session.Host.Clock;
        var start = clock.GetTimestamp();
        var printed = -1L;
        while (true)
        {
            try
            {
                var request = new WatchTopUpRequest { Name = topUp.Name };
                var left = session.Timeout - clock.GetElapsedTime(start);
                using var call = session.Connection.TopUps.WatchTopUp(
                    request,
                    session.Connection.Call(left, cancellationToken));
                while (await call.ResponseStream.MoveNext(cancellationToken))
                {
                    topUp = call.ResponseStream.Current.TopUp;
                    if (topUp.EventNumber != printed)
                    {
                        Print(session, call.ResponseStream.Current);
                        printed = topUp.EventNumber;
                    }
                }

                return topUp.State;
            }
            catch (RpcException exception) when (PartnerError.From(exception).IsUnanswered
                && !cancellationToken.IsCancellationRequested)
            {
                if (clock.GetElapsedTime(start) + Pause >= session.Timeout)
                {
                    if (printed < 0)
                    {
                        throw;
                    }

                    return topUp.State;
                }

                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    private static void Print(Session session, WatchTopUpResponse answer)
    {
        if (session.Json)
        {
            session.Host.Out.WriteLine(JsonOutput.Line(ContractJson.Of(answer)));
            return;
        }

        var state = new StateStyle(session.Language, session.Host.Colours).Of(answer.TopUp.State);
        var time = answer.TopUp.FinalTime ?? answer.TopUp.InDoubtSince ?? answer.TopUp.CreateTime;
        var when = TimeText.Format(time, session.Host.Clock.LocalTimeZone);
        var line = $"{when}  {state}  {answer.TopUp.Outcome?.ClerkText}";
        session.Host.Out.WriteLine(TextTable.Clean(line).TrimEnd());
    }
}
