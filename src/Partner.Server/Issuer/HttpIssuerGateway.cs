using System.Text.Json;
using Partner.Core.Cards;
using Partner.Core.Texts;
using Partner.Core.TopUps;
using Partner.Server.Issuer.Wire;
using Partner.Server.Telemetry;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Partner.Server.Issuer;

/// <summary>
/// The issuer over HTTP, in the shape of TM Forum TMF654 Prepay Balance Management v4 with whole minor units as
/// amounts.
/// </summary>
/// <remarks>
/// <code>
/// top-up      POST prepayBalanceManagement/v4/topupBalance
/// reversal    POST prepayBalanceManagement/v4/adjustBalance
/// gift        POST prepayBalanceManagement/v4/bonusBalance
/// taken back  POST prepayBalanceManagement/v4/bonusBalanceReversal
/// query       GET  prepayBalanceManagement/v4/balanceAction/{id}
/// withdrawal  POST prepayBalanceManagement/v4/balanceAction/{id}/cancel
/// look-up     GET  prepayBalanceManagement/v4/bucket?logicalResource.value={card}
/// profile     GET  esimProfile/v1/profile?logicalResource.value={card}
/// reissue     POST esimProfile/v1/reissue
/// </code>
/// </remarks>
public sealed class HttpIssuerGateway : IIssuerGateway, IDisposable
{
    private readonly IssuerPipelines _pipelines;
    private readonly IssuerTransport _transport;
    private readonly Func<ResilienceContext, IssuerCall, ValueTask<Outcome<IssuerReply>>> _attempt;
    private readonly Uri _base;
    private readonly Uri _topUps;
    private readonly Uri _reversals;
    private readonly Uri _gifts;
    private readonly Uri _giftsBack;
    private readonly Uri _reissues;

    /// <summary>Builds the pipelines and the connection pool; connects nowhere yet.</summary>
    /// <param name="options">Where the issuer is, and the limits.</param>
    /// <param name="clock">The clock of time-outs, pauses and the breaker.</param>
    /// <param name="log">Takes the breaker's changes.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">
    /// An option is out of range.
    /// </exception>
    public HttpIssuerGateway(IssuerOptions options, TimeProvider clock, ILogger<HttpIssuerGateway> log)
    {
        _pipelines = new IssuerPipelines(options, clock, log);
        _transport = new IssuerTransport(options.AttemptTimeout);
        _attempt = AttemptAsync;
        _base = options.BaseUrl;
        _topUps = new Uri(_base, IssuerPaths.TopUp);
        _reversals = new Uri(_base, IssuerPaths.Reversal);
        _gifts = new Uri(_base, IssuerPaths.Gift);
        _giftsBack = new Uri(_base, IssuerPaths.GiftBack);
        _reissues = new Uri(_base, IssuerPaths.Reissue);
    }

    /// <inheritdoc/>
    public bool AcceptsWork => _pipelines.AcceptOrders;

    /// <summary>The circuit breakers: 0 closed, 1 half open, 2 open.</summary>
    internal IEnumerable<(string Pipeline, int State)> Breakers() => _pipelines.Breakers();

    /// <inheritdoc/>
    public Task<IssuerAnswer> TopUpAsync(IssuerTopUp order, CancellationToken ct)
    {
        var message = new TopUpMessage(
            order.Id.Value,
            new ResourceMessage(order.Card.Value),
            new ProductMessage(order.Product),
            new AmountMessage(order.AmountMinor, order.Currency),
            order.StartNow ? true : null);
        var payload = JsonSerializer.SerializeToUtf8Bytes(message, IssuerJson.Default.TopUpMessage);
        return AnswerAsync(
            "top_up", _pipelines.Orders,
            new(HttpMethod.Post, _topUps, order.Id.Value, payload, AnswerReader.Order), ct);
    }

