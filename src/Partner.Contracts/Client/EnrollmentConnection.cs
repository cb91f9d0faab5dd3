using Grpc.Core;
using Grpc.Net.Client;
using Leb.Partner.V1;

namespace Partner.Contracts.Client;

/// <summary>
/// A connection to the enrolment of the service, for a till that has no certificate yet: over TLS, without one. What it
/// gets there goes into files, and <see cref="PartnerConnection"/> from then on.
/// </summary>
public sealed class EnrollmentConnection : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly string _language;
    private readonly TimeProvider _time;

    private EnrollmentConnection(GrpcChannel channel, string language, TimeProvider time)
    {
        (_channel, _language, _time) = (channel, language, time);
        Enrollment = new EnrollmentService.EnrollmentServiceClient(channel);
    }

    /// <summary>Enrols with a code.</summary>
    public EnrollmentService.EnrollmentServiceClient Enrollment { get; }

    /// <summary>Reads the authorities and prepares a channel. Nothing is sent before the first call.</summary>
    /// <param name="address">Where enrolment listens: "https://topup.example:7444".</param>
    /// <param name="caFile">
    /// File with the certificates of the CA that signed the server's certificate, PEM. No other CA is trusted.
    /// </param>
    /// <param name="language">Language of texts: "zh-CN" or "en".</param>
    /// <param name="time">The clock of deadlines.</param>
    /// <exception cref="ArgumentException">The address is not https.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The file is not PEM.</exception>
    public static EnrollmentConnection Open(Uri address, string caFile, string language, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Scheme != Uri.UriSchemeHttps)
        {
            throw new ArgumentException($"The address must be https, not {address}.", nameof(address));
        }

        var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = MutualTls.HandlerOf(caFile, null),
            ServiceConfig = PartnerConnection.RetryPolicies(),
            DisposeHttpClient = true,
        });
        return new EnrollmentConnection(channel, language, time);
    }

    /// <summary>What every call needs: its deadline and the language of its texts.</summary>
    /// <param name="timeout">How long to wait for the answer.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public CallOptions Call(TimeSpan timeout, CancellationToken cancellationToken = default) => new(
        headers: new Metadata { { "accept-language", _language } },
        deadline: (_time.GetUtcNow() + timeout).UtcDateTime,
        cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}
