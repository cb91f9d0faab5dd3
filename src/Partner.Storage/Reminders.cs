using Partner.Core.Notices;
using Partner.Core.Reminders;
using Partner.Storage.Abstractions;
using Partner.Storage.Model;
using Partner.Storage.Reading;
using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage;

/// <summary>What was decided of a card that is due.</summary>
/// <param name="Known">The card that it was decided on: of any other version of it nothing becomes.</param>
/// <param name="Look">What was decided.</param>
/// <param name="Says">What its customer is told, where a reminder is due and messages go out; null otherwise.</param>
/// <param name="TellAt">From when on the customer is told (UTC).</param>
public sealed record LookedAt(CustomerCard Known, CardLook Look, NoticeFacts? Says, DateTimeOffset TellAt);

/// <summary>
/// Reminders: numbered for each partner without a gap, and made in the transaction in which their card is noted as
/// told, with the notice to its customer. Numbers become visible in their order, since the partner's row of progress is
/// locked for each.
/// </summary>
public sealed class Reminders
{
    private static readonly SqlText SelectDue = new("customer_cards.select-due", dialect => dialect.ClaimFirst(
        CustomerCardTable.Columns,
        "customer_cards",
        "partner_id = @p0 AND due_at > 0 AND due_at <= @p1 AND lease_until <= @p2",
        "due_at",
        "@p3"));

    private static readonly RowSqlText Lease = RowSqlText.Update(
        "customer_cards.lease-rows",
        "customer_cards",
        2,
        RowShape.Of("partner_id text, card text, lease_owner text, lease_until long"));

    private static readonly SqlText Number = new("reminder_progress.number", dialect => dialect.SelectLocked(
        "last_number", "reminder_progress", "partner_id = @p0"));

    private static readonly SqlText Numbered = new(
        "reminder_progress.numbered", "UPDATE reminder_progress SET last_number = @p1 WHERE partner_id = @p0");

    private static readonly SqlText SelectOld = new("reminders.select-old", dialect => dialect.ClaimFirst(
        "partner_id, number", "reminders", "made_at < @p0", "made_at", "@p1"));

    private readonly GroupCommit _writer;
    private readonly Readers _readers;

    internal Reminders(GroupCommit writer, Readers readers) => (_writer, _readers) = (writer, readers);

