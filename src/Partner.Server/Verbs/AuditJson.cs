using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Partner.Core.Auditing;
using Partner.Core.Texts;
using Partner.Server.Errors;

namespace Partner.Server.Verbs;

/// <summary>An audit's report for machines. Members are added, never renamed; amounts are minor units.</summary>
public static class AuditJson
{
    /// <summary>The report as a JSON object.</summary>
    /// <param name="report">The report.</param>
    /// <param name="days">Whether it tells what was sold and given back on each business day.</param>
    /// <param name="language">The language of what is found.</param>
    public static JsonNode ToJson(
        this AuditReport report, bool days = false, Language language = Language.English) =>
        JsonSerializer.SerializeToNode(
        new ReportJson(
            report.Ok,
            report.Transfers,
            report.TopUps.ToDictionary(pair => EnumWord.Upper(pair.Key), pair => pair.Value),
            [.. report.Findings.Select(one => new FindingJson(one.CodeName, one.Subject, language.Pick(one.Detail)))],
            [.. report.Processing.Select(one =>
                new UnfinishedJson(one.Name, (long)one.Age.TotalSeconds, one.InDoubtSince))],
            [.. report.Floats.Select(Float)],
            days ? [.. report.Days.Select(Day)] : null),
        AuditJsonContext.Default.ReportJson)!;

    private static DayJson Day(DayTotals totals) => new(
        totals.PartnerId,
        totals.BusinessDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        totals.Currency,
        totals.Sold,
        totals.Debited,
        totals.Reversed,
        totals.Returned);

    private static FloatJson Float(FloatTotals totals) => new(
        totals.PartnerId,
        totals.Currency,
        totals.Deposited,
        totals.Debited,
        totals.Commission,
        totals.Returned,
        totals.ClawedBack,
        totals.Cashback,
        totals.Overrides,
        totals.Settled,
        totals.Tax,
        totals.Posted,
        totals.Reserved,
        totals.CreditLimit);
}

internal sealed record ReportJson(
    bool Ok,
    long Transfers,
    Dictionary<string, long> TopUps,
    FindingJson[] Findings,
    UnfinishedJson[] Processing,
    FloatJson[] Floats,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DayJson[]? Days);

internal sealed record FindingJson(string Code, string Subject, string Detail);

internal sealed record UnfinishedJson(string Name, long AgeSeconds, DateTimeOffset? InDoubtSince);

internal sealed record FloatJson(
    string Partner,
    string Currency,
    Int128 Deposited, Int128 Debited, Int128 Commission, Int128 Returned, Int128 ClawedBack,
    Int128 Cashback, Int128 Overrides, Int128 Settled, Int128 Tax,
    Int128 Posted, Int128 Reserved, long CreditLimit);

internal sealed record DayJson(
    string Partner, string? BusinessDate, string Currency, long Sold, Int128 Debited, long Reversed, Int128 Returned);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ReportJson))]
internal sealed partial class AuditJsonContext : JsonSerializerContext;
