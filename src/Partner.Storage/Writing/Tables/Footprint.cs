using Partner.Core.Amounts;
using Partner.Core.Commissions;
using Partner.Core.Ledger;
using Partner.Core.Limits;
using Partner.Core.TopUps;

namespace Partner.Storage.Writing.Tables;

/// <summary>
/// What a transaction is about, said before anything is locked: every member of a batch adds its own, and the union is
/// locked and read at once. What is not in it cannot be decided on: <see cref="WorkingSet"/> refuses it.
/// Whoever changes anything of a partner (floats, volumes, top-ups, request ids) holds the partner's counters, so that
/// locking these locks all of it. Only usage counters belong to many partners and have locks of their own.
/// </summary>
internal sealed class Footprint
{
    /// <summary>Partners whose counters are locked, and with them all that is theirs.</summary>
    public HashSet<PartnerId> Partners { get; } = [];

    /// <summary>Usage counters that are locked.</summary>
    public HashSet<UsageKey> Usages { get; } = [];

    /// <summary>Jobs that are locked, against those who claim them.</summary>
    public HashSet<ResourceKey> Jobs { get; } = [];

    /// <summary>Floats.</summary>
    public HashSet<FloatKey> Floats { get; } = [];

    /// <summary>Volumes of months.</summary>
    public HashSet<VolumeKey> Volumes { get; } = [];

    /// <summary>Request ids: whether they were used.</summary>
    public HashSet<RequestKey> Requests { get; } = [];

    /// <summary>Quotes: whether they were used.</summary>
    public HashSet<ResourceKey> Quotes { get; } = [];

    /// <summary>Sales that a new one may repeat.</summary>
    public HashSet<DuplicateKey> Sales { get; } = [];

    /// <summary>Recent sales to cards, for those who warn of them.</summary>
    public HashSet<RecentKey> Recent { get; } = [];

    /// <summary>Cards of which it matters whether they were topped up before, by whichever partner.</summary>
    public HashSet<string> Cards { get; } = new(StringComparer.Ordinal);

    /// <summary>Plans' sales to cards, where plans limit them.</summary>
    public HashSet<StretchKey> Stretches { get; } = [];

    /// <summary>Top-ups as the callers know them; they are read where another version is stored.</summary>
    public Dictionary<ResourceKey, TopUpRecord> TopUps { get; } = [];

    /// <summary>Reversals as the callers know them.</summary>
    public Dictionary<ResourceKey, ReversalRecord> Reversals { get; } = [];

    /// <summary>Top-ups whose latest reversal is read.</summary>
    public HashSet<ResourceKey> LatestReversals { get; } = [];

    /// <summary>Pending transfers that may be resolved: what they reserved is read.</summary>
    public HashSet<ResourceKey> Reservations { get; } = [];

    /// <summary>Settlements: whether they are posted.</summary>
    public HashSet<ResourceKey> Settlements { get; } = [];

    /// <summary>Top-ups whose receipts may be printed.</summary>
    public HashSet<ResourceKey> Receipts { get; } = [];

    /// <summary>Request ids of printings: whether they were used.</summary>
    public HashSet<RequestKey> Prints { get; } = [];

    /// <summary>Top-ups whose cases may be opened or changed.</summary>
    public HashSet<ResourceKey> Cases { get; } = [];

    /// <summary>Sales whose gifts to their cards may change.</summary>
    public HashSet<ResourceKey> Gifts { get; } = [];

    /// <summary>Auto-renewals that may change.</summary>
    public HashSet<ResourceKey> Renewals { get; } = [];

    /// <summary>Request ids of auto-renewals: whether they were used.</summary>
    public HashSet<RequestKey> RenewalRequests { get; } = [];

    /// <summary>Plans and cards of which it matters whether an auto-renewal has them that is not over.</summary>
    public HashSet<DuplicateKey> RenewedCards { get; } = [];

    /// <summary>Partners whose auto-renewals may have further steps.</summary>
    public HashSet<PartnerId> RenewalSteps { get; } = [];

    /// <summary>Reissues of eSIMs that may change.</summary>
    public HashSet<ResourceKey> Reissues { get; } = [];

    /// <summary>Request ids of reissues: whether they were used.</summary>
    public HashSet<RequestKey> ReissueRequests { get; } = [];

    /// <summary>Cards that may be issued anew, and since when (in ticks) their reissues are read.</summary>
    public Dictionary<CardKey, long> ReissuedCards { get; } = [];

    /// <summary>Partners whose rule for references may change, or of which something else of this kind may.</summary>
    public HashSet<PartnerId> Organisations { get; } = [];

