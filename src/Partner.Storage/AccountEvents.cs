using Partner.Core.Accounts;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>
/// What happened to partners' accounts, numbered for each partner without a gap; and the warnings before certificates
/// end, which are made here. Numbers become visible in their order, since the partner is locked.
/// </summary>
public sealed class AccountEvents
{
    private static readonly SqlText SelectOld = new("account_events.select-old", dialect => dialect.ClaimFirst(
        "partner_id, number", "account_events", "at < @p0", "at", "@p1"));

    private static readonly RowSqlText Delete = RowSqlText.Delete(
        "account_events", RowShape.Of("partner_id text, number long"));

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal AccountEvents(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>The numbers of partners' last events.</summary>
    /// <param name="partnerIds">The partners.</param>
    /// <returns>By partner; those without any may be missing.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<Dictionary<PartnerId, long>> LastNumbersAsync(
        IReadOnlyCollection<PartnerId> partnerIds, CancellationToken cancel)
    {
        var ids = partnerIds.Select(id => id.Value).ToList();
        return _readers.ReadAsync(
            session => session.Context.AccountProgress
                .Where(row => ids.Contains(row.PartnerId))
                .Select(row => new { row.PartnerId, row.LastNumber })
                .ToDictionary(row => new PartnerId(row.PartnerId), row => row.LastNumber),
            cancel);
    }

    /// <summary>A partner's events, by number, with their certificates as they are now.</summary>
    /// <param name="after">Only after this number.</param>
    /// <param name="most">At most this many.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<AccountEvent>> ListAsync(
        PartnerId partnerId, long after, int most, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.AccountEvents
            .Where(row => row.PartnerId == partnerId.Value && row.Number > after)
            .Join(
                session.Context.Certificates,
                row => row.Thumbprint,
                certificate => certificate.Thumbprint,
                (row, certificate) => new { Event = row, Certificate = certificate })
            .OrderBy(one => one.Event.Number).Take(most)
            .AsEnumerable().Select(one => new AccountEvent(
                one.Event.Number,
                (AccountEventKind)one.Event.Kind,
                Mapping.Instant(one.Event.At),
                one.Certificate.ToRecord(),
                one.Event.Days))
            .ToList(),
        cancel);

    /// <summary>Partners that have a warning due.</summary>
    /// <param name="most">At most this many.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<PartnerId>> DueAsync(int most, DateTimeOffset now, CancellationToken cancel) =>
        _readers.ReadAsync(
            session => session.Context.Certificates.Where(row => row.WarnAt <= now.UtcTicks)
                .Select(row => row.PartnerId).Distinct().OrderBy(id => id).Take(most)
                .AsEnumerable().Select(id => new PartnerId(id)).ToList(),
            cancel);

    /// <summary>Writes down a partner's warnings that are due: each is one event, on whatever server.</summary>
    /// <param name="most">Of at most this many certificates.</param>
    /// <returns>Of how many certificates that was.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<int> WarnAsync(PartnerId partnerId, int most, DateTimeOffset now) => _writer.RunAloneAsync(session =>
    {
        session.LockChain(partnerId);
        var due = session.Context.Certificates
            .Where(row => row.PartnerId == partnerId.Value && row.WarnAt <= now.UtcTicks)
            .OrderBy(row => row.WarnAt).ThenBy(row => row.Thumbprint).Take(most).ToList();
        var events = new List<(AccountEventKind, string, int)>();
        foreach (var row in due)
        {
            // 0: nobody has looked at it yet, so that the warning that began last is due.
            var since = Mapping.Instant(Math.Max(0, row.WarnAt - 1));
            if (row.RevokedAt is null
                && CertificateWarnings.Due(Mapping.Instant(row.NotAfter), since, now) is { } days)
            {
                events.Add((AccountEventKind.CertificateEnding, row.Thumbprint, days));
            }

            session.NoteWarned(row, now);
        }

        session.TellAccount(partnerId, now, events);
        return due.Count;
    });

    /// <summary>Deletes events of long ago.</summary>
    /// <param name="before">Only those before this time (UTC).</param>
    /// <param name="most">At most this many.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<int> DeleteOldAsync(DateTimeOffset before, int most) => _writer.RunAloneAsync(
        session => session.DeleteOld(
            SelectOld, Delete, row => (row.GetString(0), row.GetInt64(1)), before, most));
}
