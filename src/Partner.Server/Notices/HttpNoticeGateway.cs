using System.Net.Http.Headers;
using System.Text.Json;
using Partner.Core.Notices;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Partner.Server.Notices;

/// <summary>
/// The gateway over HTTP: POST messages, with the message's id in Idempotency-Key. 200 to 299 is taken; 400 to 499 with
/// a code of <see cref="GatewayCodes"/> refuses the number; everything else is no answer, and is tried again. From the
/// outside in: retry, circuit breaker, time-out of an attempt.
/// </summary>
internal sealed class HttpNoticeGateway : INoticeGateway, IDisposable
{
    private const int BodyLimit = 4 * 1024;

    private readonly Uri _messages;
    private readonly HttpMessageInvoker _client;
    private readonly ResiliencePipeline<NoticeReply> _pipeline;

    /// <summary>Builds the pipeline and the connection pool; connects nowhere yet.</summary>
    /// <param name="options">Where the gateway is, and the limits.</param>
    public HttpNoticeGateway(NoticeOptions options, TimeProvider clock)
    {
        _messages = new Uri(options.Gateway!, GatewayCodes.Path);
        _pipeline = Pipeline(options, clock);
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // a redirected POST may become a GET, and carries the number elsewhere
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.AttemptTimeout,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        });
    }

    /// <inheritdoc/>
    public async Task<NoticeReply> SendAsync(NoticeMessage message, CancellationToken cancel)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                async (sent, token) => await AttemptAsync(sent, token), message, cancel);
        }
        catch (TimeoutRejectedException)
        {
            return new NoticeReply(NoticeVerdict.Unanswered, "timed out");
        }
        catch (BrokenCircuitException)
        {
            return new NoticeReply(NoticeVerdict.Unanswered, "breaker open");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<NoticeReply> AttemptAsync(NoticeMessage message, CancellationToken cancel)
    {
        var body = new GatewayMessage(
            message.Id, message.To.Reveal(), NoticeTexts.TagOf(message.Language), message.Text);
        using var request = new HttpRequestMessage(HttpMethod.Post, _messages)
        {
            Content = new ByteArrayContent(
                JsonSerializer.SerializeToUtf8Bytes(body, GatewayJson.Default.GatewayMessage)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation(GatewayCodes.IdHeader, message.Id);
        try
        {
            using var response = await _client.SendAsync(request, cancel);
            var status = (int)response.StatusCode;
            return status switch
            {
                >= 200 and < 300 => new NoticeReply(NoticeVerdict.Taken),
                >= 400 and < 500 => Refusal(await BodyAsync(response, cancel), status),
                _ => new NoticeReply(NoticeVerdict.Unanswered, $"status {status}"),
            };
        }
        catch (HttpRequestException broken)
        {
            return new NoticeReply(NoticeVerdict.Unanswered, broken.HttpRequestError.ToString());
        }
        catch (IOException broken)
        {
            return new NoticeReply(NoticeVerdict.Unanswered, broken.GetType().Name);
        }
    }

    private static NoticeReply Refusal(byte[] body, int status)
    {
        var unclear = new NoticeReply(NoticeVerdict.Unanswered, $"status {status}");
        try
        {
            return JsonSerializer.Deserialize(body, GatewayJson.Default.GatewayRefusal)?.Code switch
            {
                GatewayCodes.OptedOut => new NoticeReply(NoticeVerdict.OptedOut),
                GatewayCodes.InvalidNumber => new NoticeReply(NoticeVerdict.Refused),
                _ => unclear,
            };
        }
        catch (JsonException)
        {
            return unclear;
        }
    }

    /// <summary>The beginning of a body; a longer one than any of ours is no JSON then.</summary>
    private static async Task<byte[]> BodyAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[BodyLimit];
        var length = await stream.ReadAtLeastAsync(buffer, BodyLimit, throwOnEndOfStream: false, cancel);
        return buffer[..length];
    }

    private static ResiliencePipeline<NoticeReply> Pipeline(NoticeOptions options, TimeProvider clock)
    {
        var failed = new PredicateBuilder<NoticeReply>()
            .Handle<TimeoutRejectedException>()
            .HandleResult(reply => reply.Verdict == NoticeVerdict.Unanswered);
        var builder = new ResiliencePipelineBuilder<NoticeReply> { Name = "notices", TimeProvider = clock };
        if (options.Attempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<NoticeReply>
            {
                MaxRetryAttempts = options.Attempts - 1,
                Delay = options.RetryDelay,
                UseJitter = true,
                ShouldHandle = failed,
            });
        }

        return builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<NoticeReply>
            {
                FailureRatio = 0.5,
                MinimumThroughput = 16,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = options.BreakDuration,
                ShouldHandle = failed,
            })
            .AddTimeout(options.AttemptTimeout)
            .Build();
    }
}
