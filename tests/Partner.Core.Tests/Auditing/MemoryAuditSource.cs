using Partner.Core.Actions;
using Partner.Core.Auditing;
using Partner.Core.Ledger;
using Partner.Core.Pricing;
using Partner.Core.TopUps;

namespace Partner.Core.Tests.Auditing;

/// <summary>What an audit reads, held in memory. It is as small as the rules allow, and without defects.</summary>
internal sealed class MemoryAuditSource : IAuditSource
{
    public const string PartnerId = "acme";
    public const long Deposit = 100_000;
    public const long Face = 1_000;
    public const string Plan = "phone-10";
    private const string Code = "CNY";
    private static readonly AmountFacts Amounts = new(Code, Code, Face, 0, Face, Face, 0);
    private readonly SortedDictionary<string, OperationFacts> _operations = new(StringComparer.Ordinal);
    private readonly List<EntryFacts> _entries = [];
    private readonly List<EventFacts> _events = [];
    private readonly List<ReceiptFacts> _receipts = [];
    private long _balance;
    private long _reserved;

    public MemoryAuditSource() => AddDeposit();

    public static DateTimeOffset Start { get; } = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Number of a day so many after the start.</summary>
    public static int Day(int after) => DateOnly.FromDateTime(Start.UtcDateTime).DayNumber + after;

    public static string CardOf(string topUpId) => "+8613" + topUpId.PadLeft(9, '0');

    public IEnumerable<PartnerFacts> Partners() => [new PartnerFacts(PartnerId, _events.Count, _receipts.Count)];

    public IEnumerable<BalanceFacts> Balances() =>
        [new BalanceFacts(PartnerId, Code, _balance, _reserved, 0, _entries.Count, Start)];

    public IEnumerable<EntryFacts> Entries() => _entries;

    public List<RecordedAction> Log { get; } = [];

    public List<ActionHeadFacts> Heads { get; } = [];

    public IEnumerable<RecordedAction> Actions() => Log;

    public IEnumerable<ActionHeadFacts> ActionHeads() => Heads;

    public IEnumerable<EventFacts> Events() => _events;

    public IEnumerable<ReceiptFacts> Receipts() => _receipts;

    public IEnumerable<OperationFacts> Operations() => _operations.Values;

    public IReadOnlyList<VolumeFacts> MonthVolumes { get; set; } = [];

    public IEnumerable<VolumeFacts> Volumes() => MonthVolumes;

    public IEnumerable<UsageFacts> Usages() => [];

    public IEnumerable<ShiftFacts> Shifts() => [];

    public IEnumerable<ShiftPartFacts> ShiftSales() => [];

    public IEnumerable<ShiftPartFacts> ShiftRefunds() => [];

    public IEnumerable<LimitUseFacts> LimitUses() => [];

    public IEnumerable<string> ClosedPeriods() => [];

    public IEnumerable<string> UnfinishedPeriods() => [];

    public IEnumerable<RenewedFacts> Renewed() => [];

    public IEnumerable<RenewalSaleFacts> RenewalSales() => [];

    public IReadOnlyList<ReissueAuditFacts> StoredReissues { get; set; } = [];

    public IEnumerable<ReissueAuditFacts> Reissues() => StoredReissues;

    public IEnumerable<string> SharedIds() => [];

