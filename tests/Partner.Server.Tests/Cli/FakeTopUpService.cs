using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Leb.Partner.V1;

namespace Partner.Server.Tests.Cli;

/// <summary>
/// Stands in for the service in tests of its clients: carries a request id out once, remembers every call, and lets a
/// test decide how each call goes.
/// </summary>
internal sealed class FakeTopUpService : TopUpService.TopUpServiceBase
{
    private readonly ConcurrentDictionary<string, TopUp> _topUps = new();
    private readonly ConcurrentQueue<CreateTopUpRequest> _calls = new();
    private readonly ConcurrentDictionary<string, bool> _abandoned = new();
    private int _abandonments;

    /// <summary>Runs before a sale is carried out; may throw, or change the state in which it ends.</summary>
    public Func<CreateTopUpRequest, Task<TopUpState>> Before { get; set; } = _ => Task.FromResult(TopUpState.Succeeded);

    /// <summary>Runs after a sale was carried out, before the answer; may throw, as an answer that is lost.</summary>
    public Func<CreateTopUpRequest, Task> After { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before AbandonTopUp decides; may throw.</summary>
    public Func<Task> BeforeAbandoning { get; set; } = () => Task.CompletedTask;

    /// <summary>How often AbandonTopUp was called.</summary>
    public int Abandonments => _abandonments;

    /// <summary>Runs in place of ReverseTopUp.</summary>
    public Func<ReverseTopUpRequest, ReverseTopUpResponse> Reverse { get; set; } = _ => throw Refusals.Internal();

    /// <summary>What the service advises while PROCESSING; the default is longer than tests wait.</summary>
    public TimeSpan CheckAgainAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Every call of CreateTopUp, in order.</summary>
    public IReadOnlyList<CreateTopUpRequest> Calls => [.. _calls];

    /// <summary>What was carried out, by request id.</summary>
    public IReadOnlyDictionary<string, TopUp> Sales => _topUps;

    /// <summary>The accept-language of the last call.</summary>
    public string? Language { get; private set; }

    /// <summary>The filter of the last list, or of the last totals.</summary>
    public TopUpFilter? Filter { get; private set; }

    public void Put(TopUp topUp) => _topUps[topUp.RequestId] = topUp;

    public override async Task<CreateTopUpResponse> CreateTopUp(CreateTopUpRequest request, ServerCallContext context)
    {
        _calls.Enqueue(request);
        Language = context.RequestHeaders.GetValue("accept-language");
        if (_abandoned.ContainsKey(request.RequestId))
        {
            throw Refusals.Of(StatusCode.FailedPrecondition, "REQUEST_ABANDONED", "no", "new_request_id", "caller");
        }

        var replayed = _topUps.TryGetValue(request.RequestId, out var topUp);
        var state = await Before(request);
        topUp = _topUps.AddOrUpdate(
            request.RequestId,
            _ => Make(request, state),
            (_, old) => old.State == TopUpState.Processing ? Make(request, state) : old);
        await After(request);
        return new CreateTopUpResponse { TopUp = topUp, Replayed = replayed };
    }

    public override async Task<AbandonTopUpResponse> AbandonTopUp(
        AbandonTopUpRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref _abandonments);
        await BeforeAbandoning();
        if (_topUps.TryGetValue(request.RequestId, out var topUp))
        {
            return new AbandonTopUpResponse { TopUp = topUp };
        }

        _abandoned[request.RequestId] = true;
        return new AbandonTopUpResponse { Abandoned = true };
    }

    public override Task<GetTopUpResponse> GetTopUp(GetTopUpRequest request, ServerCallContext context)
    {
        var found = _topUps.Values.FirstOrDefault(topUp =>
            topUp.Name == request.Name || topUp.RequestId == request.RequestId);
        return found is null
            ? throw Refusals.Of(StatusCode.NotFound, "TOP_UP_NOT_FOUND", "no", "never", "caller")
            : Task.FromResult(new GetTopUpResponse { TopUp = found });
    }

    public override Task<ListTopUpsResponse> ListTopUps(ListTopUpsRequest request, ServerCallContext context)
    {
        Filter = request.Filter;
        var skip = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, null);
        var all = _topUps.Values.OrderByDescending(topUp => topUp.EventNumber).ToList();
        var page = new ListTopUpsResponse();
        page.TopUps.AddRange(all.Skip(skip).Take(request.PageSize));
        var next = skip + page.TopUps.Count;
        page.NextPageToken = next < all.Count ? $"{next}" : "";
        return Task.FromResult(page);
    }

    public override Task<GetSalesTotalsResponse> GetSalesTotals(
        GetSalesTotalsRequest request, ServerCallContext context)
    {
        Filter = request.Filter;
        return Task.FromResult(new GetSalesTotalsResponse());
    }

    public override Task<ReverseTopUpResponse> ReverseTopUp(ReverseTopUpRequest request, ServerCallContext context) =>
        Task.FromResult(Reverse(request));

    public override async Task WatchTopUp(
        WatchTopUpRequest request,
        IServerStreamWriter<WatchTopUpResponse> responseStream,
        ServerCallContext context)
    {
        var topUp = _topUps.Values.Single(found => found.Name == request.Name);
        await responseStream.WriteAsync(new WatchTopUpResponse { TopUp = topUp });
        if (topUp.State == TopUpState.Processing)
        {
            // The stream breaks; meanwhile the top-up succeeds.
            _topUps[topUp.RequestId] = new TopUp(topUp) { State = TopUpState.Succeeded, EventNumber = 2 };
            throw new RpcException(new Status(StatusCode.Unavailable, "stopping"));
        }
    }

    public TopUp Make(CreateTopUpRequest request, TopUpState state) => new()
    {
        Name = $"topUps/{request.RequestId}",
        RequestId = request.RequestId,
        State = state,
        Card = request.Card,
        Plan = request.Plan,
        Channel = request.Channel,
        ReceiptNumber = "100000008",
        CreateTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero)),
        EventNumber = 1,
        Outcome = Outcome(state),
        Price = new PriceBreakdown
        {
            Face = Cny(100),
            CustomerPays = Cny(100),
            NetDebit = Cny(100),
            Commission = new Commission { Amount = new Money { CurrencyCode = "CNY", Units = 2, Nanos = 500_000_000 } },
        },
    };

    private static Money Cny(long units) => new() { CurrencyCode = "CNY", Units = units };

    private Outcome Outcome(TopUpState state) => state switch
    {
        TopUpState.Succeeded => new Outcome { MoneyMoved = MoneyMoved.Yes, ClerkText = "到账" },
        TopUpState.Processing => new Outcome
        {
            Reason = ErrorReason.AwaitingIssuer,
            MoneyMoved = MoneyMoved.Unknown,
            RetrySafe = true,
            RetryWith = RetryWith.SameRequestId,
            CheckAgainAfter = Duration.FromTimeSpan(CheckAgainAfter),
        },
        _ => new Outcome
        {
            Reason = ErrorReason.CardBlocked,
            MoneyMoved = MoneyMoved.No,
            RetrySafe = true,
            RetryWith = RetryWith.NewRequestId,
            Fault = Fault.Issuer,
        },
    };
}
