using Partner.Core.Arrivals;

namespace Partner.Server.Arrivals;

/// <summary>How reports of sales that did not arrive are looked into. The defaults are the tested ones.</summary>
public sealed record ArrivalOptions
{
    /// <summary>Name of this process in leases; unique per process.</summary>
    public string Owner { get; init; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    /// <summary>The clock, and when to look again.</summary>
    public ArrivalPolicy Policy { get; init; } = new();

    /// <summary>How often it is looked for cases that are due.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Cases that are looked into in one round at most: sales and clerks go first.</summary>
    public int PerRound { get; init; } = 50;

    /// <summary>Cases that are looked into at the same time.</summary>
    public int AtOnce { get; init; } = 4;

    /// <summary>How long a case is left to this process.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a report waits for issuer and card at most; then it is answered with what is known.</summary>
    public TimeSpan ReportWait { get; init; } = TimeSpan.FromSeconds(8);
}
