using System.Net;
using System.Net.Http.Headers;
using Partner.Server.Issuer.Wire;

namespace Partner.Server.Issuer;

/// <summary>Reads one answer: our id (or card), the status, the whole body.</summary>
internal delegate IssuerReply ReadAnswer(string subject, HttpStatusCode status, ReadOnlySpan<byte> body);

/// <summary>One call to the issuer over all its attempts.</summary>
internal sealed class IssuerCall(HttpMethod method, Uri uri, string subject, byte[]? payload, ReadAnswer read)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>
    /// Whether any attempt may have reached the issuer. Once true it stays true: an attempt that was refused at the
    /// door proves nothing about the attempt before it.
    /// </summary>
    public bool MayHaveArrived { get; private set; }

    /// <summary>A fresh request; a request message can be sent only once.</summary>
    public HttpRequestMessage NewRequest()
    {
        var request = new HttpRequestMessage(method, uri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (payload is not null)
        {
            request.Content = new Body(this, payload);
        }

        return request;
    }

    /// <summary>Reads an answer.</summary>
    public IssuerReply Read(HttpStatusCode status, ReadOnlySpan<byte> body) => read(subject, status, body);

    /// <summary>
    /// An attempt broke off. A call without a body counts as sent, unless it is certain that it was not.
    /// </summary>
    /// <param name="connected">False when no connection came about.</param>
    public void BrokeOff(bool connected) => MayHaveArrived |= payload is null && connected;

    /// <summary>
    /// The body, which alone names the order. The handler asks for it only when it has a connection, and writes headers
    /// and body out together after it; an issuer that never got the body cannot apply it.
    /// </summary>
    private sealed class Body : HttpContent
    {
        private readonly IssuerCall _call;
        private readonly byte[] _payload;

        public Body(IssuerCall call, byte[] payload)
        {
            _call = call;
            _payload = payload;
            Headers.ContentType = Json;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken ct)
        {
            _call.MayHaveArrived = true;
            return stream.WriteAsync(_payload, ct).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _payload.Length;
            return true;
        }
    }
}
