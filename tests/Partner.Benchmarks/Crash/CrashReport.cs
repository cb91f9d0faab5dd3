namespace Partner.Benchmarks.Crash;

/// <summary>What lay on the disks right after a kill.</summary>
/// <param name="Unfinished">Operations that the store had saved and not finished.</param>
/// <param name="QueuedNeverReceived">
/// Of these, waiting for the dispatcher, and the issuer never heard of them: killed between steps 6 and 7 of the route.
/// </param>
/// <param name="ClaimedNeverReceived">
/// Of these, claimed and just about to be sent, and the issuer never heard of them: also between steps 6 and 7.
/// </param>
/// <param name="AppliedStillProcessing">
/// Of these, applied by the issuer: killed between steps 7 and 8 of the route.
/// </param>
/// <param name="AppliedOnOrdinaryCards">Of the last, those on cards whose issuer answers at once.</param>
/// <param name="Gifts">Of the unfinished, gifts of sales that had succeeded: killed between success and gift.</param>
public sealed record CrashEvidence(
    int Unfinished,
    int QueuedNeverReceived,
    int ClaimedNeverReceived,
    int AppliedStillProcessing,
    int AppliedOnOrdinaryCards,
    int Gifts);

/// <summary>One kill and what followed.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="InFlight">Calls without an answer at the moment of the kill.</param>
/// <param name="IssuerKilled">Whether the issuer was killed as well.</param>
/// <param name="Evidence">What the kill left behind.</param>
/// <param name="Sales">Sales of the round.</param>
/// <param name="States">Their final states and how often each.</param>
/// <param name="Reversals">Reversals' final states and how often each.</param>
/// <param name="Seconds">Length of the round.</param>
/// <param name="Problems">What was not as promised; empty when all was.</param>
public sealed record CrashRound(
    int Number,
    int InFlight,
    bool IssuerKilled,
    CrashEvidence Evidence,
    int Sales,
    IReadOnlyDictionary<string, int> States,
    IReadOnlyDictionary<string, int> Reversals,
    double Seconds,
    IReadOnlyList<string> Problems);

/// <summary>All rounds.</summary>
/// <param name="Seed">The seed that repeats the plan.</param>
/// <param name="Rounds">The rounds.</param>
public sealed record CrashReport(int Seed, IReadOnlyList<CrashRound> Rounds)
{
    /// <summary>Whether everything was as promised in every round.</summary>
    public bool Ok => Rounds.All(round => round.Problems.Count == 0);

    /// <summary>Operations over all rounds that a kill caught between steps 6 and 7: saved, and never sent.</summary>
    public int SavedNeverReceived =>
        Rounds.Sum(round => round.Evidence.QueuedNeverReceived + round.Evidence.ClaimedNeverReceived);

    /// <summary>Operations over all rounds that a kill caught between steps 7 and 8.</summary>
    public int AppliedStillProcessing => Rounds.Sum(round => round.Evidence.AppliedStillProcessing);
}
