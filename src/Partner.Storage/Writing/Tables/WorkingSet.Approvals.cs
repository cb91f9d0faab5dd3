using Partner.Core.Approvals;
using Partner.Core.Identity;
using Partner.Storage.Sql;

namespace Partner.Storage.Writing.Tables;

/// <summary>What waits for a second person, and becomes true by what members do.</summary>
internal sealed partial class WorkingSet
{
    private readonly Dictionary<ResourceKey, TrackedRow<Approval>> _approvals = [];
    private readonly Dictionary<PartnerId, PartnerStatus> _statuses = [];

    /// <summary>A partner's status; null where there is no such partner.</summary>
    public PartnerStatus? StatusOf(PartnerId partnerId) =>
        _statuses.TryGetValue(partnerId, out var status) ? status : null;

    /// <summary>An approval as this transaction has it so far; null where there is none of that id.</summary>
    public Approval? Approval(PartnerId partnerId, string id) =>
        _approvals.GetValueOrDefault(new ResourceKey(partnerId, id))?.Now;

    /// <summary>A partner's approvals that wait, those included whose time is over and nobody has said so.</summary>
    public IEnumerable<Approval> PendingApprovals(PartnerId partnerId) => _approvals.Values
        .Select(row => row.Now)
        .Where(one => one.PartnerId == partnerId && one.State == ApprovalState.Pending);

    /// <summary>Stores an approval as it is now.</summary>
    public void Set(Approval changed)
    {
        var key = new ResourceKey(changed.PartnerId, changed.Id);
        if (_approvals.TryGetValue(key, out var row))
        {
            row.Now = changed;
            return;
        }

        // A row that is not there differs from whatever it shall be.
        _approvals.Add(key, new TrackedRow<Approval>(changed with { Id = "" }, false) { Now = changed });
    }

    private void ReadApprovals(Footprint footprint, Exchange exchange)
    {
        exchange.Add(
            ApprovalTable.ReadStatuses,
            Rows(ApprovalTable.ReadStatuses, footprint.Statuses, (rows, id) => rows.Add(id.Value)),
            row => _statuses[PartnerIn(row)] = (PartnerStatus)row.GetInt32(1));
        exchange.Add(
            ApprovalTable.Read,
            Rows(ApprovalTable.Read, footprint.Approvals, Add),
            row => Take(ApprovalTable.In(row)));
        exchange.Add(
            ApprovalTable.ReadByRequest,
            Rows(
                ApprovalTable.ReadByRequest,
                footprint.ApprovalRequests,
                (rows, key) => rows.Add(key.PartnerId.Value, key.RequestId.Value)),
            row => Take(ApprovalTable.In(row)));
        exchange.Add(
            ApprovalTable.ReadPending,
            Rows(ApprovalTable.ReadPending, footprint.PendingApprovals, (rows, id) => rows.Add(id.Value)),
            row => Take(ApprovalTable.In(row)));
    }

    private void Take(Approval stored) =>
        _approvals[new ResourceKey(stored.PartnerId, stored.Id)] = new TrackedRow<Approval>(stored, true);

    private void FlushApprovals()
    {
        foreach (var row in _approvals.Values.Where(row => row.HasChanged))
        {
            ApprovalTable.Store(Changes, row);
        }
    }
}
