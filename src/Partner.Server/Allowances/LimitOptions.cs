namespace Partner.Server.Allowances;

/// <summary>
/// What holds where the operator has set no limit. Calls and look-ups are counted by each server alone.
/// </summary>
public sealed record LimitOptions
{
    /// <summary>Calls a second of one certificate, in the long run.</summary>
    public int CertificateCallsPerSecond { get; init; } = 200;

    /// <summary>Calls of one certificate at once, before the pace is kept.</summary>
    public int CertificateCallsAtOnce { get; init; } = 400;

    /// <summary>Calls a second of all certificates of a partner, in the long run.</summary>
    public int PartnerCallsPerSecond { get; init; } = 1000;

    /// <summary>Calls of all certificates of a partner at once, before the pace is kept.</summary>
    public int PartnerCallsAtOnce { get; init; } = 2000;

    /// <summary>How many unknown or declined cards lock look-ups.</summary>
    public int UnknownCards { get; init; } = 20;

    /// <summary>Within how long.</summary>
    public TimeSpan UnknownCardsWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For how long.</summary>
    public TimeSpan LookupsLockedFor { get; init; } = TimeSpan.FromMinutes(15);
}
