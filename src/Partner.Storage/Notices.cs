using Partner.Core.Contacts;
using Partner.Core.Notices;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>A notice that somebody has claimed so as to send it.</summary>
/// <param name="Notice">The notice, this attempt counted.</param>
/// <param name="Contact">To whom; null where the number is deleted.</param>
public sealed record ClaimedNotice(Notice Notice, KeptContact? Contact);

/// <summary>What became of an attempt to send a notice.</summary>
/// <param name="Notice">The notice after it.</param>
/// <param name="OptOut">Keyed hash of a number whose owner wants no more; null where that was not said.</param>
public sealed record NoticeOutcome(Notice Notice, string? OptOut);

/// <summary>
/// Notices to customers: an outbox that the transactions of sales and auto-renewals write into. Who sends them holds a
/// lease for a while; it only saves work, because a notice goes out under the same id each time.
/// </summary>
public sealed class Notices
{
    private static readonly SqlText AnyDue = new(
        "notices.any-due",
        dialect => "SELECT due_at FROM notices WHERE state = 1 AND due_at <= @p0 " +
            $"ORDER BY due_at {dialect.Limit("1")}");

    private static readonly SqlText SelectDue = new("notices.select-due", dialect => dialect.ClaimFirst(
        "partner_id, id, kind, occasion, contact_id, facts, created_at, expires_at, attempts",
        "notices",
        "state = 1 AND due_at <= @p0",
        "due_at",
        "@p1"));

    private static readonly RowSqlText ClaimRows = RowSqlText.Update(
        "notices.claim-rows",
        "notices",
        2,
        RowShape.Of("partner_id text, id text, attempts int, lease_owner text, due_at long"));

    private static readonly RowSqlText ReadContacts = RowSqlText.Select(
        "notice_contacts.read-rows",
        "t.partner_id, t.id, t.sealed_number, t.key_id, t.language, t.delete_at",
        "notice_contacts t",
        RowShape.Of("partner_id text, id text"),
        "t.partner_id = k.partner_id AND t.id = k.id");

    // Under a claim that is over, because somebody else has claimed it since, or it has ended, nothing changes.
    private static readonly RowSqlText EndRows = RowSqlText.UpdateIf(
        "notices.end-rows",
        "notices",
        2,
        RowShape.Of(
            "partner_id text, id text, lease_owner text, attempts int, state int, due_at long, ended_at long"),
        "state = k.state, due_at = k.due_at, ended_at = k.ended_at, lease_owner = NULL",
        "t.lease_owner = k.lease_owner AND t.attempts = k.attempts");

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Notices(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Whether a notice is due: cheaper than claiming in vain.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<bool> AnyDueAsync(DateTimeOffset now, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Commands.First(AnyDue, row => true, now.UtcTicks), cancel);

    /// <summary>Claims notices that are due, the longest due first, with the numbers they go to.</summary>
    /// <param name="lease">For whom and how long.</param>
    /// <param name="most">At most this many.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<ClaimedNotice>> ClaimAsync(Lease lease, DateTimeOffset now, int most) =>
        _writer.RunAloneAsync(session =>
        {
            var due = session.Commands.All(
                SelectDue,
                row => new Notice
                {
                    PartnerId = new PartnerId(row.GetString(0)),
                    Kind = (NoticeKind)row.GetInt32(2),
                    Occasion = row.GetString(3),
                    ContactId = new ContactId(row.GetString(4)),
                    Facts = NoticeJson.Read(row.TextOrNull(5)),
                    CreatedAt = Mapping.Instant(row.GetInt64(6)),
                    DueAt = lease.Until,
                    ExpiresAt = Mapping.Instant(row.GetInt64(7)),
                    Attempts = row.GetInt32(8) + 1,
                },
                now.UtcTicks,
                most);
            var (claims, keys) = (new RowSet(ClaimRows.Shape), new RowSet(ReadContacts.Shape));
            foreach (var notice in due)
            {
                claims.Add(notice.PartnerId.Value, notice.Id, notice.Attempts, lease.Owner, lease.Until.UtcTicks);
            }

            foreach (var key in due.Select(KeyOf).Distinct())
            {
                keys.Add(key.PartnerId.Value, key.Id);
            }

            var contacts = new Dictionary<ResourceKey, KeptContact>();
            var exchange = session.Exchange();
            exchange.Add(ClaimRows, claims);
            exchange.Add(ReadContacts, keys, row => contacts[
                new ResourceKey(new PartnerId(row.GetString(0)), row.GetString(1))] = new KeptContact(
                    new ContactId(row.GetString(1)),
                    row.GetString(2),
                    row.GetString(3),
                    (NoticeLanguage)row.GetInt32(4),
                    Mapping.Instant(row.Int64OrNull(5))));
            exchange.Run();
            return due.ConvertAll(notice => new ClaimedNotice(notice, contacts.GetValueOrDefault(KeyOf(notice))));
        });

    /// <summary>Notes what became of attempts; nothing of a notice that somebody else has claimed since.</summary>
    /// <param name="owner">Who claimed them.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<int> NoteAsync(IReadOnlyCollection<NoticeOutcome> outcomes, string owner, DateTimeOffset now) =>
        _writer.RunAloneAsync(session =>
        {
            var (ends, optOuts) = (new RowSet(EndRows.Shape), new RowSet(NoticeOptOuts.Insert.Shape));
            foreach (var notice in outcomes.Select(outcome => outcome.Notice))
            {
                ends.Add(
                    notice.PartnerId.Value,
                    notice.Id,
                    owner,
                    notice.Attempts,
                    (int)notice.State,
                    notice.DueAt.UtcTicks,
                    notice.EndedAt?.UtcTicks);
            }

            foreach (var hash in outcomes.Select(outcome => outcome.OptOut).OfType<string>().Distinct())
            {
                optOuts.Add(hash, (int)OptOutSource.Gateway, now.UtcTicks);
            }

            var exchange = session.Exchange();
            exchange.Add(EndRows, ends);
            exchange.Add(NoticeOptOuts.Insert, optOuts);
            exchange.Run();
            return outcomes.Count;
        });

    /// <summary>What is known of the notice of a top-up.</summary>
    /// <returns>The notice, null while there is none; and the number, null when it is deleted.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<(Notice? Notice, KeptContact? Contact)> FindAsync(TopUpRecord topUp, CancellationToken cancel)
    {
        var (partnerId, contact) = (topUp.PartnerId.Value, topUp.ContactId?.Value);
        var ids = Enum.GetValues<NoticeKind>().Select(kind => Notice.IdOf(topUp.Id.Value, kind)).ToList();
        return _readers.ReadAsync(
            session => (
                session.Context.Notices.FirstOrDefault(row => row.PartnerId == partnerId && ids.Contains(row.Id))
                    ?.ToRecord(),
                session.Context.Contacts.FirstOrDefault(row => row.PartnerId == partnerId && row.Id == contact)
                    ?.ToRecord()),
            cancel);
    }

    /// <summary>How many notices are to be sent.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<int> CountDueAsync(CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Notices.Count(row => row.State == (int)NoticeState.Due), cancel);

    private static ResourceKey KeyOf(Notice notice) => new(notice.PartnerId, notice.ContactId.Value);
}
