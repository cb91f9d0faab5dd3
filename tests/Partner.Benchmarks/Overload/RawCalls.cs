using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Benchmarks.Load;

namespace Partner.Benchmarks.Overload;

/// <summary>
/// Calls of CreateTopUp as bare HTTP/2: a refusal costs the generator, which shares the machine with what it measures,
/// no exception, and a deadline, which the server keeps, no timer.
/// </summary>
internal sealed class RawCalls : IDisposable
{
    private const int PrefixLength = 5;

    private readonly List<HttpMessageInvoker> _connections = [];
    private readonly SaleRequests _requests;
    private readonly Uri _method;
    private readonly string _timeout;

    /// <summary>Prepares the connections; they are made with the first calls.</summary>
    /// <param name="bed">Has the certificates.</param>
    /// <param name="server">The server.</param>
    /// <param name="connections">How many.</param>
    /// <param name="cards">Different cards.</param>
    /// <param name="deadline">How long a call may take.</param>
    public RawCalls(TestBed bed, Uri server, int connections, int cards, TimeSpan deadline)
    {
        for (var i = 0; i < connections; i++)
        {
            _connections.Add(new HttpMessageInvoker(
                ClientPool.Handler(bed, bed.Partners[i % bed.Partners.Count])));
        }

        _requests = new SaleRequests(cards);
        _method = new Uri(server, "/leb.partner.v1.TopUpService/CreateTopUp");
        _timeout = string.Create(CultureInfo.InvariantCulture, $"{(long)deadline.TotalSeconds}S");
    }

    /// <inheritdoc/>
    public void Dispose() => _connections.ForEach(connection => connection.Dispose());

    /// <summary>Sells a card.</summary>
    /// <param name="connection">By which connection: its number, counted around.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Answer> SellAsync(int connection, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _method)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Framed(_requests.Next())),
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.Add("grpc-timeout", _timeout);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        try
        {
            using var response = await _connections[connection % _connections.Count].SendAsync(request, cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            var status = response.TrailingHeaders.Concat(response.Headers)
                .Where(header => header.Key == "grpc-status").Select(header => header.Value.First()).FirstOrDefault();
            return status == "0"
                ? new Answer(
                    CreateTopUpResponse.Parser.ParseFrom(body.AsSpan(PrefixLength)).TopUp.State
                    != TopUpState.Processing)
                : new Answer(false, $"grpc-status {status ?? "missing"}");
        }
        catch (HttpRequestException fault) when (!cancel.IsCancellationRequested)
        {
            return new Answer(false, $"{fault.HttpRequestError}");
        }
    }

    private static byte[] Framed(CreateTopUpRequest request)
    {
        var length = request.CalculateSize();
        var framed = new byte[PrefixLength + length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), length);
        request.WriteTo(framed.AsSpan(PrefixLength));
        return framed;
    }
}