    /// <inheritdoc/>
    public Task<IssuerAnswer> ReverseAsync(IssuerReversal order, CancellationToken ct)
    {
        var message = new ReversalMessage(
            order.Id.Value,
            order.TopUpId.Value,
            order.Bytes > 0 ? order.Bytes : null,
            order.Days > 0 ? order.Days : null,
            order.Points > 0 ? order.Points : null);
        var payload = JsonSerializer.SerializeToUtf8Bytes(message, IssuerJson.Default.ReversalMessage);
        return AnswerAsync(
            "reversal", _pipelines.Orders,
            new(HttpMethod.Post, _reversals, order.Id.Value, payload, AnswerReader.Order), ct);
    }

    /// <inheritdoc/>
    public Task<IssuerAnswer> GiveAsync(IssuerGift order, CancellationToken ct)
    {
        var gifts = order.Gifts;
        var message = new GiftMessage(
            order.Id,
            order.TopUpId.Value,
            new ResourceMessage(order.Card.Value),
            gifts.Grants.Count == 0 ? null : [.. gifts.Grants.Select(GrantMessage.Of)],
            gifts.Credit.Minor == 0 ? null : new AmountMessage(gifts.Credit.Minor, gifts.Credit.Currency.Code),
            gifts.Points == 0 ? null : gifts.Points);
        var payload = JsonSerializer.SerializeToUtf8Bytes(message, IssuerJson.Default.GiftMessage);
        return AnswerAsync(
            "gift", _pipelines.Gifts, new(HttpMethod.Post, _gifts, order.Id, payload, AnswerReader.Order), ct);
    }

    /// <inheritdoc/>
    public Task<IssuerAnswer> TakeBackAsync(IssuerGiftBack order, CancellationToken ct)
    {
        var back = order.Back;
        var message = new GiftBackMessage(
            order.Id,
            order.GiftId,
            back.Service ? true : null,
            back.Credit == 0 ? null : back.Credit,
            back.Points == 0 ? null : back.Points);
        var payload = JsonSerializer.SerializeToUtf8Bytes(message, IssuerJson.Default.GiftBackMessage);
        return AnswerAsync(
            "gift_back", _pipelines.Gifts,
            new(HttpMethod.Post, _giftsBack, order.Id, payload, AnswerReader.Order), ct);
    }

    /// <inheritdoc/>
    public Task<IssuerAnswer> QueryAsync(string id, CancellationToken ct)
    {
        var uri = new Uri(_base, IssuerPaths.Action + Uri.EscapeDataString(id));
        return AnswerAsync(
            "query", _pipelines.Queries, new IssuerCall(HttpMethod.Get, uri, id, null, AnswerReader.Query), ct);
    }

    /// <inheritdoc/>
    public Task<IssuerAnswer> WithdrawAsync(string id, CancellationToken ct)
    {
        var uri = new Uri(_base, IssuerPaths.Action + Uri.EscapeDataString(id) + IssuerPaths.Cancel);
        var payload = JsonSerializer.SerializeToUtf8Bytes(new CancelMessage(id), IssuerJson.Default.CancelMessage);
        return AnswerAsync(
            "withdrawal", _pipelines.Queries, new(HttpMethod.Post, uri, id, payload, AnswerReader.Withdrawal), ct);
    }

    /// <inheritdoc/>
    public async Task<IssuerCardAnswer> GetCardAsync(CardNumber card, CancellationToken ct)
    {
        var uri = new Uri(_base, IssuerPaths.Bucket + IssuerPaths.BucketQuery + Uri.EscapeDataString(card.Value));
        var call = new IssuerCall(HttpMethod.Get, uri, card.Value, null, AnswerReader.Card);
        var reply = await SendAsync("look_up", _pipelines.Lookups, call, ct);
        return reply.Answer.Verdict switch
        {
            IssuerVerdict.Accepted => new IssuerCardAnswer(IssuerCardVerdict.Found, reply.Card),
            IssuerVerdict.NotFound => new IssuerCardAnswer(IssuerCardVerdict.UnknownCard),
            _ => new IssuerCardAnswer(IssuerCardVerdict.Unavailable, Detail: reply.Answer.Detail),
        };
    }

