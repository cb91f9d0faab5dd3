using Grpc.Core;
using Leb.Partner.V1;

namespace Partner.Contracts.Client;

/// <summary>
/// The recipe for an answer that is lost or not final: repeat the same call with the same request id until the state is
/// final. The service carries a request id out once, however often it is sent, so the repetition never charges twice.
/// A refusal after a lost answer is made certain before it is believed: the request id is abandoned.
/// </summary>
public static class TopUpRecipe
{
    private const int LongestDoubling = 4;

    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan AnswerMargin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Tops a card up and asks on, under the same request id, while the answer is lost or PROCESSING.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="request">The sale; its request id must be kept by the caller before the first send.</param>
    /// <param name="limit">How long to go on at most.</param>
    /// <param name="cancellationToken">Ends the asking, not the top-up: what was sent may be carried out.</param>
    /// <returns>
    /// The last answer. Its state is PROCESSING when the limit was reached first: the top-up finishes by itself, and
    /// the same request tells how it ended.
    /// </returns>
    /// <exception cref="RpcException">
    /// Refused, or no answer within the limit: <see cref="PartnerError.From"/> tells which, and whether money moved.
    /// After a lost answer a refusal is believed only once the service has promised that the request id makes no top-up
    /// any more (AbandonTopUp); until then it is no answer. Such a refusal has the fact "request_abandoned", and a new
    /// attempt needs a new request id.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled in a pause between two attempts.</exception>
    public static Task<CreateTopUpResponse> TopUpAsync(
        this PartnerConnection connection,
        CreateTopUpRequest request,
        TimeSpan limit,
        CancellationToken cancellationToken = default) =>
        SellAsync(connection, request, limit, resumed: false, cancellationToken);

    /// <summary>
    /// The same for a sale that may have been sent before, by a process that is gone, or to another server: an earlier
    /// attempt may have ended without an answer, so that a refusal is made certain first.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="request">The sale, as it was sent.</param>
    /// <param name="limit">How long to go on at most.</param>
    /// <param name="cancellationToken">Ends the asking, not the top-up: what was sent may be carried out.</param>
    /// <returns>The last answer.</returns>
    /// <exception cref="RpcException">Refused, or no answer within the limit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled in a pause between two attempts.</exception>
    public static Task<CreateTopUpResponse> ResumeTopUpAsync(
        this PartnerConnection connection,
        CreateTopUpRequest request,
        TimeSpan limit,
        CancellationToken cancellationToken = default) =>
        SellAsync(connection, request, limit, resumed: true, cancellationToken);

    private static Task<CreateTopUpResponse> SellAsync(
        PartnerConnection connection,
        CreateTopUpRequest request,
        TimeSpan limit,
        bool resumed,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(request);
        return RepeatAsync(
            connection,
            new Steps<CreateTopUpResponse>(
                request.Wait?.ToTimeSpan(),
                async options => await connection.TopUps.CreateTopUpAsync(request, options),
                (options, _) => AbandonAsync(connection, request.RequestId, options),
                answer => answer.TopUp is { State: TopUpState.Processing } topUp
                    ? topUp.Outcome ?? new Outcome()
                    : null,
                AbandonedSale.Refusal)
            {
                Lost = resumed
                    ? new RpcException(new Status(StatusCode.Unknown, "An earlier attempt was not answered."))
                    : null,
            },
            limit,
            cancellationToken);
    }

    /// <summary>
    /// Gives a sale up whose answer was lost: asks, while no answer comes, what its request id made, or for the promise
    /// that it never makes anything.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="requestId">The sale's request id.</param>
    /// <param name="limit">How long to go on at most.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>
    /// <c>Abandoned</c>: refund the customer, the id makes no top-up any more. Else the top-up in its present state: go
    /// on by that. An answer with neither comes from a newer server, and is no answer.
    /// </returns>
    /// <exception cref="RpcException">Refused, or no answer within the limit: nothing is certain.</exception>
    /// <exception cref="OperationCanceledException">Cancelled in a pause between two attempts.</exception>
    public static Task<AbandonTopUpResponse> AbandonAsync(
        this PartnerConnection connection,
        string requestId,
        TimeSpan limit,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(requestId);
        var request = new AbandonTopUpRequest { RequestId = requestId };
        return RepeatAsync(
            connection,
            new Steps<AbandonTopUpResponse>(
                null,
                async options => await connection.TopUps.AbandonTopUpAsync(request, options),
                null,
                _ => null,
                refusal => refusal),
            limit,
            cancellationToken);
    }

    /// <summary>
    /// Reverses a top-up and asks on, under the same request id, while the answer is lost or PROCESSING.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="request">The reversal; its request id must be kept by the caller before the first send.</param>
    /// <param name="limit">How long to go on at most.</param>
    /// <param name="cancellationToken">Ends the asking, not the reversal.</param>
    /// <returns>The last answer, with the reversal still PROCESSING when the limit was reached first.</returns>
    /// <exception cref="RpcException">
    /// Refused, or no answer within the limit. After a lost answer a refusal is believed only once nothing was found
    /// under the request id when no attempt can be on its way any more.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled in a pause between two attempts.</exception>
    public static Task<ReverseTopUpResponse> ReverseAsync(
        this PartnerConnection connection,
        ReverseTopUpRequest request,
        TimeSpan limit,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(request);
        return RepeatAsync(
            connection,
            new Steps<ReverseTopUpResponse>(
                request.Wait?.ToTimeSpan(),
                async options => await connection.TopUps.ReverseTopUpAsync(request, options),
                (options, isOver) => FindReversalAsync(connection, request.RequestId, isOver, options),
                answer => answer.Reversal is { State: ReversalState.Processing } reversal
                    ? reversal.Outcome ?? new Outcome()
                    : null,
                refusal => refusal),
            limit,
            cancellationToken);
    }

