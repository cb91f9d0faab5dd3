using System.Buffers;
using Partner.Server.Issuer.Wire;
using Polly;

namespace Partner.Server.Issuer;

/// <summary>
/// Carries one attempt out. HTTP/1.1 with kept-alive connections rather than HTTP/2: the concurrency limit bounds the
/// connections, and a connection that breaks puts one top-up in doubt instead of all that are under way.
/// </summary>
internal sealed class IssuerTransport : IDisposable
{
    /// <summary>Answers are a few hundred bytes; a longer one is nonsense and is not read to its end.</summary>
    private const int BodyLimit = 16 * 1024;

    private readonly HttpMessageInvoker _client;

    public IssuerTransport(TimeSpan connectTimeout) => _client = new HttpMessageInvoker(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // a redirected POST may become a GET, and a redirect is no answer about our id
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = new TraceParentOnly(),
        ConnectTimeout = connectTimeout,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60), // below the usual keep-alive limits of servers
        PooledConnectionLifetime = TimeSpan.FromMinutes(10), // so that a changed address is noticed
    });

    /// <summary>
    /// Makes one attempt. A cancellation comes back as an outcome with its exception, for the time-out strategy around
    /// to tell its own from the caller's; whatever else goes wrong is a reply.
    /// </summary>
    public async ValueTask<Outcome<IssuerReply>> AttemptAsync(ResilienceContext context, IssuerCall call)
    {
        var ct = context.CancellationToken;
        var buffer = ArrayPool<byte>.Shared.Rent(BodyLimit);
        try
        {
            using var request = call.NewRequest();
            using var response = await _client.SendAsync(request, ct);
            var length = await ReadBodyAsync(response.Content, buffer, ct);
            call.BrokeOff(connected: true);
            return Outcome.FromResult(length < 0
                ? IssuerReply.Unknown("answer too long")
                : call.Read(response.StatusCode, buffer.AsSpan(0, length)));
        }
        catch (OperationCanceledException cancelled)
        {
            call.BrokeOff(connected: true);
            return Outcome.FromException<IssuerReply>(cancelled);
        }
        catch (HttpRequestException broken)
        {
            call.BrokeOff(broken.HttpRequestError
                is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError));
            return Outcome.FromResult(Broken(call, broken.HttpRequestError.ToString()));
        }
        catch (IOException broken)
        {
            call.BrokeOff(connected: true);
            return Outcome.FromResult(Broken(call, broken.GetType().Name));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _client.Dispose();

    private static IssuerReply Broken(IssuerCall call, string error) => call.MayHaveArrived
        ? IssuerReply.Unknown(error)
        : IssuerReply.NotSent(error);

    /// <returns>The length of the body; -1 when it is longer than the buffer.</returns>
    private static async ValueTask<int> ReadBodyAsync(HttpContent content, byte[] buffer, CancellationToken ct)
    {
        using var body = await content.ReadAsStreamAsync(ct);
        var length = 0;
        while (length < BodyLimit)
        {
            var read = await body.ReadAsync(buffer.AsMemory(length, BodyLimit - length), ct);
            if (read == 0)
            {
                return length;
            }

            length += read;
        }

        return -1;
    }
}
