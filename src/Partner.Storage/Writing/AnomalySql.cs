using System.Text.Json;
using System.Text.Json.Serialization;
using Partner.Core.Commissions;
using Partner.Core.TopUps;
using Partner.Storage.Providers;

namespace Partner.Storage.Writing;

/// <summary>Evidence that contradicts a final state. It changes nothing; the audit lists it for people.</summary>
internal static class AnomalySql
{
    private static readonly Statement InsertAnomaly = Statement.InsertIfAbsent(
        "anomalies", 2, "partner_id, id, top_up_id, detail, at");

    public static void Insert(WriteSession session, TopUpRecord topUp, string detail, DateTimeOffset now) =>
        session.Statements.Execute(
            InsertAnomaly,
            topUp.PartnerId,
            $"{topUp.Id}/{detail}",
            topUp.Id,
            detail,
            now.UtcTicks);
}

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