    private static async Task<CreateTopUpResponse?> AbandonAsync(
        PartnerConnection connection, string requestId, CallOptions options)
    {
        var certain = await connection.TopUps.AbandonTopUpAsync(
            new AbandonTopUpRequest { RequestId = requestId }, options);
        return certain.ResultCase switch
        {
            AbandonTopUpResponse.ResultOneofCase.TopUp =>
                new CreateTopUpResponse { TopUp = certain.TopUp, Replayed = true },
            AbandonTopUpResponse.ResultOneofCase.Abandoned => null,
            _ => throw new RpcException(new Status(StatusCode.Unknown, "An answer that this client does not know.")),
        };
    }

    private static async Task<ReverseTopUpResponse?> FindReversalAsync(
        PartnerConnection connection, string requestId, bool isOver, CallOptions options)
    {
        try
        {
            var found = await connection.TopUps.GetReversalAsync(
                new GetReversalRequest { RequestId = requestId }, options);
            return new ReverseTopUpResponse { Reversal = found.Reversal, Replayed = true };
        }
        catch (RpcException failure) when (isOver
            && PartnerError.From(failure).Reason == EnumText.Of(ErrorReason.ReversalNotFound))
        {
            return null;
        }
    }

    private static async Task<T> RepeatAsync<T>(
        PartnerConnection connection, Steps<T> steps, TimeSpan limit, CancellationToken cancellationToken)
        where T : class
    {
        var clock = connection.TimeProvider;
        var start = clock.GetTimestamp();
        T? last = null;
        var lost = steps.Lost;
        RpcException? refused = null;
        var overAt = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            var elapsed = clock.GetElapsedTime(start);
            var left = limit - elapsed;
            var options = connection.Call(left < steps.PerCall ? left : steps.PerCall, cancellationToken);
            var (answer, failure) = await TryAsync(refused is null
                ? steps.Send(options)
                : steps.Clear!(options, elapsed >= overAt)).ConfigureAwait(false);
            var pause = Pause(null, attempt);
            if (failure is null)
            {
                if (answer is null)
                {
                    throw steps.Believe(refused!);
                }

                if (steps.Unfinished(answer) is not { } outcome)
                {
                    return answer;
                }

                (last, pause) = (answer, Pause(outcome.CheckAgainAfter?.ToTimeSpan(), attempt));
            }
            else if (PartnerError.From(failure) is var error && ShouldRepeat(error, cancellationToken))
            {
                pause = Pause(error.RetryAfter, attempt);
                if (refused is null && error.IsUnanswered)
                {
                    (lost, overAt) = (failure, clock.GetElapsedTime(start) + steps.PerCall + AnswerMargin);
                }
            }
            else if (steps.Clear is null || (last is null && lost is null))
            {
                throw failure;
            }
            else if (last is null)
            {
                // It speaks of its own attempt only: an earlier one, whose answer was lost, may have been saved.
                refused ??= failure;
            }

            // What was saved stays saved: a later failure does not make the PROCESSING one less true.
            if (clock.GetElapsedTime(start) + pause >= limit)
            {
                return last ?? throw lost ?? failure!;
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<(T? Answer, RpcException? Failure)> TryAsync<T>(Task<T?> call)
        where T : class
    {
        try
        {
            return (await call.ConfigureAwait(false), null);
        }
        catch (RpcException failure)
        {
            return (null, failure);
        }
    }

    /// <summary>
    /// Whether the same call should be sent again now: its answer was lost, or the service names a pause after which to
    /// repeat it unchanged. A caller's own cancellation is no lost answer.
    /// </summary>
    private static bool ShouldRepeat(PartnerError error, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && (error.IsUnanswered || error is { RetryAfter: not null, RetryWith: RetryWith.SameRequestId });

    /// <summary>The server's advice, at most 30 s; without one 0.2 s, twice as long each time, at most 3.2 s.</summary>
    private static TimeSpan Pause(TimeSpan? advice, int attempt)
    {
        var own = TimeSpan.FromTicks(ShortestPause.Ticks << Math.Min(attempt - 1, LongestDoubling));
        var pause = advice ?? own;
        return pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause;
    }

    /// <summary>What a recipe repeats.</summary>
    /// <param name="Wait">How long the server may wait before it answers; null for its usual time.</param>
    /// <param name="Send">Sends the message.</param>
    /// <param name="Clear">
    /// Asks what the request id made, after a refusal that came after a lost answer: null when it is certain that it
    /// made nothing and never will. It is told whether no attempt can be on its way any more. Null where a refusal is
    /// final.
    /// </param>
    /// <param name="Unfinished">What an answer advises that is not final; null for a final one.</param>
    /// <param name="Believe">The refusal as it is told once it is certain.</param>
    private sealed record Steps<T>(
        TimeSpan? Wait,
        Func<CallOptions, Task<T?>> Send,
        Func<CallOptions, bool, Task<T?>>? Clear,
        Func<T, Outcome?> Unfinished,
        Func<RpcException, RpcException> Believe)
        where T : class
    {
        /// <summary>The attempt before the first that was not answered; null when there was none.</summary>
        public RpcException? Lost { get; init; }

        public TimeSpan PerCall => (Wait ?? DefaultWait) + AnswerMargin;
    }
}
