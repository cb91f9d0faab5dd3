using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Partner.Core.Amounts;
using Partner.Core.Notices;

namespace Partner.Storage.Model;

/// <summary>
/// The stored form of what a notice says, where no top-up says it. Short names; never rename them.
/// </summary>
internal static class NoticeJson
{
    private const string DayForm = "yyyy-MM-dd";

    public static string? Write(NoticeFacts? facts) => facts is null ? null : JsonSerializer.Serialize(
        new StoredNotice
        {
            C = facts.CardEnding,
            En = facts.PlanEn,
            Zh = facts.PlanZh,
            A = facts.Amount?.Minor,
            Cur = facts.Amount?.Currency.Code,
            D = facts.Day?.ToString(DayForm, CultureInfo.InvariantCulture),
            Min = facts.AtLeast,
            R = facts.Receipt,
        },
        StoredNoticeContext.Default.StoredNotice);

    public static NoticeFacts? Read(string? json)
    {
        if (json is null)
        {
            return null;
        }

        var stored = JsonSerializer.Deserialize(json, StoredNoticeContext.Default.StoredNotice)
            ?? throw new InvalidOperationException("What a stored notice says is empty.");
        return new NoticeFacts(
            stored.C,
            stored.En,
            stored.Zh,
            stored.A is { } minor ? new Money(minor, Currency.Of(stored.Cur!)) : null,
            stored.D is { } day ? DateOnly.ParseExact(day, DayForm, CultureInfo.InvariantCulture) : null)
        {
            AtLeast = stored.Min,
            Receipt = stored.R,
        };
    }
}

internal sealed record StoredNotice
{
    public string C { get; init; } = "";

    public string En { get; init; } = "";

    public string Zh { get; init; } = "";

    public long? A { get; init; }

    public string? Cur { get; init; }

    public string? D { get; init; }

    public bool Min { get; init; }

    public string R { get; init; } = "";
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoredNotice))]
internal sealed partial class StoredNoticeContext : JsonSerializerContext;
