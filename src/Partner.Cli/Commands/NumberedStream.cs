using Grpc.Core;
using Partner.Cli.Hosting;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary>Follows a stream whose answers have a token from which it goes on.</summary>
internal static class NumberedStream
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>A stream that breaks is opened again, until the time is up.</summary>
    /// <typeparam name="T">Its answers.</typeparam>
    /// <param name="open">Opens it behind the last answer.</param>
    /// <param name="take">Prints an answer, and keeps its token for the next opening.</param>
    public static async Task<int> FollowAsync<T>(
        Session session, Func<CallOptions, AsyncServerStreamingCall<T>> open, Action<T> take,
        CancellationToken cancellationToken)
    {
        var clock = session.Host.Clock;
        var (start, answered) = (clock.GetTimestamp(), false);
        while (true)
        {
            try
            {
                var left = session.Timeout - clock.GetElapsedTime(start);
                using var call = open(session.Connection.Call(left, cancellationToken));
                while (await call.ResponseStream.MoveNext(cancellationToken))
                {
                    answered = true;
                    take(call.ResponseStream.Current);
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