    /// <inheritdoc/>
    public async Task<IssuerProfileAnswer> GetProfileAsync(CardNumber card, CancellationToken ct)
    {
        var uri = new Uri(_base, IssuerPaths.Profile + IssuerPaths.BucketQuery + Uri.EscapeDataString(card.Value));
        var call = new IssuerCall(HttpMethod.Get, uri, card.Value, null, AnswerReader.Profile);
        var reply = await SendAsync("profile", _pipelines.Lookups, call, ct);
        return reply.Answer.Verdict switch
        {
            IssuerVerdict.Accepted => new IssuerProfileAnswer(IssuerCardVerdict.Found, reply.Profile),
            IssuerVerdict.NotFound => new IssuerProfileAnswer(IssuerCardVerdict.UnknownCard),
            _ => new IssuerProfileAnswer(IssuerCardVerdict.Unavailable),
        };
    }

    /// <inheritdoc/>
    public Task<IssuerAnswer> ReissueAsync(ReissueId id, CardNumber card, CancellationToken ct)
    {
        var message = new ReissueMessage(id.Value, new ResourceMessage(card.Value));
        var payload = JsonSerializer.SerializeToUtf8Bytes(message, IssuerJson.Default.ReissueMessage);
        return AnswerAsync(
            "reissue", _pipelines.Orders, new(HttpMethod.Post, _reissues, id.Value, payload, AnswerReader.Order), ct);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _transport.Dispose();
        _pipelines.Dispose();
    }

    private async Task<IssuerAnswer> AnswerAsync(
        string operation, ResiliencePipeline<IssuerReply> pipeline, IssuerCall call, CancellationToken ct) =>
        (await SendAsync(operation, pipeline, call, ct)).Answer;

    private async ValueTask<IssuerReply> SendAsync(
        string operation, ResiliencePipeline<IssuerReply> pipeline, IssuerCall call, CancellationToken ct)
    {
        using var span = Spans.Start("issuer.call");
        var context = ResilienceContextPool.Shared.Get(operation, ct);
        context.Carry(span);
        try
        {
            var outcome = await pipeline.ExecuteOutcomeAsync(_attempt, context, call);
            if (outcome.Exception is BrokenCircuitException)
            {
                Metrics.Attempted(operation, "breaker_open");
            }

            var reply = Conclude(outcome, call);
            span?.SetTag("leb.operation", operation).SetTag("leb.verdict", EnumWord.Lower(reply.Answer.Verdict));
            return reply;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<Outcome<IssuerReply>> AttemptAsync(ResilienceContext context, IssuerCall call)
    {
        var outcome = await _transport.AttemptAsync(context, call);
        if (outcome.Exception is null)
        {
            // An attempt that was broken off is counted by the time-out that did so.
            Metrics.Attempted(context.OperationKey, EnumWord.Lower(outcome.Result.Answer.Verdict));
        }

        return outcome;
    }

    /// <summary>
    /// The last attempt's outcome is the call's, with one exception that keeps money safe: NotSent stands only when no
    /// attempt may have arrived.
    /// </summary>
    private static IssuerReply Conclude(Outcome<IssuerReply> outcome, IssuerCall call)
    {
        if (outcome.Exception is null && outcome.Result.Answer.Verdict != IssuerVerdict.NotSent)
        {
            return outcome.Result;
        }

        var detail = outcome.Exception switch
        {
            null => outcome.Result.Answer.Detail ?? "not sent",
            TimeoutRejectedException => "timed out",
            BrokenCircuitException => "breaker open",
            OperationCanceledException => "stopping",
            _ => null,
        };
        if (detail is null)
        {
            outcome.ThrowIfException(); // a defect of ours, not of the issuer
        }

        return call.MayHaveArrived ? IssuerReply.Unknown(detail!) : IssuerReply.NotSent(detail!);
    }
}
