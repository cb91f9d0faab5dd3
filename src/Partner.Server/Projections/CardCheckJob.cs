using Partner.Core.Projections;
using Partner.Server.Jobs;
using Partner.Server.Telemetry;
using Partner.Storage;
using Partner.Storage.Abstractions;

namespace Partner.Server.Projections;

/// <summary>
/// After success: compares cards with what was promised, and notes differences on the top-ups. It follows the partners'
/// events, so that a crash loses nothing, and holds up neither money nor answers. Every replica runs one; leases of
/// partners keep them apart. What the issuer does not tell is asked again, and given up after a while.
/// </summary>
public sealed partial class CardCheckJob(
    PartnerStore store, CardCheck check, CardCheckOptions options, TimeProvider clock, ILogger<CardCheckJob> logger)
    : RoundsJob(options.Every, clock)
{
    private const int MostPartners = 500;
    private const int MostPages = 50;

    // What was found of sales behind one that nobody could tell anything about: their events are dealt with later.
    // A sale is looked at a second time when its gifts have come onto the card.
    private readonly HashSet<(TopUpId Sale, long Event)> _done = [];
    private readonly Dictionary<(TopUpId Sale, long Event), Trial> _trials = [];

    private sealed class Trial
    {
        public int Failures { get; set; }

        public DateTimeOffset? DifferedAt { get; set; }
    }

    /// <inheritdoc/>
    protected override async Task RoundAsync(CancellationToken stopping)
    {
        var now = Clock.GetUtcNow();
        var behind = await store.CardChecks.BehindAsync(options.Owner, now, MostPartners, stopping);
        if (behind.Count == 0)
        {
            return;
        }

        using var span = Spans.Start("cards.compare");
        var claimed = await store.CardChecks.ClaimAsync(behind, new Lease(options.Owner, now + options.Lease), now);
        var (dealt, left) = (new Dictionary<PartnerId, long>(), options.PerRound);
        var order = claimed.ToArray();
        Random.Shared.Shuffle(order);
        foreach (var (partnerId, after) in order.TakeWhile(_ => left > 0))
        {
            (var reached, left) = await FollowAsync(partnerId, after, left, stopping);
            if (reached > after)
            {
                dealt[partnerId] = reached;
            }
        }

        if (dealt.Count > 0)
        {
            await store.CardChecks.AdvanceAsync(dealt, options.Owner);
        }
    }

    /// <summary>Follows a partner's events, as far as its cards can be looked at now.</summary>
    /// <returns>The last event that is dealt with, and how many look-ups are left of the round.</returns>
    private async Task<(long Reached, int Left)> FollowAsync(
        PartnerId partnerId, long after, int left, CancellationToken stopping)
    {
        var reached = after;
        for (var pages = 0; pages < MostPages && left > 0; pages++)
        {
            var page = await store.CardChecks.ReadAsync(partnerId, reached, options.Window, stopping);
            left -= await LookAsync(page, left, stopping);
            var last = Reached(page);
            var goesOn = last == page.Last && last > reached;
            reached = last;
            if (!goesOn)
            {
                break;
            }
        }

        return (reached, left);
    }

    /// <summary>Looks at the cards of sales that were not dealt with yet.</summary>
    /// <returns>How many look-ups it took.</returns>
    private async Task<int> LookAsync(SoldCards page, int most, CancellationToken stopping)
    {
        var now = Clock.GetUtcNow();
        var asked = 0;
        foreach (var old in page.Sold.Where(sold => now - sold.At >= options.GiveUpAfter))
        {
            // What nobody could tell anything about for so long, or nobody came to.
            Conclude(old, CardCheckResult.GivenUp);
        }

        var due = page.Sold.Where(sold => !_done.Contains(KeyOf(sold)) && IsDue(sold, now)).ToList();
        foreach (var group in due.Chunk(options.AtOnce).TakeWhile(_ => asked < most))
        {
            var findings = await Task.WhenAll(group.Select(sold => check.LookAsync(sold, stopping)));
            asked += group.Length;
            var answered = findings.Any(finding => finding.Result is not null);
            foreach (var (sold, finding) in group.Zip(findings))
            {
                await NoteAsync(sold, finding, answered, now);
            }

            if (!answered)
            {
                // The issuer is away: the rest would only wait for it, too.
                break;
            }
        }

        return asked;
    }

    private bool IsDue(SoldCard sold, DateTimeOffset now) => !_trials.TryGetValue(KeyOf(sold), out var trial)
        || trial.DifferedAt is not { } differed || now - differed >= options.ConfirmAfter;

    private async Task NoteAsync(SoldCard sold, CardFinding finding, bool answered, DateTimeOffset now)
    {
        var id = KeyOf(sold);
        var result = finding.Result;
        if (result is null or CardCheckResult.Differs)
        {
            var trial = _trials.TryGetValue(id, out var known) ? known : _trials[id] = new Trial();
            trial.Failures += result is null && answered ? 1 : 0;
            if (result is null && trial.Failures >= options.MostFailures)
            {
                result = CardCheckResult.GivenUp;
            }
            else if (result is null || (trial.DifferedAt is null && options.ConfirmAfter > TimeSpan.Zero))
            {
                trial.DifferedAt = result is null ? trial.DifferedAt : now;
                return;
            }
        }

        if (result == CardCheckResult.Differs)
        {
            await store.TopUps.NoteCardAsync(sold.TopUp, finding.Differences, now);
            LogDiffers(id.Sale.Value, finding.Differences);
        }

        Conclude(sold, result!.Value);
    }

    private void Conclude(SoldCard sold, CardCheckResult result)
    {
        _trials.Remove(KeyOf(sold));
        if (_done.Add(KeyOf(sold)))
        {
            Metrics.Checked(sold.TopUp.Offer.CardType, result);
        }
    }

    /// <summary>The last event before the first sale that is not dealt with.</summary>
    private long Reached(SoldCards page)
    {
        var reached = page.Last;
        foreach (var sold in page.Sold)
        {
            if (!_done.Contains(KeyOf(sold)))
            {
                reached = sold.EventNumber - 1;
                break;
            }
        }

        _done.ExceptWith(page.Sold.Where(sold => sold.EventNumber <= reached).Select(KeyOf));
        return reached;
    }

    private static (TopUpId Sale, long Event) KeyOf(SoldCard sold) => (sold.TopUp.Id, sold.EventNumber);

    /// <inheritdoc/>
    protected override void NoteAway(StoreUnavailableException fault) => LogAway(fault.Message);

    /// <inheritdoc/>
    protected override void NoteFailed(Exception fault) => LogFailed(fault);

    [LoggerMessage(
        171, LogLevel.Warning, "The card of {TopUp} is another than was promised: {Differences}")]
    private partial void LogDiffers(string topUp, CardDifferences differences);

    [LoggerMessage(172, LogLevel.Warning, "Cards could not be compared, the database is away: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(173, LogLevel.Error, "Cards could not be compared; it is tried again")]
    private partial void LogFailed(Exception fault);
}
