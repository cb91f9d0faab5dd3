namespace Partner.Core.Auditing;

/// <summary>
/// All that is stored about one top-up, deposit or settlement, in whosever books. What refers to a top-up that does not
/// exist comes under that top-up's id, and a leg or entry without its transfer under the transfer's.
/// </summary>
/// <param name="PartnerId">The partner; of a top-up the one that sold it.</param>
/// <param name="Id">Id of the top-up; of the transfer where no top-up is named.</param>
public sealed record OperationFacts(string PartnerId, string Id)
{
    /// <summary>The top-up; null for deposits and where it does not exist.</summary>
    public TopUpFacts? TopUp { get; init; }

    /// <summary>Its reversals, by id.</summary>
    public IReadOnlyList<ReversalFacts> Reversals { get; init; } = [];

    /// <summary>What it gives to its card; null when nothing is stored.</summary>
    public GiftFacts? Gifts { get; init; }

    /// <summary>The commission entries of all its levels.</summary>
    public IReadOnlyList<CommissionFacts> Commissions { get; init; } = [];

    /// <summary>The settlements that its transfer posts: one, or none.</summary>
    public IReadOnlyList<SettlementFacts> Settlements { get; init; } = [];

    /// <summary>Its transfers, by id.</summary>
    public IReadOnlyList<TransferFacts> Transfers { get; init; } = [];

    /// <summary>The legs of its transfers, by transfer and number.</summary>
    public IReadOnlyList<LegFacts> Legs { get; init; } = [];

    /// <summary>The float entries of its transfers, by transfer and number.</summary>
    public IReadOnlyList<EntryFacts> Entries { get; init; } = [];

    /// <summary>The request ids that stand for it or for its reversals.</summary>
    public IReadOnlyList<RequestFacts> Requests { get; init; } = [];

    /// <summary>The jobs that finish it or its reversals.</summary>
    public IReadOnlyList<JobFacts> Jobs { get; init; } = [];

    /// <summary>Its events, by number.</summary>
    public IReadOnlyList<EventFacts> Events { get; init; } = [];

    /// <summary>The quotes that it is said to have consumed.</summary>
    public IReadOnlyList<QuoteFacts> Quotes { get; init; } = [];

    /// <summary>The approval that its transfer had to wait for; null where there was none.</summary>
    public ApprovalFacts? Approval { get; init; }

    /// <summary>Why its transfer puts a float right; null where nothing says so.</summary>
    public AdjustmentFacts? Adjustment { get; init; }

    /// <summary>Contradictory evidence that was recorded.</summary>
    public IReadOnlyList<string> Anomalies { get; init; } = [];

    /// <summary>The reversal that took effect; null where none did.</summary>
    internal ReversalFacts? TakenBack =>
        Reversals.FirstOrDefault(one => one.State == (int)TopUps.ReversalState.Succeeded);

    /// <summary>The legs of one of its transfers.</summary>
    public IEnumerable<LegFacts> LegsOf(TransferFacts transfer) =>
        Legs.Where(leg => leg.TransferId == transfer.Id && leg.PartnerId == transfer.PartnerId);
}

/// <summary>A top-up as it is stored.</summary>
public sealed record TopUpFacts
{
    /// <summary>The partner.</summary>
    public required string PartnerId { get; init; }

    /// <summary>Its id, also at the issuer.</summary>
    public required string Id { get; init; }

    /// <summary>The partner's id of the sale.</summary>
    public required string RequestId { get; init; }

    /// <summary>Its state.</summary>
    public required int State { get; init; }

    /// <summary>How often it was written.</summary>
    public required int Version { get; init; }

    /// <summary>The whole card number; findings show it masked.</summary>
    public required string Card { get; init; }

    /// <summary>The plan, also the issuer's product.</summary>
    public required string Plan { get; init; }

    /// <summary>The amounts of the columns.</summary>
    public required AmountFacts Amounts { get; init; }

    /// <summary>The stored breakdown; null when it cannot be read.</summary>
    public PriceFacts? Price { get; init; }

    /// <summary>The quote that it consumed.</summary>
    public string? QuoteId { get; init; }

    /// <summary>Its latest reversal.</summary>
    public string? ReversalId { get; init; }

    /// <summary>The issuer's reference.</summary>
    public string? IssuerReference { get; init; }

    /// <summary>When it was saved (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What was refunded of it, where that was not all of it in money.</summary>
    public RefundFacts? Refund { get; init; }

    /// <summary>The data that its plan grants and a refund goes by, in bytes; null where it pinned none.</summary>
    public long? RefundableBytes { get; init; }