    /// <summary>Since when the first card is due that is to be looked at (UTC); null when none is.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<DateTimeOffset?> OldestDueAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var ticks = now.UtcTicks;
        return _readers.ReadAsync(
            session => Mapping.Instant(session.Context.CustomerCards
                .Where(row => row.DueAt <= ticks).Min(row => (long?)row.DueAt)),
            cancel);
    }

    /// <summary>The partners that have cards to be looked at, and that nobody looks at.</summary>
    /// <param name="after">Only partners after this one, by id; empty from the first.</param>
    /// <param name="most">At most this many.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<PartnerId>> DueAsync(string after, int most, DateTimeOffset now, CancellationToken cancel)
    {
        var ticks = now.UtcTicks;
        return _readers.ReadAsync(
            session =>
            {
                var cards = session.Context.CustomerCards;
                return session.Context.Partners
                    .Where(partner => string.Compare(partner.Id, after) > 0 && cards.Any(row =>
                        row.PartnerId == partner.Id && row.DueAt > 0 && row.DueAt <= ticks && row.LeaseUntil <= ticks))
                    .OrderBy(partner => partner.Id).Select(partner => partner.Id).Take(most)
                    .AsEnumerable().Select(id => new PartnerId(id)).ToList();
            },
            cancel);
    }

    /// <summary>Claims a partner's cards that are due, the longest due first.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="lease">For whom and how long.</param>
    /// <param name="most">At most this many.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<CustomerCard>> ClaimAsync(PartnerId partnerId, Lease lease, DateTimeOffset now, int most) =>
        _writer.RunAloneAsync(session =>
        {
            var due = session.Commands.All(
                SelectDue, CustomerCardTable.CardIn, partnerId.Value, now.UtcTicks, now.UtcTicks, most);
            var rows = new RowSet(Lease.Shape);
            foreach (var card in due)
            {
                rows.Add(partnerId.Value, card.Card.Value, lease.Owner, lease.Until.UtcTicks);
            }

            var exchange = session.Exchange();
            exchange.Add(Lease, rows);
            exchange.Run();
            return due;
        });

    /// <summary>
    /// Notes what was decided of a partner's cards: all that follows from it, or nothing. Cards that changed since, or
    /// that somebody changes, are left as they are; they are looked at again.
    /// </summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="looks">What was decided.</param>
    /// <returns>The reminders that were made.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<CardReminder>> NoteAsync(
        PartnerId partnerId, IReadOnlyCollection<LookedAt> looks) => _writer.RunAloneAsync(session =>
        {
            var last = session.Commands.First(Number, row => row.GetInt64(0), partnerId.Value);
            var keys = CustomerCardTable.Keys(partnerId, looks.Select(look => look.Known.Card));
            var versions = new Dictionary<string, int>(StringComparer.Ordinal);
            var renewed = new HashSet<string>(StringComparer.Ordinal);
            var kept = new HashSet<string>(StringComparer.Ordinal);
            var exchange = session.Exchange();
            exchange.Add(CustomerCardTable.Claim, keys, row =>
            {
                var card = CustomerCardTable.CardIn(row);
                versions[card.Card.Value] = card.Version;
            });
            exchange.Add(ReminderTable.ReadActiveRenewals, keys, row => renewed.Add(row.GetString(1)));
            exchange.Add(ReminderTable.ReadKept, Contacts(looks), row => kept.Add(row.GetString(1)));
            exchange.Run();

            var valid = looks
                .Where(look => versions.GetValueOrDefault(look.Known.Card.Value, -1) == look.Known.Version)
                .ToList();
            var made = new List<(CardReminder Reminder, LookedAt Look)>();
            foreach (var look in valid.Where(look => look.Look.Reminder is not null))
            {
                var renewsItself = renewed.Contains(look.Known.Card.Value);
                made.Add((
                    look.Look.Reminder! with
                    {
                        Number = ++last,
                        RenewsItself = renewsItself,
                        TellsCustomer = !renewsItself && look.Says is not null
                            && kept.Contains(look.Known.ContactId?.Value ?? ""),
                    },
                    look));
            }

            Store(session, partnerId, valid, made);
            if (made.Count > 0)
            {
                session.Commands.Execute(Numbered, partnerId.Value, last);
            }

            return made.ConvertAll(one => one.Reminder);
        });

    /// <summary>The numbers of partners' last reminders.</summary>
    /// <param name="partnerIds">The partners.</param>
    /// <returns>By partner; those without any may be missing.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<Dictionary<PartnerId, long>> LastNumbersAsync(
        IReadOnlyCollection<PartnerId> partnerIds, CancellationToken cancel)
    {
        var ids = partnerIds.Select(id => id.Value).ToList();
        return _readers.ReadAsync(
            session => session.Context.ReminderProgress
                .Where(row => ids.Contains(row.PartnerId))
                .Select(row => new { row.PartnerId, row.LastNumber })
                .ToDictionary(row => new PartnerId(row.PartnerId), row => row.LastNumber),
            cancel);
    }

    /// <summary>A partner's reminders, by number.</summary>
    /// <param name="partnerId">The partner.</param>
    /// <param name="after">Only after this number.</param>
    /// <param name="most">At most this many.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<List<CardReminder>> ListAsync(
        PartnerId partnerId, long after, int most, CancellationToken cancel) => _readers.ReadAsync(
        session => session.Context.Reminders
            .Where(row => row.PartnerId == partnerId.Value && row.Number > after)
            .OrderBy(row => row.Number).Take(most)
            .AsEnumerable().Select(row => row.ToRecord()).ToList(),
        cancel);

    /// <summary>Deletes reminders that were made long ago, the oldest first.</summary>
    /// <param name="before">Only those made before this time (UTC).</param>
    /// <param name="most">At most this many.</param>
    /// <returns>How many were deleted; fewer than the most when there are no more.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<int> DeleteOldAsync(DateTimeOffset before, int most) => _writer.RunAloneAsync(
        session => session.DeleteOld(
            SelectOld, ReminderTable.Delete, row => (row.GetString(0), row.GetInt64(1)), before, most));

    private static void Store(
        SeparateSession session, PartnerId partnerId, List<LookedAt> valid,
        List<(CardReminder Reminder, LookedAt Look)> made)
    {
        var (reminders, notices) = (
            new RowSet(ReminderTable.Insert.Shape), new RowSet(NoticeTable.InsertNotice.Shape));
        foreach (var (reminder, look) in made)
        {
            reminders.Add(ReminderTable.Cells(reminder, look.Look.After!.Told!.EndDay));
            if (reminder.TellsCustomer)
            {
                notices.Add(NoticeTable.Cells(reminder.NoticeOf(look.Says!, look.TellAt)));
            }
        }

        var exchange = session.Exchange();
        CustomerCardTable.Store(
            exchange,
            [
                .. valid.Where(look => look.Look.After is not null)
                    .Select(look => ((CustomerCard?)look.Known, look.Look.After!)),
            ]);
        exchange.Add(CustomerCardTable.Delete, CustomerCardTable.Keys(
            partnerId, valid.Where(look => look.Look.After is null).Select(look => look.Known.Card)));
        exchange.Add(ReminderTable.Insert, reminders);
        exchange.Add(NoticeTable.InsertNotice, notices);
        exchange.Run();
    }

    private static RowSet Contacts(IReadOnlyCollection<LookedAt> looks)
    {
        var rows = new RowSet(ReminderTable.ReadKept.Shape);
        foreach (var look in looks.Where(look => look is { Look.Reminder: not null, Says: not null }))
        {
            if (look.Known.ContactId is { } contact)
            {
                rows.Add(look.Known.PartnerId.Value, contact.Value, look.Look.Reminder!.MadeAt.UtcTicks);
            }
        }

        return rows;
    }
}
