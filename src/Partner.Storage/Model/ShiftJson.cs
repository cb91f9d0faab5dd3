using System.Text.Json;
using System.Text.Json.Serialization;
using Partner.Core.Amounts;
using Partner.Core.Auditing;
using Partner.Core.Shifts;

namespace Partner.Storage.Model;

/// <summary>
/// The stored forms of a shift's figures. Short names, since there may be many lines; never rename them.
/// </summary>
internal static class ShiftJson
{
    public static string Write(ShiftFigures figures) => Write(figures.Lines, figures.MoreCashiers, 0);

    public static string Write(ShiftSequel sequel) => Write(sequel.Lines, false, sequel.Open);

    public static ShiftFigures? Figures(string? json) =>
        Read(json) is { } stored ? new ShiftFigures(Lines(stored), stored.M) : null;

    public static ShiftSequel? Sequel(string? json) =>
        Read(json) is { } stored ? new ShiftSequel(Lines(stored), stored.O) : null;

    /// <summary>The same as it stands there, for the audit: it may make no sense.</summary>
    public static ShiftSumFacts? Facts(string? json) => Read(json) is { } stored
        ? new ShiftSumFacts(
            stored.L.TrueForAll(line => line.A is { Length: 5 } && line.W is not null)
                ? stored.L.ConvertAll(line => new ShiftLineFacts(
                    line.E, line.W, line.N, line.C, line.D, line.A[0], line.A[1], line.A[2], line.A[3], line.A[4]))
                : null,
            stored.M,
            stored.O)
        : null;

    private static string Write(IEnumerable<ShiftLine> lines, bool more, long open) => JsonSerializer.Serialize(
        new StoredShiftLines
        {
            M = more,
            O = open,
            L =
            [
                .. lines.Select(line => new StoredShiftLine
                {
                    E = (int)line.Entry,
                    W = line.Cashier,
                    N = line.Count,
                    C = line.Face.Currency.Code,
                    D = line.NetDebit.Currency.Code,
                    A = [line.Face.Minor, line.Fee.Minor, line.CustomerPays.Minor, line.NetDebit.Minor,
                        line.Commission.Minor],
                }),
            ],
        },
        StoredShiftContext.Default.StoredShiftLines);

    private static StoredShiftLines? Read(string? json) => json is null ? null
        : JsonSerializer.Deserialize(json, StoredShiftContext.Default.StoredShiftLines)
            ?? throw new InvalidOperationException("Stored figures of a shift are empty.");

    private static List<ShiftLine> Lines(StoredShiftLines stored) => stored.L.ConvertAll(line =>
    {
        var (plan, debit) = (Currency.Of(line.C), Currency.Of(line.D));
        return new ShiftLine(
            (ShiftEntry)line.E,
            line.W,
            line.N,
            new Money(line.A[0], plan),
            new Money(line.A[1], plan),
            new Money(line.A[2], plan),
            new Money(line.A[3], debit),
            new Money(line.A[4], plan));
    });
}

internal sealed record StoredShiftLines
{
    public required List<StoredShiftLine> L { get; init; }

    /// <summary>Whether cashiers share lines.</summary>
    public bool M { get; init; }

    /// <summary>How many are still under way.</summary>
    public long O { get; init; }
}

internal sealed record StoredShiftLine
{
    public int E { get; init; }

    public required string W { get; init; }

    public long N { get; init; }

    public required string C { get; init; }

    public required string D { get; init; }

    /// <summary>Face, fee, what customers pay, net debit, commission: minor units.</summary>
    public required long[] A { get; init; }
}

[JsonSourceGenerationOptions]
[JsonSerializable(typeof(StoredShiftLines))]
internal sealed partial class StoredShiftContext : JsonSerializerContext;
