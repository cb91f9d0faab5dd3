using Partner.Server.Allowances;

namespace Partner.Server.Tests.Support;

/// <summary>Tests share certificates, stop the clock and flood: what limits that has tests of its own.</summary>
internal static class Unlimited
{
    /// <summary>As many calls and unknown cards as anybody likes.</summary>
    public static LimitOptions Limits { get; } = new()
    {
        CertificateCallsPerSecond = int.MaxValue,
        CertificateCallsAtOnce = int.MaxValue,
        PartnerCallsPerSecond = int.MaxValue,
        PartnerCallsAtOnce = int.MaxValue,
        UnknownCards = int.MaxValue,
    };
}
