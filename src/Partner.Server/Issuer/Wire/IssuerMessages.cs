using System.Text.Json.Serialization;

namespace Partner.Server.Issuer.Wire;

/// <summary>
/// Body of POST topupBalance (TMF654 v4 TopupBalance, the members that we use). Ours is <c>startNow</c>, which is
/// absent unless a pack that would wait for its turn is to begin at once.
/// </summary>
internal sealed record TopUpMessage(
    string Id,
    ResourceMessage LogicalResource,
    ProductMessage Product,
    AmountMessage Amount,
    bool? StartNow = null);

/// <summary>A reference to a card by its number (TMF654 LogicalResourceRef).</summary>
internal sealed record ResourceMessage(string Value);

/// <summary>A reference to a product (TMF654 ProductRef).</summary>
internal sealed record ProductMessage(string Id);

/// <summary>
/// Money. Differs from TMF654's Quantity, whose amount is a floating-point number: whole minor units and an ISO 4217
/// code.
/// </summary>
internal sealed record AmountMessage(long MinorUnits, string Currency);

/// <summary>
/// Body of POST adjustBalance (TMF654 v4 AdjustBalance): takes a top-up back, as a whole unless bytes or days say what
/// is left of it. Points are granted in place of money, in the same step. Ours are these three members.
/// </summary>
internal sealed record ReversalMessage(
    string Id, string TopupBalance, long? TakeBytes = null, int? TakeDays = null, long? GrantPoints = null);

/// <summary>
/// Body of POST bonusBalance (ours, in the shape of TopupBalance): what is given to a card with a top-up, all of it or
/// nothing.
/// </summary>
internal sealed record GiftMessage(
    string Id,
    string TopupBalance,
    ResourceMessage LogicalResource,
    IReadOnlyList<GrantMessage>? Grants = null,
    AmountMessage? Credit = null,
    long? Points = null);

/// <summary>Body of POST bonusBalanceReversal (ours): takes off a card what was given; what is absent stays.</summary>
internal sealed record GiftBackMessage(
    string Id, string BonusBalance, bool? TakeGrants = null, long? TakeMinorUnits = null, long? TakePoints = null);

/// <summary>Body of POST esimProfile/v1/reissue; answered as orders are. Ours: TM Forum has none of it.</summary>
internal sealed record ReissueMessage(string Id, ResourceMessage LogicalResource);

/// <summary>
/// Answer of GET esimProfile/v1/profile: the state of a profile and what installs it, in the words of GSMA SGP.22.
/// </summary>
internal sealed record ProfileMessage(
    ResourceMessage? LogicalResource,
    string? State = null,
    string? SmdpAddress = null,
    string? MatchingId = null,
    string? SmdpOid = null,
    bool? ConfirmationCode = null,
    string? Code = null)
{
    /// <summary>Without the matching id, which is a secret.</summary>
    public override string ToString() => $"{State} {Code}";
}

/// <summary>Body of POST balanceAction/{id}/cancel.</summary>
internal sealed record CancelMessage(string Id);

/// <summary>
/// Every answer about an order: <see cref="ActionStatus"/> in <c>Status</c>, the id that it is about, and the reason
/// code of a refusal. An answer without our id says nothing.
/// </summary>
internal sealed record ActionMessage(string? Id, string? Status = null, string? Reference = null, string? Code = null);

/// <summary>Answer of GET bucket?logicalResource.value=… .</summary>
internal sealed record BucketMessage(
    ResourceMessage? LogicalResource,
    string? CardType = null,
    string? Status = null,
    DateTimeOffset? ValidUntil = null,
    long? RemainingBytes = null,
    string? Code = null,
    AmountMessage? Balance = null,
    IReadOnlyList<PackMessage>? Packs = null,
    IReadOnlyList<QueuedPackMessage>? QueuedPacks = null,
    string? Region = null,
    bool? AutoRenewal = null,
    string? EsimProfile = null);

/// <summary>Data that can be used now; without an end it lapses with the card.</summary>
internal sealed record PackMessage(long RemainingBytes, string? Region = null, DateTimeOffset? ValidUntil = null);

/// <summary>
/// Data that has not begun. Its length is a count of "day", "month" or "year"; without a start it begins at first use.
/// </summary>
internal sealed record QueuedPackMessage(
    long Bytes,
    string Unit,
    int Count,
    string? Region = null,
    DateTimeOffset? StartsAt = null,
    DateTimeOffset? UseBy = null);

/// <summary>
/// Words of <see cref="ActionMessage.Status"/> (TMF654 ActionStatusType, and "inProgress" of TMF630 tasks).
/// </summary>
internal static class ActionStatus
{
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";
    public const string InProgress = "inProgress";
}

/// <summary>Paths below the issuer's base address.</summary>
internal static class IssuerPaths
{
    public const string Root = "prepayBalanceManagement/v4/";
    public const string TopUp = Root + "topupBalance";
    public const string Reversal = Root + "adjustBalance";
    public const string Gift = Root + "bonusBalance";
    public const string GiftBack = Root + "bonusBalanceReversal";
    public const string Action = Root + "balanceAction/";
    public const string Cancel = "/cancel";
    public const string Bucket = Root + "bucket";

    public const string Profile = "esimProfile/v1/profile";
    public const string Reissue = "esimProfile/v1/reissue";

    /// <summary>All records, as JSON lines. Our own, for audits.</summary>
    public const string Records = "/records";

    /// <summary>The card goes into the query, not the path: tracing of outgoing calls leaves queries out.</summary>
    public const string BucketQuery = "?logicalResource.value=";
}

/// <summary>Generated (reflection-free) JSON of the issuer's wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(TopUpMessage))]
[JsonSerializable(typeof(ReversalMessage))]
[JsonSerializable(typeof(GiftMessage))]
[JsonSerializable(typeof(GiftBackMessage))]
[JsonSerializable(typeof(CancelMessage))]
[JsonSerializable(typeof(ReissueMessage))]
[JsonSerializable(typeof(ProfileMessage))]
[JsonSerializable(typeof(ActionMessage))]
[JsonSerializable(typeof(BucketMessage))]
internal sealed partial class IssuerJson : JsonSerializerContext;
