using Partner.Core.Errors;
using Partner.Core.Identity;

namespace Partner.Server.Security;

/// <summary>What a lookup of a certificate came to.</summary>
internal sealed class CallerVerdict
{
    private CallerVerdict(Caller? caller, Refusal? refusal, Reason? partner = null) =>
        (Caller, Refusal, Partner) = (caller, refusal, partner);

    /// <summary>The caller; null when the certificate is refused.</summary>
    internal Caller? Caller { get; }

    /// <summary>Why the certificate is refused; null when it is good.</summary>
    internal Refusal? Refusal { get; }

    /// <summary>
    /// Why the partner may not call, suspended or closed; null when it may. Said only after the request's shape was
    /// found right.
    /// </summary>
    internal Reason? Partner { get; }

    /// <summary>
    /// Why a certificate that got in once is not good any more: it, or an authority of it, has ended or was replaced
    /// while the connection was open.
    /// </summary>
    /// <param name="peer">The certificate.</param>
    /// <param name="now">The present time.</param>
    /// <returns>The refusal; null when it is as good as at its handshake.</returns>
    internal static Refusal? OnDates(PeerCertificate peer, DateTimeOffset now) =>
        now >= peer.EndsAt ? new Refusal(Reason.CertificateExpired)
        : peer.IsTrusted() ? null
        : new Refusal(Reason.CertificateNotRegistered);

    /// <summary>Judges a registration. Revoked goes before suspended: the one cannot be undone.</summary>
    /// <param name="registration">The registration; null when there is none.</param>
    internal static CallerVerdict On(Registration? registration)
    {
        if (registration is null)
        {
            return new CallerVerdict(null, new Refusal(Reason.CertificateNotRegistered));
        }

        if (registration.RevokedAt is not null)
        {
            return new CallerVerdict(null, new Refusal(Reason.CertificateRevoked));
        }

        var caller = new Caller(
            registration.PartnerId, registration.Outlet, registration.Permissions, registration.Thumbprint)
        {
            Terminal = registration.Terminal,
        };
        return new CallerVerdict(caller, null, registration.PartnerStatus switch
        {
            PartnerStatus.Active => null,
            PartnerStatus.Closed => Reason.PartnerClosed,
            _ => Reason.PartnerSuspended,
        });
    }
}
