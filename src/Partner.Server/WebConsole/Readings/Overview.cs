using Partner.Storage;

namespace Partner.Server.WebConsole.Readings;

/// <summary>What waits for the operator.</summary>
/// <param name="InDoubt">Operations whose answer from the issuer is unknown.</param>
/// <param name="InDoubtSince">Since when the first of them is (UTC); null when there is none.</param>
/// <param name="Escalated">Cases that a person has to look into.</param>
/// <param name="Approvals">Changes to partners' money that wait for a second person.</param>
/// <param name="Certificates">
/// Certificates that nothing renews and that end within <see cref="Overview.EndsSoonDays"/>, or ended lately.
/// </param>
internal sealed record Waiting(
    int InDoubt, DateTimeOffset? InDoubtSince, int Escalated, int Approvals, int Certificates);

/// <summary>Counts what waits for the operator: from the tables of unfinished work, and by indexes.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The time.</param>
internal sealed class Overview(PartnerStore store, TimeProvider clock)
{
    /// <summary>How many days before its end a certificate is told of.</summary>
    public const int EndsSoonDays = 30;

    /// <summary>For how long one that has ended is still told of.</summary>
    public static readonly TimeSpan EndedLately = TimeSpan.FromDays(30);

    /// <summary>Counts.</summary>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Waiting> ReadAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var queue = await store.Measurements.ReadQueueAsync(cancel);
        var cases = await store.Cases.CountAsync(cancel);
        var certificates = await store.CertificateEnds.CountAsync(now - EndedLately, now, [EndsSoonDays], cancel);
        DateTimeOffset?[] oldest =
        [
            queue.OldestTopUpInDoubt, queue.OldestReversalInDoubt, queue.OldestGiftInDoubt, queue.OldestReissueInDoubt,
        ];
        return new Waiting(
            queue.TopUpsInDoubt + queue.ReversalsInDoubt + queue.GiftsInDoubt + queue.ReissuesInDoubt,
            oldest.Min(),
            cases.Escalated,
            await store.Approvals.CountPendingAsync(now, cancel),
            certificates[EndsSoonDays]);
    }
}
