using Partner.Core.Reminders;

namespace Partner.Server.Reminders;

/// <summary>How customers' cards are followed and reminded of. The defaults are the tested ones.</summary>
public sealed record ReminderOptions
{
    /// <summary>Name of this process in leases; unique per process.</summary>
    public string Owner { get; init; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    /// <summary>When reminders are made.</summary>
    public ReminderPolicy Policy { get; init; } = new();

    /// <summary>How often it is looked for sales and look-ups.</summary>
    public TimeSpan FollowEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Events that are followed in one transaction; the number of these of a round bounds what following takes of the
    /// database: sales go first.
    /// </summary>
    public int Window { get; init; } = 200;

    /// <summary>Transactions of one round at most.</summary>
    public int PerRound { get; init; } = 10;

    /// <summary>
    /// Time after which a round begins no further transaction. Where the database is busy each takes longer, and fewer
    /// are done: what a peak leaves is followed when it is over.
    /// </summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often it is looked for cards that are due.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Of how many partners some are taken, by turns.</summary>
    public int Partners { get; init; } = 20;

    /// <summary>How many cards of a partner at a time: so none keeps the others waiting.</summary>
    public int PerPartner { get; init; } = 20;

    /// <summary>Questions to the issuer of one round at most: sales and clerks go first.</summary>
    public int Asks { get; init; } = 50;

    /// <summary>Questions at the same time.</summary>
    public int AtOnce { get; init; } = 4;

    /// <summary>How long partners and cards are left to this process.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);
}
