namespace Partner.Server.Projections;

/// <summary>How cards are compared with what was promised of them. The defaults are the tested ones.</summary>
public sealed record CardCheckOptions
{
    /// <summary>Name of this process in leases; unique per process.</summary>
    public string Owner { get; init; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    /// <summary>How often it is looked for sales that succeeded.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Look-ups of one round at most. With <see cref="Every"/> it bounds what this costs: sales and clerks go first.
    /// </summary>
    public int PerRound { get; init; } = 50;

    /// <summary>Look-ups at the same time.</summary>
    public int AtOnce { get; init; } = 4;

    /// <summary>Events of a partner that are looked at together; what cannot be answered holds up no more.</summary>
    public int Window { get; init; } = 100;

    /// <summary>How long a partner is left to this process; prolonged while it goes on.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long after a difference was seen the card is looked at once more, before it is told.</summary>
    public TimeSpan ConfirmAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Age of a success at which a card that nobody could tell anything about is given up.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Failed look-ups of one card after which it is given up, while those of others are answered.
    /// </summary>
    public int MostFailures { get; init; } = 8;
}
