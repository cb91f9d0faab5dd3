using Partner.Core.Accounts;
using Partner.Core.Errors;

namespace Partner.Server.Signing;

/// <summary>
/// The authority is elsewhere: nothing is signed here. Certificates are registered by operators, or admitted by their
/// rules about names.
/// </summary>
/// <param name="instructions">Where to go, for people; null for nothing.</param>
internal sealed class ExternalAuthority(string? instructions) : ISigningAuthority
{
    /// <inheritdoc/>
    public string Id => "";

    /// <inheritdoc/>
    public Refusal? Unavailable { get; } = instructions is null
        ? new Refusal(Reason.SigningUnavailable)
        : new Refusal(Reason.SigningUnavailable).With("instructions", instructions);

    /// <inheritdoc/>
    public string ChainPem => "";

    /// <inheritdoc/>
    public Result<SignedLeaf> Sign(LeafOrder order, DateTimeOffset now) => Unavailable!;

    /// <inheritdoc/>
    public Result<byte[]> List(
        IEnumerable<CertificateRecord> revoked, long number, DateTimeOffset now, DateTimeOffset until) => Unavailable!;
}
