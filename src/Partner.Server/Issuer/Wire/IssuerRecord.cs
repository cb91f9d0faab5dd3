using System.Text.Json.Serialization;

namespace Partner.Server.Issuer.Wire;

/// <summary>What an id was used for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IssuerRecordKind>))]
public enum IssuerRecordKind
{
    /// <summary>Withdrawn before anything else was heard of it.</summary>
    [JsonStringEnumMemberName("NONE")]
    None,

    /// <summary>A top-up.</summary>
    [JsonStringEnumMemberName("TOP_UP")]
    TopUp,

    /// <summary>A reversal.</summary>
    [JsonStringEnumMemberName("REVERSAL")]
    Reversal,

    /// <summary>What was given to a card with a top-up.</summary>
    [JsonStringEnumMemberName("GIFT")]
    Gift,

    /// <summary>Taking such a gift back.</summary>
    [JsonStringEnumMemberName("GIFT_BACK")]
    GiftBack,

    /// <summary>A new activation code of an eSIM.</summary>
    [JsonStringEnumMemberName("REISSUE")]
    Reissue,
}

/// <summary>What became of an id. All but <see cref="Received"/> are durable and, but for a reversal, final.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IssuerRecordState>))]
public enum IssuerRecordState
{
    /// <summary>Heard of since this process started; not applied (yet).</summary>
    [JsonStringEnumMemberName("RECEIVED")]
    Received,

    /// <summary>Applied.</summary>
    [JsonStringEnumMemberName("APPLIED")]
    Applied,

    /// <summary>A top-up or a gift that was applied and taken back.</summary>
    [JsonStringEnumMemberName("REVERSED")]
    Reversed,

    /// <summary>Refused for ever.</summary>
    [JsonStringEnumMemberName("DECLINED")]
    Declined,

    /// <summary>Withdrawn: never applied and refused for ever.</summary>
    [JsonStringEnumMemberName("WITHDRAWN")]
    Withdrawn,
}

/// <summary>
/// What an issuer knows about one id: a line of its log and of <c>GET /records</c>. Printing it leaves the
/// card out.
/// </summary>
public sealed record IssuerRecord
{
    /// <summary>The caller's id.</summary>
    public required string Id { get; init; }

    /// <summary>What it was used for.</summary>
    public required IssuerRecordKind Kind { get; init; }

    /// <summary>What became of it.</summary>
    public required IssuerRecordState State { get; init; }

    /// <summary>When it got into this state (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The card, of a top-up, a gift or a reissue.</summary>
    public string? Card { get; init; }

    /// <summary>The product code, of a top-up.</summary>
    public string? Product { get; init; }

    /// <summary>
    /// The face value in minor units, of a top-up; the money that is given, of a gift, or taken back of one.
    /// </summary>
    public long? AmountMinor { get; init; }

    /// <summary>ISO 4217 code of the amount.</summary>
    public string? Currency { get; init; }

    /// <summary>Whether a pack begins at once that would wait, of a top-up; absent where it does not.</summary>
    public bool? StartNow { get; init; }

    /// <summary>The top-up that it takes back, of a reversal; that it is given with, of a gift.</summary>
    public string? TopUpId { get; init; }

    /// <summary>The data that it takes off the card, of a reversal of what is left; absent otherwise.</summary>
    public long? Bytes { get; init; }

    /// <summary>The days that it takes off the card, likewise.</summary>
    public int? Days { get; init; }

    /// <summary>Data and validity that are given, of a gift; absent where none.</summary>
    public IReadOnlyList<GrantMessage>? Grants { get; init; }

    /// <summary>The gift that it takes back, of what takes one back.</summary>
    public string? GiftId { get; init; }

    /// <summary>Whether it takes data and validity back, likewise; absent where it does not.</summary>
    public bool? TakesGrants { get; init; }

    /// <summary>
    /// The points that it grants, of a reversal or a gift, or that it takes back; absent where none.
    /// </summary>
    public long? Points { get; init; }

    /// <summary>
    /// What took it back, of a top-up or a gift; where it left something, the state stays applied.
    /// </summary>
    public string? ReversalId { get; init; }

    /// <summary>The issuer's reference, of what was applied.</summary>
    public string? Reference { get; init; }

    /// <summary>The code of the refusal, of what was declined.</summary>
    public string? Code { get; init; }

    /// <summary>How often the order was received since this process started; absent in the log.</summary>
    public int? TimesReceived { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Id} {State}";

    /// <summary>Whether another order under the same id asks for the same.</summary>
    /// <param name="other">The other order.</param>
    internal bool SameOrder(IssuerRecord other) =>
        Kind == other.Kind && Card == other.Card && Product == other.Product && AmountMinor == other.AmountMinor
        && Currency == other.Currency && StartNow == other.StartNow && TopUpId == other.TopUpId
        && Bytes == other.Bytes && Days == other.Days && Points == other.Points && GiftId == other.GiftId
        && TakesGrants == other.TakesGrants && (Grants ?? []).SequenceEqual(other.Grants ?? []);

    /// <summary>Whether it is a reversal of what is left, not of all that was applied.</summary>
    internal bool IsOfPart => Bytes is not null || Days is not null;
}

/// <summary>Generated JSON of the log and of <c>GET /records</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IssuerRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
