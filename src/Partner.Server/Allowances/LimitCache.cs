using System.Collections.Concurrent;
using Partner.Core.Limits;
using Partner.Server.Connections;

namespace Partner.Server.Allowances;

/// <summary>
/// Remembers partners' limits for at most 2 seconds, so that a busy partner costs one look-up a second and no sale
/// waits for it. This process's own changes show at once, others' within 2 seconds.
/// </summary>
public sealed partial class LimitCache
{
    /// <summary>The longest time for which sales go by what was read, counted from the start of reading.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<PartnerId, PartnerLimits> _partners = new();
    private readonly LimitLookup _lookup;
    private readonly TimeProvider _time;
    private readonly ILogger<LimitCache> _logger;
    private readonly MinuteBound _said;

    /// <summary>Made once for the process.</summary>
    /// <param name="lookup">Reads the store.</param>
    /// <param name="logger">Told about look-ups that failed.</param>
    public LimitCache(LimitLookup lookup, TimeProvider time, ILogger<LimitCache> logger) =>
        (_lookup, _time, _logger, _said) = (lookup, time, logger, new MinuteBound(time));

    /// <summary>The limits that sales go by: at most 2 seconds old.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="cancel">Ends the wait, not the look-up.</param>
    /// <exception cref="Storage.Abstractions.StoreUnavailableException">The database cannot be reached.</exception>
    public ValueTask<LimitBook> GetAsync(PartnerId partnerId, CancellationToken cancel)
    {
        var partner = Of(partnerId);
        return partner.ReadAt is { } at && _time.GetElapsedTime(at) < Lifetime
            ? new ValueTask<LimitBook>(partner.Latest)
            : new ValueTask<LimitBook>(partner.Shared(() => LoadAsync(partnerId, partner)).WaitAsync(cancel));
    }

    /// <summary>Reads them anew, after this process has changed them.</summary>
    /// <param name="partnerId">The partner.</param>
    public async Task RenewAsync(PartnerId partnerId)
    {
        var partner = Of(partnerId);
        await LoadAsync(partnerId, partner);
    }

    /// <summary>
    /// What is known of a partner now, without waiting; where that is a second old it is read anew meanwhile.
    /// </summary>
    internal PartnerLimits Of(PartnerId partnerId)
    {
        if (!_partners.TryGetValue(partnerId, out var partner))
        {
            partner = _partners.GetOrAdd(partnerId, _ => new PartnerLimits());
        }

        if ((partner.ReadAt is not { } at || _time.GetElapsedTime(at) >= RefreshAfter) && partner.BeginRefresh())
        {
            Refresh(partnerId, partner);
        }

        return partner;
    }

    // A method of its own, so that callers who refresh nothing make no closure.
    private void Refresh(PartnerId partnerId, PartnerLimits partner) => _ = Task.Run(async () =>
    {
        try
        {
            await partner.Shared(() => LoadAsync(partnerId, partner));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What was read before serves on for calls; a sale looks up itself, and learns of the failure.
            if (_said.MaySay("", out var left))
            {
                LogFailed(exception, left);
            }
        }
        finally
        {
            partner.EndRefresh();
        }
    });

    private async Task<LimitBook> LoadAsync(PartnerId partnerId, PartnerLimits partner)
    {
        var (load, startedAt) = (partner.NextLoad(), _time.GetTimestamp());
        using var timeout = new CancellationTokenSource(LookupTimeout, _time);
        var book = await _lookup(partnerId, timeout.Token);
        partner.Take(book, load, startedAt);
        return book;
    }

    [LoggerMessage(222, LogLevel.Warning, "Limits could not be looked up ({Left} more since the last line)")]
    private partial void LogFailed(Exception exception, int left);
}
