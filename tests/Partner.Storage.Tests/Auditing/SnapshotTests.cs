using Partner.Core.Auditing;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Auditing;

public sealed class SnapshotTests(SoundRecords book) : IClassFixture<SoundRecords>
{
    [Theory]
    [OnEveryDatabase]
    public async Task An_audit_sees_one_moment_while_another_store_goes_on_writing(StoreProvider on)
    {
        await using var copy = await book.CopyAsync(on);
        await using var audited = PartnerStore.Open(copy.Options);
        await using var writing = PartnerStore.Open(copy.Options);
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var written = new ManualResetEventSlim();
        var audit = Task.Run(() => audited.Audits.ReadAsync(
            source =>
            {
                // The first read fixes the moment; what is sold from here on must not show in any later one.
                var acme = source.Partners().Single(partner => partner.Id == "acme");
                opened.SetResult();
                written.Wait();
                return (
                    Counter: acme.LastEvent,
                    LastEvent: source.Events().Where(one => one.PartnerId == "acme").Max(one => one.Number),
                    SeesTheSale: source.Operations().Any(operation => operation.Id == "meanwhile"));
            },
            CancellationToken.None));
        await opened.Task;
        await new RecordWriter(writing, RecordWriter.End).SucceedAsync("acme", "meanwhile", "CNY", 100);
        written.Set();

        var seen = await audit;
        Assert.Equal(seen.Counter, seen.LastEvent);
        Assert.False(seen.SeesTheSale);
        var after = await audited.Audits.ReadAsync(
            source => source.Operations().Count(operation => operation.Id == "meanwhile"), CancellationToken.None);
        Assert.Equal(1, after);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Audits_beside_busy_sales_find_nothing_and_agree_with_themselves(StoreProvider on)
    {
        await using var copy = await book.CopyAsync(on);
        await using var audited = PartnerStore.Open(copy.Options);
        await using var writing = PartnerStore.Open(copy.Options);
        var sales = Task.Run(() => SellAsync(new RecordWriter(writing, RecordWriter.End), 150));
        var counts = new List<long>();
        while (!sales.IsCompleted)
        {
            var report = await AuditAsync(audited);
            Assert.Empty(report.Findings);
            counts.Add(report.TopUpCount);
        }

        await sales;
        var last = await AuditAsync(audited);
        Assert.Empty(last.Findings);
        Assert.Equal(SoundRecords.AllTopUps + 150, last.TopUpCount);
        Assert.Equal(counts.Order(), counts);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_audit_that_is_left_early_leaves_no_transaction_behind(StoreProvider on)
    {
        await using var copy = await book.CopyAsync(on);
        await using var store = PartnerStore.Open(copy.Options);
        for (var i = 0; i < 10; i++)
        {
            var first = await store.Audits.ReadAsync(source => source.Operations().First(), CancellationToken.None);
            Assert.Equal("acme", first.PartnerId);
        }

        await new RecordWriter(store, RecordWriter.End).SucceedAsync("acme", "later", "CNY", 100);
        Assert.Contains(
            await store.Audits.ReadAsync(source => source.Operations().ToList(), CancellationToken.None),
            operation => operation.Id == "later");
    }

    private static async Task SellAsync(RecordWriter writer, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var sold = await writer.SellAsync("acme", $"busy-{i:D4}", "CNY", 100);
            if (i % 3 > 0)
            {
                await writer.AnswerAsync(sold, i % 3 == 1 ? IssuerVerdict.Accepted : IssuerVerdict.Declined);
            }
        }
    }

    private static Task<AuditReport> AuditAsync(PartnerStore store) => store.Audits.ReadAsync(
        source => Auditor.Run(source, null, RecordWriter.End, CancellationToken.None), CancellationToken.None);
}
