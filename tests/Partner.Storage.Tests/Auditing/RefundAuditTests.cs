using Partner.Core.Refunds;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Auditing;

/// <summary>
/// The audit of partial refunds: of sales with all that a price can hold, before and after their month is closed.
/// </summary>
public sealed class RefundAuditTests
{
    private const string Terms = "UPDATE top_ups SET refund_terms = ";

    private static readonly (string Sql, string Findings)[] Spoiled =
    [
        // A wrong share, at each of the places that have it.
        (
            "UPDATE reversals SET refund_part = refund_part + 1 WHERE id = 'pr-late'",
            "COMMISSION_AMOUNT_MISMATCH partners/agent/commissions/p-late,"
            + "COMMISSION_AMOUNT_MISMATCH partners/master/commissions/p-late,"
            + "COMMISSION_AMOUNT_MISMATCH partners/shop/commissions/p-late,"
            + "COMMISSION_MISMATCH partners/agent/transfers/pr-late.override.1,"
            + "COMMISSION_MISMATCH partners/master/transfers/pr-late.override.2,"
            + "COMMISSION_MISMATCH partners/shop/transfers/pr-late.clawback,"
            + "REVERSAL_MISMATCH partners/shop/topUps/p-late/reversals/pr-late,"
            + "REVERSAL_MISMATCH partners/shop/topUps/p-late/reversals/pr-late,"
            + "REVERSAL_MISMATCH partners/shop/topUps/p-late/reversals/pr-late,"
            + "TRANSFER_AMOUNT_MISMATCH partners/shop/transfers/pr-late.cashback.back,"
            + "TRANSFER_AMOUNT_MISMATCH partners/shop/transfers/pr-late.cashback.bonus,"
            + "TRANSFER_AMOUNT_MISMATCH partners/shop/transfers/pr-late.points.stars,"
            + "TRANSFER_AMOUNT_MISMATCH partners/shop/transfers/pr-late.reversal"
        ),
        (
            "UPDATE top_ups SET refund_part = 9999 WHERE id = 'p-late'",
            "REVERSAL_MISMATCH partners/shop/topUps/p-late/reversals/pr-late,USAGE_MISMATCH promotions/spring,"
            + "USAGE_MISMATCH promotions/spring/cards/+86…0002,"
            + "USAGE_MISMATCH promotions/spring/partners/shop,USAGE_MISMATCH promotions/stars"
        ),
        (
            "UPDATE top_ups SET refund_terms = '{\"S\":2,\"B\":10001}' WHERE id = 'p-late'",
            "REVERSAL_MISMATCH partners/shop/topUps/p-late/reversals/pr-late"
        ),
        (
            "UPDATE reversals SET refund_pays = refund_pays + 1 WHERE id = 'pr-late'",
            "REVERSAL_MISMATCH partners/shop/topUps/p-late/reversals/pr-late"
        ),

        // A wrong part of a commission: the entry's, and the money.
        (
            "UPDATE commissions SET returned_credit = returned_credit + 1 "
            + "WHERE top_up_id = 'p-late' AND partner_id = 'master'",
            "COMMISSION_AMOUNT_MISMATCH partners/master/commissions/p-late"
        ),
        (
            "UPDATE commissions SET returned_base = returned_base - 1 "
            + "WHERE top_up_id = 'p-late' AND partner_id = 'master'",
            "COMMISSION_AMOUNT_MISMATCH partners/master/commissions/p-late,"
            + "VOLUME_MISMATCH partners/master/volumes/network/CNY/2026-03"
        ),
        (
            "UPDATE legs SET amount = amount - 1 WHERE transfer_id = 'pr-late.override.1' AND account = 9; "
            + "UPDATE legs SET amount = amount + 1 WHERE transfer_id = 'pr-late.override.1' AND account = 4",
            "ACCRUED_MISMATCH partners/agent/accrued/CNY,"
            + "COMMISSION_MISMATCH partners/agent/transfers/pr-late.override.1"
        ),

        // Points that are missing, or too many.
        (
            "DELETE FROM transfers WHERE id = 'pr-points.refund-points'; "
            + "DELETE FROM legs WHERE transfer_id = 'pr-points.refund-points'",
            "TRANSFER_MISSING partners/shop/topUps/p-points"
        ),
        (
            "UPDATE reversals SET refund_points = refund_points + 1 WHERE id = 'pr-points'",
            "REVERSAL_MISMATCH partners/shop/topUps/p-points/reversals/pr-points,"
            + "TRANSFER_AMOUNT_MISMATCH partners/shop/transfers/pr-points.refund-points"
        ),
        (
            "UPDATE legs SET amount = -amount WHERE transfer_id = 'pr-points.refund-points'",
            "TRANSFER_AMOUNT_MISMATCH partners/shop/transfers/pr-points.refund-points,"
            + "TRANSFER_ILLEGAL partners/shop/transfers/pr-points.refund-points,"
            + "TRANSFER_ILLEGAL partners/shop/transfers/pr-points.refund-points"
        ),
    ];

