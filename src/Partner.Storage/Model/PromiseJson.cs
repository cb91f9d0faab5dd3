using System.Text.Json;
using System.Text.Json.Serialization;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Plans;
using Partner.Core.Projections;

namespace Partner.Storage.Model;

/// <summary>
/// The stored form of what a quote promised of its card: the card before and after. Short names, since every quote has
/// one; never rename them. The notes are words for the moment and are not kept.
/// </summary>
internal static class PromiseJson
{
    public static string Write(CardProjection promise) => JsonSerializer.Serialize(
        new StoredPromise { B = Write(promise.Before), A = Write(promise.After) },
        StoredPromiseContext.Default.StoredPromise);

    public static CardProjection Read(string json, CardType cardType)
    {
        var stored = JsonSerializer.Deserialize(json, StoredPromiseContext.Default.StoredPromise)
            ?? throw new InvalidOperationException("A stored promise is empty.");
        return new CardProjection(Read(stored.B, cardType), Read(stored.A, cardType), []);
    }

    private static StoredCard Write(CardState card) => new()
    {
        S = (int)card.Standing,
        V = card.ValidUntil?.UtcTicks,
        Bal = card.Balance?.Minor,
        Cur = card.Balance?.Currency.Code,
        Reg = card.Region,
        Packs = [.. card.Packs.Select(pack => new StoredPack
        {
            R = pack.Region, B = pack.RemainingBytes, E = pack.ExpiresAt?.UtcTicks,
        })],
        Queue = [.. card.Queue.Select(pack => new StoredQueuedPack
        {
            R = pack.Region,
            B = pack.Bytes,
            U = (int)pack.Period.Unit,
            N = pack.Period.Count,
            S = pack.StartsAt?.UtcTicks,
            L = pack.UseBy?.UtcTicks,
        })],
    };

    private static CardState Read(StoredCard card, CardType cardType) =>
        new(cardType, (CardStanding)card.S, Mapping.Instant(card.V))
        {
            Balance = card.Cur is { } currency ? new Money(card.Bal ?? 0, Currency.Of(currency)) : null,
            Region = card.Reg,
            Packs = [.. card.Packs.Select(pack => new DataPack(pack.R, pack.B, Mapping.Instant(pack.E)))],
            Queue = [.. card.Queue.Select(pack => new QueuedPack(
                pack.R,
                pack.B,
                new CalendarPeriod((PeriodUnit)pack.U, pack.N),
                Mapping.Instant(pack.S),
                Mapping.Instant(pack.L)))],
        };
}

internal sealed record StoredPromise
{
    public StoredCard B { get; init; } = new();

    public StoredCard A { get; init; } = new();
}

internal sealed record StoredCard
{
    public int S { get; init; }

    public long? V { get; init; }

    public long? Bal { get; init; }

    public string? Cur { get; init; }

    public string? Reg { get; init; }

    public StoredPack[] Packs { get; init; } = [];

    public StoredQueuedPack[] Queue { get; init; } = [];
}

internal sealed record StoredPack
{
    public string? R { get; init; }

    public long B { get; init; }

    public long? E { get; init; }
}

internal sealed record StoredQueuedPack
{
    public string? R { get; init; }

    public long B { get; init; }

    public int U { get; init; }

    public int N { get; init; }

    public long? S { get; init; }

    public long? L { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoredPromise))]
internal sealed partial class StoredPromiseContext : JsonSerializerContext;
