using System.Text.Json;
using System.Text.Json.Serialization;
using Partner.Core.Commissions;

namespace Partner.Storage.Writing.Tables;

/// <summary>The stored reasons of a commission posting: rule, rate, base and schedule version.</summary>
internal static class CommissionBasis
{
    public static string Of(CommissionEntry entry) => JsonSerializer.Serialize(
        new StoredBasis(
            entry.Level.Terms.Rule.Id,
            entry.Parts[^1].Rate.Value,
            entry.Level.Terms.Base.Minor,
            entry.Level.Terms.Version),
        StoredBasisContext.Default.StoredBasis);
}

internal sealed record StoredBasis(string Rule, int RateBasisPoints, long Base, string Schedule);

[JsonSerializable(typeof(StoredBasis))]
internal sealed partial class StoredBasisContext : JsonSerializerContext;
