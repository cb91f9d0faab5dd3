using System.Text.Json;
using System.Text.Json.Serialization;
using Partner.Core.Amounts;
using Partner.Core.Plans;
using Partner.Core.Refunds;
using Partner.Core.TopUps;

namespace Partner.Storage.Model;

/// <summary>
/// The stored forms of refunds: what a sale pinned of its plan's, and what was refunded. Short names, since every sale
/// of such a plan has one; never rename them.
/// </summary>
internal static class RefundJson
{
    public static string? Write(RefundTerms? terms) => terms is null ? null : JsonSerializer.Serialize(
        new StoredRefundTerms
        {
            S = (int)terms.Scope,
            M = (int)terms.Means,
            B = terms.Bytes,
            U = (int)(terms.Period?.Unit ?? PeriodUnit.None),
            N = terms.Period?.Count ?? 0,
            T = terms.FromToday,
        },
        StoredRefundContext.Default.StoredRefundTerms);

    public static RefundTerms? Read(string? json)
    {
        if (json is null)
        {
            return null;
        }

        var stored = JsonSerializer.Deserialize(json, StoredRefundContext.Default.StoredRefundTerms)
            ?? throw new InvalidOperationException("Stored terms of a refund are empty.");
        return new RefundTerms((RefundScope)stored.S, (RefundMeans)stored.M)
        {
            Bytes = stored.B,
            Period = stored.N > 0 ? new CalendarPeriod((PeriodUnit)stored.U, stored.N) : null,
            FromToday = stored.T,
        };
    }

    /// <summary>What the columns of a refund say; null where all of it went back in money, or nothing.</summary>
    public static PartialRefund? Partial(int? ground, long? part, long? whole, long? points) =>
        (ground, part, whole) is ({ } why, { } some, { } all)
            ? new PartialRefund(
                new RefundDecision(
                    (RefundGround)why,
                    new RefundShare(some, all),
                    points is null ? RefundMeans.Money : RefundMeans.Points),
                points ?? 0)
            : null;
}

internal sealed record StoredRefundTerms
{
    public int S { get; init; }

    public int M { get; init; }

    public long B { get; init; }

    public int U { get; init; }

    public int N { get; init; }

    public bool T { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoredRefundTerms))]
internal sealed partial class StoredRefundContext : JsonSerializerContext;
