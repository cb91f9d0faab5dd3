namespace Partner.Core.Accounts;

/// <summary>What happened to a partner's account. The store keeps the number, so values never change.</summary>
public enum AccountEventKind
{
    /// <summary>A certificate was enrolled, or admitted by a rule.</summary>
    CertificateEnrolled = 1,

    /// <summary>A certificate was renewed.</summary>
    CertificateRenewed = 2,

    /// <summary>A certificate was revoked.</summary>
    CertificateRevoked = 3,

    /// <summary>A certificate ends soon.</summary>
    CertificateEnding = 4,
}

/// <summary>Something that happened to a partner's account.</summary>
/// <param name="Number">Its number: one more than that of the event before, from 1 on.</param>
/// <param name="Kind">What.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Certificate">The certificate as it is now.</param>
/// <param name="Days">Within how many days it ends; 0 where that was not said.</param>
public sealed record AccountEvent(
    long Number, AccountEventKind Kind, DateTimeOffset At, CertificateRecord Certificate, int Days);