    /// <summary>Outlets, terminals and cashiers that may be registered or changed.</summary>
    public HashSet<UnitLookKey> Units { get; } = [];

    /// <summary>Terminals of which it matters which days are closed.</summary>
    public HashSet<TerminalKey> ClosedDays { get; } = [];

    /// <summary>Terminals whose latest shifts are read.</summary>
    public HashSet<TerminalKey> LatestShifts { get; } = [];

    /// <summary>Request ids of shifts: whether they were used.</summary>
    public HashSet<RequestKey> ShiftRequests { get; } = [];

    /// <summary>Counters of limits; their partners are locked, too.</summary>
    public HashSet<LimitUseKey> LimitUses { get; } = [];

    /// <summary>Partners whose status is read.</summary>
    public HashSet<PartnerId> Statuses { get; } = [];

    /// <summary>Approvals that may change.</summary>
    public HashSet<ResourceKey> Approvals { get; } = [];

    /// <summary>Request ids that may stand for an approval.</summary>
    public HashSet<RequestKey> ApprovalRequests { get; } = [];

    /// <summary>Partners whose approvals are read that are stored as pending.</summary>
    public HashSet<PartnerId> PendingApprovals { get; } = [];

    /// <summary>A partner, and with it all that is its own.</summary>
    public void Add(PartnerId partnerId) => Partners.Add(partnerId);

    /// <summary>A float of a partner.</summary>
    public void AddFloat(PartnerId partnerId, Currency currency)
    {
        Add(partnerId);
        Floats.Add(new FloatKey(partnerId, currency.Code));
    }

    /// <summary>The floats that transfers move.</summary>
    /// <param name="partnerId">Whose books they belong to.</param>
    public void AddFloats(PartnerId partnerId, params IEnumerable<Transfer> transfers)
    {
        foreach (var leg in transfers.SelectMany(transfer => transfer.Legs).Where(leg => leg.Account == Account.Float))
        {
            AddFloat(partnerId, leg.Amount.Currency);
        }
    }

    /// <summary>A payee's volume of a month.</summary>
    /// <param name="key">Payee, schedule, currency, month.</param>
    public void Add(VolumeKey key)
    {
        Add(key.PayeeId);
        Volumes.Add(key);
    }

    /// <summary>A request id of a partner.</summary>
    public void AddRequest(PartnerId partnerId, RequestId requestId)
    {
        Add(partnerId);
        Requests.Add(new RequestKey(partnerId, requestId));
    }

    /// <summary>A settlement that may be posted already.</summary>
    public void AddSettlement(PartnerId partnerId, string number)
    {
        Add(partnerId);
        Settlements.Add(new ResourceKey(partnerId, number));
    }

    /// <summary>A receipt that may be printed.</summary>
    /// <param name="requestId">The printing's request id.</param>
    public void AddReceipt(PartnerId partnerId, TopUpId topUpId, RequestId requestId)
    {
        Add(partnerId);
        Receipts.Add(new ResourceKey(partnerId, topUpId.Value));
        Prints.Add(new RequestKey(partnerId, requestId));
    }

    /// <summary>A top-up that may change.</summary>
    /// <param name="known">As the caller knows it; of several, the latest counts.</param>
    public void Add(TopUpRecord known)
    {
        var key = new ResourceKey(known.PartnerId, known.Id.Value);
        Add(known.PartnerId);
        if (!TopUps.TryGetValue(key, out var other) || other.Version < known.Version)
        {
            TopUps[key] = known;
        }
    }

    /// <summary>The gifts of a sale that may change; nothing is read for one that gives nothing to its card.</summary>
    public void AddGifts(TopUpRecord sale)
    {
        if (sale.Offer.Price.CardGifts is not null)
        {
            Gifts.Add(new ResourceKey(sale.PartnerId, sale.Id.Value));
        }
    }

    /// <summary>A reversal that may change.</summary>
    /// <param name="known">As the caller knows it.</param>
    public void Add(ReversalRecord known)
    {
        var key = new ResourceKey(known.PartnerId, known.Id.Value);
        Add(known.PartnerId);
        if (!Reversals.TryGetValue(key, out var other) || other.Version < known.Version)
        {
            Reversals[key] = known;
        }
    }

    /// <summary>A top-up whose debit may be posted or voided.</summary>
    /// <param name="known">As the caller knows it.</param>
    public void AddReservation(TopUpRecord known)
    {
        Reservations.Add(new ResourceKey(known.PartnerId, Postings.SaleId(known.Id)));
        AddFloat(known.PartnerId, known.Offer.Price.NetDebit.Currency);
    }
}
