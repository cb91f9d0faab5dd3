using Partner.Core.Contacts;
using Partner.Core.Notices;
using Partner.Core.Renewals;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>What is true of auto-renewals, and becomes true by what members do.</summary>
internal sealed partial class WorkingSet
{
    private readonly Dictionary<ResourceKey, TrackedRow<AutoRenewal>> _renewals = [];
    private readonly Dictionary<RequestKey, RenewalId> _renewalRequests = [];
    private readonly Dictionary<DuplicateKey, RenewalId> _renewedCards = [];
    private readonly Dictionary<PartnerId, long> _lastSteps = [];

    /// <summary>An auto-renewal as this transaction has it so far; null where there is none.</summary>
    public AutoRenewal? Renewal(ResourceKey key) => _renewals.GetValueOrDefault(key)?.Now;

    /// <summary>The auto-renewal that a request id created; null while it is new.</summary>
    public RenewalId? RenewalOf(PartnerId partnerId, RequestId requestId) =>
        _renewalRequests.TryGetValue(new RequestKey(partnerId, requestId), out var id) ? id : null;

    /// <summary>The auto-renewal of a card and plan that is not over; null where there is none.</summary>
    public RenewalId? RenewalOf(DuplicateKey key) => _renewedCards.TryGetValue(key, out var id) ? id : null;

    /// <summary>Stores a new auto-renewal, and what is told of it.</summary>
    /// <param name="contact">The customer's number; null when none is kept.</param>
    public void Insert(RenewalChange created, KeptContact? contact)
    {
        var renewal = created.After;
        var row = new TrackedRow<AutoRenewal>(renewal with { Version = 0 }, false) { Now = renewal };
        _renewals.Add(new ResourceKey(renewal.PartnerId, renewal.Id.Value), row);
        _renewalRequests.Add(new RequestKey(renewal.PartnerId, renewal.RequestId), renewal.Id);
        _renewedCards[CardOf(renewal)] = renewal.Id;
        if (contact is not null)
        {
            NoticeTable.Keep(Changes, renewal.PartnerId, contact, renewal.CreatedAt);
        }

        Append(renewal, created);
    }

    /// <summary>Stores an auto-renewal as it is now, and what is told of it.</summary>
    public void Set(RenewalChange change)
    {
        var renewal = change.After;
        var row = Of(_renewals, new ResourceKey(renewal.PartnerId, renewal.Id.Value));
        var before = row.Now;
        row.Now = renewal;
        Append(before, change);
    }

    /// <summary>
    /// Appends what happened under the partner's next numbers. Every step of every auto-renewal passes here, in the
    /// transaction in which it becomes true: so the notice to the customer is made here, once.
    /// </summary>
    private void Append(AutoRenewal before, RenewalChange change)
    {
        var renewal = change.After;
        foreach (var step in change.Steps)
        {
            if (!_lastSteps.TryGetValue(renewal.PartnerId, out var last))
            {
                throw new InvalidOperationException($"Steps of {renewal.PartnerId} are not in the footprint.");
            }

            var numbered = step with { Number = last + 1 };
            _lastSteps[renewal.PartnerId] = numbered.Number;
            RenewalTable.Insert(Changes, renewal, numbered);
            if (RenewalNotices.Of(before, renewal, numbered) is { } notice)
            {
                NoticeTable.Append(Changes, notice);
            }
        }

        if (RenewalNotices.NumberEndsAt(before, change) is { } at)
        {
            NoticeTable.End(Changes, renewal.PartnerId, renewal.ContactId!.Value, at);
        }
    }

    private void ReadRenewals(Footprint footprint, Exchange exchange)
    {
        exchange.Add(
            RenewalTable.Read,
            Rows(RenewalTable.Read, footprint.Renewals, Add),
            row => _renewals[KeyIn(row)] = new TrackedRow<AutoRenewal>(RenewalTable.RenewalIn(row), true));
        exchange.Add(
            RenewalTable.ReadRequests,
            Rows(
                RenewalTable.ReadRequests,
                footprint.RenewalRequests,
                (rows, key) => rows.Add(key.PartnerId.Value, key.RequestId.Value)),
            row => _renewalRequests[RequestIn(row)] = new RenewalId(row.GetString(2)));
        exchange.Add(
            RenewalTable.ReadCards,
            Rows(
                RenewalTable.ReadCards,
                footprint.RenewedCards,
                (rows, key) => rows.Add(key.PartnerId.Value, key.Card, key.PlanCode.Value)),
            row => _renewedCards[SaleIn(row)] = new RenewalId(row.GetString(3)));
        exchange.Add(
            RenewalTable.ReadLastSteps,
            Rows(RenewalTable.ReadLastSteps, footprint.RenewalSteps, (rows, id) => rows.Add(id.Value)),
            row => _lastSteps[PartnerIn(row)] = row.GetInt64(1));
    }

    private void FlushRenewals()
    {
        foreach (var row in _renewals.Values.Where(row => row.HasChanged))
        {
            RenewalTable.Store(Changes, row);
        }
    }

    private static DuplicateKey CardOf(AutoRenewal renewal) =>
        new(renewal.PartnerId, renewal.Terms.Card.Value, renewal.Terms.PlanCode);
}