    /// <summary>The state of its gifts as the top-up tells it; null where it tells none.</summary>
    public int? GiftState { get; init; }

    /// <summary>The reason, likewise.</summary>
    public int GiftReason { get; init; }

    /// <summary>Where limits count it; null where none does.</summary>
    public CountedFacts? Counted { get; init; }

    /// <summary>When the issuer's acceptance came (UTC).</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>Since when it is in doubt (UTC).</summary>
    public DateTimeOffset? InDoubtSince { get; init; }

    /// <summary>Number of the business day that it counts on; null when none was given.</summary>
    public int? BusinessDay { get; init; }

    /// <summary>The event that wrote its state.</summary>
    public required long EventNumber { get; init; }
}

/// <summary>How a commission came about.</summary>
/// <param name="RateBasisPoints">The rate.</param>
/// <param name="Base">What it was computed on, in minor units.</param>
/// <param name="Schedule">The schedule's version.</param>
public sealed record BasisFacts(string Rule, long RateBasisPoints, long Base, string Schedule);

/// <summary>A reversal as it is stored.</summary>
/// <param name="Id">Its id, also at the issuer.</param>
/// <param name="TopUpId">The top-up that it takes back.</param>
/// <param name="RequestId">The partner's id of the reversal.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Amount">Credited at success.</param>
/// <param name="Clawback">Commission taken back at success.</param>
/// <param name="CreatedAt">When it was saved (UTC).</param>
/// <param name="InDoubtSince">Since when it is in doubt (UTC).</param>
/// <param name="BusinessDay">Number of the business day that it counts on.</param>
public sealed record ReversalFacts(
    string PartnerId,
    string Id,
    string TopUpId,
    string RequestId,
    int State,
    string Currency,
    long Amount,
    long Clawback,
    DateTimeOffset CreatedAt,
    DateTimeOffset? InDoubtSince,
    int BusinessDay)
{
    /// <summary>What it takes back; null: all of it in money.</summary>
    public RefundFacts? Refund { get; init; }
}

/// <summary>A transfer without its legs.</summary>
/// <param name="PartnerId">In whose books it is.</param>
/// <param name="TopUpId">The top-up that it names.</param>
/// <param name="Reverses">The transfer that it takes back.</param>
/// <param name="ResolvedAt">When it was posted or voided (UTC).</param>
/// <param name="Basis">How its amount came about; null when there is none or it cannot be read.</param>
public sealed record TransferFacts(
    string PartnerId,
    string Id,
    int Kind,
    int Phase,
    string? TopUpId,
    string? Reverses,
    DateTimeOffset? ResolvedAt,
    BasisFacts? Basis);

/// <summary>A leg.</summary>
/// <param name="PartnerId">In whose books its transfer is.</param>
/// <param name="TransferId">The transfer that it belongs to.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Amount">Signed minor units, credit positive.</param>
public sealed record LegFacts(string PartnerId, string TransferId, int Account, string Currency, long Amount);

/// <summary>A request id.</summary>
/// <param name="RequestId">The id.</param>
/// <param name="Method">The method that it was used with.</param>
/// <param name="ResourceId">What it stands for; empty when it was abandoned.</param>
public sealed record RequestFacts(string RequestId, int Method, string ResourceId);

/// <summary>A change to a partner's money that waits, or waited, for a second person.</summary>
/// <param name="Id">Its id, and its transfer's.</param>
/// <param name="RequestId">The operator's id of it; null for a credit limit.</param>
/// <param name="Amount">Minor units; of an adjustment signed.</param>
/// <param name="Maker">The certificate or user that asked for it.</param>
/// <param name="Decider">Who decided; null while nobody has.</param>
public sealed record ApprovalFacts(
    string PartnerId,
    string Id,
    int Kind,
    string? RequestId,
    string Currency,
    long Amount,
    int State,
    string Maker,
    string? Decider);

/// <summary>Why a transfer puts a float right.</summary>
/// <param name="HasEvidence">Whether it says what proves it.</param>
public sealed record AdjustmentFacts(int Reason, bool HasEvidence);

/// <summary>A job.</summary>
/// <param name="OperationId">The operation that it finishes, by our id at the issuer.</param>
/// <param name="Kind">1: a top-up; 2: a reversal; 3: gifts to a card; 4: what takes them back.</param>
public sealed record JobFacts(string OperationId, int Kind);

/// <summary>A consumed quote.</summary>
/// <param name="Card">The whole card number.</param>
/// <param name="Amounts">Its amounts; null when its price cannot be read.</param>
public sealed record QuoteFacts(string Id, string Card, string Plan, AmountFacts? Amounts);