    [Theory]
    [OnEveryDatabase]
    public async Task Parts_of_every_share_add_up_before_and_after_their_month_is_closed(StoreProvider on)
    {
        await using var made = await MakeAsync(on, part: 3_333, whole: 10_000);

        Assert.Empty((await SoundRecords.AuditAsync(made.Database)).Findings);
        await made.CloseAsync("2026-04");
        Assert.Empty((await SoundRecords.AuditAsync(made.Database)).Findings);
    }

    public static TheoryData<StoreProvider, string, string> Defects()
    {
        var rows = new TheoryData<StoreProvider, string, string>();
        foreach (var provider in TestDatabase.Reachable)
        {
            foreach (var (sql, findings) in Spoiled)
            {
                rows.Add(provider, sql, findings);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Defects))]
    public async Task Each_defect_of_a_refund_is_named_and_nothing_else_is(
        StoreProvider on, string sql, string findings)
    {
        await using var made = await MakeAsync(on, part: 1, whole: 3);
        SoundRecords.Spoil(made.Database, sql);

        var report = await SoundRecords.AuditAsync(made.Database);

        Assert.Equal(
            string.Join('\n', findings.Split(',').Order(StringComparer.Ordinal)),
            string.Join('\n', report.Findings.Select(finding => $"{finding.CodeName} {finding.Subject}")
                .Order(StringComparer.Ordinal)));
    }

    /// <summary>A sale of March that is refunded in part in April, one of April, and one in points.</summary>
    private static async Task<Made> MakeAsync(StoreProvider on, long part, long whole)
    {
        var database = TestDatabase.Create(on);
        var store = PartnerStore.Open(database.Options);
        var late = await PricedRecords.WriteAsync(new RecordWriter(store, PricedRecords.March));
        var april = new RecordWriter(store, PricedRecords.April);
        await april.CloseAsync("2026-03");
        SoundRecords.Spoil(database, $"{Terms}'{{\"S\":2,\"B\":{whole}}}' WHERE id IN ('p-late', 'p-done')");
        await april.RefundAsync(
            await AgainAsync(store, late), "pr-late", new RefundUsage(whole, part), IssuerVerdict.Unknown,
            IssuerVerdict.Accepted);
        var points = await PricedRecords.SucceedAsync(april, "p-points", 7);
        var soon = await PricedRecords.SucceedAsync(april, "p-soon", 8);
        SoundRecords.Spoil(database, $"{Terms}'{{\"S\":2,\"M\":1,\"B\":{whole}}}' WHERE id = 'p-points'");
        SoundRecords.Spoil(database, $"{Terms}'{{\"S\":3,\"U\":1,\"N\":30}}' WHERE id = 'p-soon'");
        await april.RefundAsync(
            await AgainAsync(store, points), "pr-points", new RefundUsage(whole, part), IssuerVerdict.Accepted);
        await april.RefundAsync(
            await AgainAsync(store, soon), "pr-soon", new RefundUsage(30, 17), IssuerVerdict.Accepted);
        return new Made(database, store);
    }

    private static async Task<TopUpRecord> AgainAsync(PartnerStore store, TopUpRecord topUp) =>
        (await store.TopUps.FindAsync(topUp.PartnerId, topUp.Id, CancellationToken.None))!;

    private sealed record Made(TestDatabase Database, PartnerStore Store) : IAsyncDisposable
    {
        public Task CloseAsync(string period) =>
            new RecordWriter(Store, RecordWriter.End.AddDays(1)).CloseAsync(period);

        public async ValueTask DisposeAsync()
        {
            await Store.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
