using Partner.Core.Renewals;

namespace Partner.Server.Renewals;

/// <summary>How auto-renewals are worked through. The defaults are the tested ones.</summary>
public sealed record RenewalOptions
{
    /// <summary>Name of this process in leases; unique per process.</summary>
    public string Owner { get; init; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    /// <summary>When they are tried again, and looked at.</summary>
    public RenewalPolicy Policy { get; init; } = new();

    /// <summary>How often it is looked for what is due.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Of how many partners some are taken at once, by turns.</summary>
    public int Partners { get; init; } = 20;

    /// <summary>How many of each: so none keeps the others waiting.</summary>
    public int PerPartner { get; init; } = 10;

    /// <summary>How often in one round some are taken.</summary>
    public int Pieces { get; init; } = 50;

    /// <summary>How many are worked on at the same time: sales of clerks go first.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>How long one is left to this process.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a sale is waited for before it is looked at again later.</summary>
    public TimeSpan SaleWait { get; init; } = TimeSpan.FromSeconds(5);
}