    /// <summary>Adds a top-up; with a reversal where one is named.</summary>
    public void Add(string id, TopUpState state, string? reversalId = null, ReversalState? reversalState = null)
    {
        var sale = Postings.SaleId(new TopUpId(id));
        var succeeded = state is TopUpState.Succeeded or TopUpState.Reversed;
        var phase = succeeded ? TransferPhase.Posted
            : state == TopUpState.Processing ? TransferPhase.Pending : TransferPhase.Voided;
        _receipts.Add(new ReceiptFacts(PartnerId, _receipts.Count + 1, id));
        var states = state == TopUpState.Processing ? [state]
            : state == TopUpState.Reversed ? [TopUpState.Processing, TopUpState.Succeeded, state]
            : new[] { TopUpState.Processing, state };
        var events = states.Select(AddEvent).ToList();
        var entries = new List<EntryFacts>();
        _reserved += phase == TransferPhase.Pending ? Face : 0;
        if (phase == TransferPhase.Posted)
        {
            entries.Add(Post(sale, -Face));
        }

        List<TransferFacts> transfers = [Transfer(sale, TransferKind.TopUp, phase, id, null)];
        List<LegFacts> legs = [Leg(sale, Account.Float, -Face), Leg(sale, Account.IssuerPayable, Face)];
        if (reversalState == ReversalState.Succeeded)
        {
            var credit = reversalId + ".reversal";
            transfers.Add(Transfer(credit, TransferKind.Reversal, TransferPhase.Posted, id, sale));
            legs.AddRange([Leg(credit, Account.Float, Face), Leg(credit, Account.IssuerPayable, -Face)]);
            entries.Add(Post(credit, Face));
        }

        List<JobFacts> jobs = [];
        if (state == TopUpState.Processing)
        {
            jobs.Add(new JobFacts(id, 1));
        }

        if (reversalState == ReversalState.Processing)
        {
            jobs.Add(new JobFacts(reversalId!, 2));
        }

        _operations[id] = new OperationFacts(PartnerId, id)
        {
            TopUp = TopUp(id, state, reversalId, events),
            Reversals = reversalId is null ? [] : [Reversal(reversalId, id, reversalState!.Value)],
            Transfers = transfers,
            Legs = legs,
            Entries = entries,
            Requests = reversalId is null
                ? [new RequestFacts("r-" + id, 1, id)]
                : [new RequestFacts("r-" + id, 1, id), new RequestFacts("r-" + reversalId, 2, reversalId)],
            Jobs = jobs,
            Events = events,
        };

        EventFacts AddEvent(TopUpState next)
        {
            _events.Add(new EventFacts(PartnerId, _events.Count + 1, id, (int)next));
            return _events[^1];
        }
    }

    /// <summary>Changes what is stored of an operation.</summary>
    public void Change(string id, Func<OperationFacts, OperationFacts> change) =>
        _operations[id] = change(_operations[id]);

    private void AddDeposit() => _operations["deposit"] = new OperationFacts(PartnerId, "deposit")
    {
        Transfers = [Transfer("deposit", TransferKind.Deposit, TransferPhase.Posted, null, null)],
        Legs = [Leg("deposit", Account.BankClearing, -Deposit), Leg("deposit", Account.Float, Deposit)],
        Entries = [Post("deposit", Deposit)],
        Requests = [new RequestFacts("r-deposit", 3, "deposit")],
    };

    private EntryFacts Post(string transferId, long amount)
    {
        _balance += amount;
        _entries.Add(new EntryFacts(PartnerId, Code, _entries.Count + 1, transferId, amount, _balance, Start));
        return _entries[^1];
    }

    private static TopUpFacts TopUp(string id, TopUpState state, string? reversalId, List<EventFacts> events) => new()
    {
        PartnerId = PartnerId,
        Id = id,
        RequestId = "r-" + id,
        State = (int)state,
        Version = events.Count,
        Card = CardOf(id),
        Plan = Plan,
        Amounts = Amounts,
        Price = new PriceFacts
        {
            Amounts = Amounts,
            PartnerFee = 0,
            PlanDebit = Face,
            CommissionCredit = 0,
            Lines = [new LineFacts((int)PriceStep.Face, "face", Face, null, null)],
        },
        ReversalId = reversalId,
        IssuerReference = state is TopUpState.Succeeded or TopUpState.Reversed ? "ref-" + id : null,
        CreatedAt = Start,
        AcceptedAt = state is TopUpState.Succeeded or TopUpState.Reversed ? Start : null,
        BusinessDay = Day(0),
        EventNumber = events[^1].Number,
    };

    private static ReversalFacts Reversal(string id, string topUpId, ReversalState state) =>
        new(PartnerId, id, topUpId, "r-" + id, (int)state, Code, Face, 0, Start, null, Day(1));

    private static TransferFacts Transfer(
        string id, TransferKind kind, TransferPhase phase, string? topUpId, string? reverses) =>
        new(
            PartnerId, id, (int)kind, (int)phase, topUpId, reverses,
            phase == TransferPhase.Pending ? null : Start, null);

    private static LegFacts Leg(string transferId, Account account, long amount) =>
        new(PartnerId, transferId, (int)account, Code, amount);
}
