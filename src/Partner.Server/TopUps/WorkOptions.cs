namespace Partner.Server.TopUps;

/// <summary>How operations are brought to the issuer and finished. The defaults are the tested ones.</summary>
public sealed record WorkOptions
{
    /// <summary>Name of this process in leases; unique per process.</summary>
    public string Owner { get; init; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    /// <summary>How long a claim keeps other replicas away; renewed at a third of it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the queue is looked at when nothing else wakes the dispatcher.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Operations that this process works on at the same time, from their saving to their settlement. More than the
    /// issuer takes at once, which has its own limit: while some are asked about, others are being saved and settled.
    /// </summary>
    public int AtOnce { get; init; } = 256;

    /// <summary>
    /// How long a sale waits for a place before it is saved without one, to be sent out of the queue: longer than a
    /// busy process takes to free one, so that only a slow issuer fills the queue, whose way is the longer one.
    /// </summary>
    public TimeSpan PlacePatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Unsent operations in the queue above which new ones are refused with ISSUER_UNAVAILABLE.</summary>
    public int MostQueued { get; init; } = 5_000;

    /// <summary>Pauses before an operation in doubt is asked about again; the last one repeats.</summary>
    public IReadOnlyList<TimeSpan> ReconcileAfter { get; init; } =
    [
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromSeconds(60),
    ];

    /// <summary>How long a stopping server lets work under way finish.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(20);
}
