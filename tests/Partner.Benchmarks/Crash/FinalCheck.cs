using Leb.Partner.V1;
using Partner.Benchmarks.Harness;
using Partner.Server.Issuer.Wire;

namespace Partner.Benchmarks.Crash;

/// <summary>
/// What must hold when every client has its answer. Three witnesses are compared: what the clients were told, what the
/// database holds, what the issuer applied.
/// </summary>
internal sealed class FinalCheck(TestBed bed, Uri issuer)
{
    private const int Processing = 1;
    private const int Succeeded = 2;
    private const int Reversed = 5;
    private const int GiftGranted = 2;
    private const int GiftTakenBack = 5;

    // Gifts are given behind the clients' backs.
    private static readonly TimeSpan GiftsOver = TimeSpan.FromMinutes(3);

    public async Task<List<string>> RunAsync(IReadOnlyCollection<Sale> sales, CancellationToken cancel)
    {
        var problems = new List<string>();
        await AwaitGiftsAsync(cancel);
        CheckNothingIsUnfinished(problems);
        var stored = StoreCopy.ReadTopUps(bed.Store);
        var records = await IssuerLog.ReadAsync(issuer, cancel);
        var gifts = StoreCopy.ReadGifts(bed.Store);
        foreach (var sale in sales)
        {
            Check(sale, [.. stored[sale.RequestId]], problems);
            CheckGift(sale, gifts, records, problems);
        }

        foreach (var topUp in stored.SelectMany(topUps => topUps))
        {
            Check(topUp, records.GetValueOrDefault(topUp.Id), problems);
        }

        CheckNothingIsUnknown(records, stored, problems);
        await AuditAsync(problems, cancel);
        return problems;
    }

    private async Task AwaitGiftsAsync(CancellationToken cancel)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (clock.GetElapsedTime(start) < GiftsOver
            && StoreCopy.Count(bed.Store, "card_gifts WHERE state IN (1, 4)") > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancel);
        }
    }

    /// <summary>A sale with a coupon gave its card just one thing, and took it back with the money.</summary>
    private static void CheckGift(
        Sale sale,
        Dictionary<string, (string TopUpId, int State)> gifts,
        Dictionary<string, IssuerRecord> records,
        List<string> problems)
    {
        (int, IssuerRecordState?)? expected = sale switch
        {
            { Coupon: "" } => null,
            { Final: TopUpState.Succeeded } => (GiftGranted, IssuerRecordState.Applied),
            { Final: TopUpState.Reversed } => (GiftTakenBack, null),
            _ => null,
        };
        (int, IssuerRecordState?)? seen = gifts.TryGetValue(sale.RequestId, out var gift)
            ? (gift.State, records.GetValueOrDefault(gift.TopUpId + "-gifts")?.State)
            : null;

        // What was taken back may have been on the card before, or never have got there.
        if (seen is (GiftTakenBack, not IssuerRecordState.Applied))
        {
            seen = (GiftTakenBack, null);
        }

        if (seen != expected)
        {
            problems.Add($"{sale.RequestId}: told {sale.Final}, its gift is {seen}, not {expected}");
        }
    }

    private void CheckNothingIsUnfinished(List<string> problems)
    {
        foreach (var from in (string[])["top_ups WHERE state = 1", "reversals WHERE state = 1",
            "card_gifts WHERE state IN (1, 4)", "jobs", "anomalies"])
        {
            if (StoreCopy.Count(bed.Store, from) is var count and > 0)
            {
                problems.Add($"{count} row(s) left: {from}");
            }
        }
    }

    private static void Check(Sale sale, IReadOnlyList<StoredTopUp> stored, List<string> problems)
    {
        if (sale.Failure is not null)
        {
            problems.Add($"{sale.RequestId}: the client gave up: {sale.Failure}");
        }
        else if (sale.Final is null or TopUpState.Processing)
        {
            problems.Add($"{sale.RequestId}: the client was told no final state");
        }
        else if (stored.Count != 1)
        {
            problems.Add($"{sale.RequestId}: {stored.Count} top-ups");
        }
        else if (stored[0].State != (int)sale.Final)
        {
            problems.Add($"{sale.RequestId}: the client was told {sale.Final}, stored is state {stored[0].State}");
        }
    }

    private static void Check(StoredTopUp topUp, IssuerRecord? record, List<string> problems)
    {
        var delivered = topUp.State is Succeeded or Reversed;
        var money = (topUp.ChargesPosted, topUp.ChargesPending, topUp.Refunds);
        var expected = (delivered ? 1 : 0, topUp.State == Processing ? 1 : 0, topUp.State == Reversed ? 1 : 0);
        if (money != expected)
        {
            problems.Add($"{topUp.Id}: state {topUp.State}, charges posted, pending, refunds {money}, not {expected}");
        }

        var appliedAs = topUp.State switch
        {
            Succeeded => IssuerRecordState.Applied,
            Reversed => IssuerRecordState.Reversed,
            _ => (IssuerRecordState?)null,
        };
        var applied = record?.State is IssuerRecordState.Applied or IssuerRecordState.Reversed
            ? record.State
            : (IssuerRecordState?)null;
        if (applied != appliedAs)
        {
            problems.Add($"{topUp.Id}: state {topUp.State}, at the issuer {record?.State.ToString() ?? "unknown"}");
        }
    }

    private static void CheckNothingIsUnknown(
        Dictionary<string, IssuerRecord> records, ILookup<string, StoredTopUp> stored, List<string> problems)
    {
        var ours = stored.SelectMany(topUps => topUps).Select(topUp => topUp.Id).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(records.Values
            .Where(record => record is { Kind: IssuerRecordKind.TopUp, State: IssuerRecordState.Applied })
            .Where(record => !ours.Contains(record.Id))
            .Select(record => $"{record.Id}: applied at the issuer, unknown to the store"));
    }

    private async Task AuditAsync(List<string> problems, CancellationToken cancel)
    {
        var (status, lines) = await bed.RunVerbAsync(cancel, "audit", "--issuer", issuer.ToString());
        if (status != 0)
        {
            problems.Add($"audit ended with {status}:\n{string.Join('\n', lines)}");
        }
    }
}
