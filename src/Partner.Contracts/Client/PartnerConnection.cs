using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Leb.Partner.V1;

namespace Partner.Contracts.Client;

/// <summary>
/// A connection to the service over mutual TLS, with the clients of its services. Thread-safe; make one per
/// process and keep it, since a connection costs several round trips and is then used by any number of calls at once.
/// </summary>
public sealed class PartnerConnection : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly PartnerConnectionOptions _options;

    private PartnerConnection(GrpcChannel channel, PartnerConnectionOptions options)
    {
        (_channel, _options) = (channel, options);
        Invoker = channel.CreateCallInvoker();
        TopUps = new TopUpService.TopUpServiceClient(channel);
        Balances = new BalanceService.BalanceServiceClient(channel);
        Plans = new PlanCatalogService.PlanCatalogServiceClient(channel);
        Cards = new CardService.CardServiceClient(channel);
        Receipts = new ReceiptService.ReceiptServiceClient(channel);
        Arrivals = new ArrivalService.ArrivalServiceClient(channel);
        AutoRenewals = new AutoRenewalService.AutoRenewalServiceClient(channel);
        Esims = new EsimService.EsimServiceClient(channel);
        Reminders = new ReminderService.ReminderServiceClient(channel);
        Account = new PartnerAccountService.PartnerAccountServiceClient(channel);
        Organisations = new OrganisationService.OrganisationServiceClient(channel);
        Limits = new LimitService.LimitServiceClient(channel);
    }

    /// <summary>
    /// What clients of other services are made with: those of package leb.operator.v1, which the operator's port serves
    /// to the operator's certificates.
    /// </summary>
    public CallInvoker Invoker { get; }

    /// <summary>Sells, finds, cancels and reverses top-ups.</summary>
    public TopUpService.TopUpServiceClient TopUps { get; }

    /// <summary>The float and its statement.</summary>
    public BalanceService.BalanceServiceClient Balances { get; }

    /// <summary>What can be sold.</summary>
    public PlanCatalogService.PlanCatalogServiceClient Plans { get; }

    /// <summary>Customers' cards.</summary>
    public CardService.CardServiceClient Cards { get; }

    /// <summary>Customers' receipts.</summary>
    public ReceiptService.ReceiptServiceClient Receipts { get; }

    /// <summary>What customers say has not arrived.</summary>
    public ArrivalService.ArrivalServiceClient Arrivals { get; }

    /// <summary>What renews customers' cards by itself.</summary>
    public AutoRenewalService.AutoRenewalServiceClient AutoRenewals { get; }

    /// <summary>What installs eSIMs, on the first device and on the next.</summary>
    public EsimService.EsimServiceClient Esims { get; }

    /// <summary>Cards that are about to end, and reminders of them.</summary>
    public ReminderService.ReminderServiceClient Reminders { get; }

    /// <summary>The partner's certificates, and codes that let tills enrol.</summary>
    public PartnerAccountService.PartnerAccountServiceClient Account { get; }

    /// <summary>Outlets, terminals, cashiers and shifts.</summary>
    public OrganisationService.OrganisationServiceClient Organisations { get; }

    /// <summary>Limits.</summary>
    public LimitService.LimitServiceClient Limits { get; }

    /// <summary>The clock of deadlines and pauses.</summary>
    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>
    /// Reads the certificate files and prepares a channel. Nothing is sent before the first call, so an unreachable
    /// server shows there, as UNAVAILABLE.
    /// </summary>
    /// <param name="options">Where to and who.</param>
    /// <exception cref="ArgumentException">The address is not https.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// A file is not PEM, or the key does not belong to the certificate.
    /// </exception>
    public static PartnerConnection Open(PartnerConnectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Address.Scheme != Uri.UriSchemeHttps)
        {
            throw new ArgumentException($"The address must be https, not {options.Address}.", nameof(options));
        }

        var channel = GrpcChannel.ForAddress(options.Address, new GrpcChannelOptions
        {
            HttpHandler = MutualTls.Handler(options),
            ServiceConfig = RetryPolicies(),
            DisposeHttpClient = true,
        });
        return new PartnerConnection(channel, options);
    }

    /// <summary>What every call needs: its deadline and the language of its texts.</summary>
    /// <param name="timeout">How long to wait for the answer.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public CallOptions Call(TimeSpan timeout, CancellationToken cancellationToken = default) => new(
        headers: new Metadata { { "accept-language", _options.Language } },
        deadline: (TimeProvider.GetUtcNow() + timeout).UtcDateTime,
        cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    /// <summary>
    /// The policy of protos/service_config.json: UNAVAILABLE alone is repeated, four attempts, 0.2 to 2 s apart, and
    /// not while most calls fail. What moves money is not repeated by the channel: a repetition would be harmless, but
    /// the recipe must know whether an attempt before a refusal was lost.
    /// </summary>
    internal static ServiceConfig RetryPolicies() => new()
    {
        RetryThrottling = new RetryThrottlingPolicy { MaxTokens = 10, TokenRatio = 0.1 },
        MethodConfigs =
        {
            new MethodConfig
            {
                Names =
                {
                    new MethodName { Service = TopUpService.Descriptor.FullName, Method = "CreateTopUp" },
                    new MethodName { Service = TopUpService.Descriptor.FullName, Method = "ReverseTopUp" },
                },
            },
            new MethodConfig
            {
                Names = { MethodName.Default },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = 4,
                    InitialBackoff = TimeSpan.FromMilliseconds(200),
                    MaxBackoff = TimeSpan.FromSeconds(2),
                    BackoffMultiplier = 2,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    };
}
