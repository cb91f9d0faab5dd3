namespace Partner.Server.Notices;

/// <summary>
/// Whether and how customers are told of their top-ups and auto-renewals. The defaults are the tested ones.
/// </summary>
public sealed record NoticeOptions
{
    /// <summary>Where text messages are handed over; a path ends with "/". Null: no notices go out.</summary>
    public Uri? Gateway { get; init; }

    /// <summary>File of the key of customers' numbers; null: none is kept, and no notices go out.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Files of former keys, by which what they encrypted is read and recognised.</summary>
    public IReadOnlyList<string> FormerKeyFiles { get; init; } = [];

    /// <summary>Name of this process in leases; unique per process.</summary>
    public string Owner { get; init; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    /// <summary>How often it is looked for notices that are due.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Notices at the gateway at the same time; as many are claimed together.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>How long notices are left to this process: longer than all attempts at the gateway take.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for one attempt at the gateway, connecting included.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts in a row, the first included; 1 or more. After them it is tried later.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>Pause between two attempts in a row, jittered.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long nothing is sent once most attempts fail.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether notices go out.</summary>
    public bool AreOffered => Gateway is not null && KeyFile is not null;
}
