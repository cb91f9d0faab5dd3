using Partner.Core.Errors;
using Partner.Core.Receipts;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>Receipts are counted exactly, whoever prints them and however often the answer is lost.</summary>
public sealed class ReceiptTests
{
    private static readonly ReceiptSignature Signature = new("0123456789abcdef", new string('s', 86), "7XQ2-M0VK-T4BE");

    [Theory]
    [OnEveryDatabase]
    public async Task The_first_print_is_the_original_and_each_further_one_the_next_copy(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAndSucceedAsync();

        var prints = new List<PrintedReceipt>();
        for (var time = 0; time < 3; time++)
        {
            prints.Add((await fixture.Store.Receipts.PrintAsync(
                Candidate(topUp, fixture.NewRequestId()) with { Now = Given.Noon.AddMinutes(time) })).Value);
        }

        Assert.Equal([1, 2, 3], prints.Select(print => print.Number));
        Assert.All(prints, print => Assert.False(print.Replayed));
        var stored = await FindAsync(fixture, topUp);
        Assert.Equal(
            new StoredReceipt("content", Signature, 3, Given.Noon, Given.Noon.AddMinutes(2)), stored);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_request_id_that_is_repeated_gets_the_same_print_and_counts_nothing(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAndSucceedAsync();
        var first = Candidate(topUp, fixture.NewRequestId());
        await fixture.Store.Receipts.PrintAsync(first);
        await fixture.Store.Receipts.PrintAsync(Candidate(topUp, fixture.NewRequestId()));

        var again = (await fixture.OpenAnother().Receipts.PrintAsync(first)).Value;

        Assert.Equal((1, true, 2), (again.Number, again.Replayed, again.Receipt.Prints));
        Assert.Equal(2, fixture.Count("SELECT COUNT(*) FROM receipt_prints"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_request_id_prints_one_receipt_only_and_each_partner_has_ids_of_its_own(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var (one, other) = (await fixture.SellAndSucceedAsync(), await fixture.SellAndSucceedAsync());
        var requestId = fixture.NewRequestId();
        await fixture.Store.Receipts.PrintAsync(Candidate(one, requestId));

        var conflict = await fixture.Store.Receipts.PrintAsync(Candidate(other, requestId));
        var elsewhere = await fixture.Store.Receipts.PrintAsync(
            Candidate(other, requestId) with { PartnerId = StoreFixture.Elsewhere });
        var sales = await fixture.Store.Receipts.PrintAsync(Candidate(other, other.RequestId));

        Assert.Equal(Reason.RequestIdConflict, conflict.Refusal?.Reason);
        Assert.Equal((1, 1), (elsewhere.Value.Number, sales.Value.Number));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Two_first_prints_at_once_make_exactly_one_original(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var other = fixture.OpenAnother();
        for (var round = 0; round < 20; round++)
        {
            var topUp = await fixture.SellAndSucceedAsync();
            using var start = new Barrier(2);
            Task<Result<PrintedReceipt>> Print(PartnerStore store, string content) => Task.Run(() =>
            {
                start.SignalAndWait();
                return store.Receipts.PrintAsync(Candidate(topUp, fixture.NewRequestId()) with { Content = content });
            });
            var (one, two) = (Print(fixture.Store, "one"), Print(other, "two"));

            PrintedReceipt[] prints = [(await one).Value, (await two).Value];

            Assert.Equal([1, 2], prints.Select(print => print.Number).Order());
            var original = prints[0].Number == 1 ? "one" : "two";
            Assert.All(prints, print => Assert.Equal(original, print.Receipt.Content));
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Many_prints_at_once_are_counted_without_a_gap_also_within_one_transaction(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAndSucceedAsync();
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];

        var prints = await Task.WhenAll(Enumerable.Range(0, 60).Select(number => Task.Run(() =>
            stores[number % 2].Receipts.PrintAsync(Candidate(topUp, fixture.NewRequestId())))));

        Assert.Equal(Enumerable.Range(1, 60), prints.Select(print => print.Value.Number).Order());
        Assert.Equal(60, (await FindAsync(fixture, topUp))!.Prints);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_was_printed_first_stays_and_only_a_missing_signature_is_added(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var topUp = await fixture.SellAndSucceedAsync();
        var unsigned = Candidate(topUp, fixture.NewRequestId()) with { Signature = null };
        await fixture.Store.Receipts.PrintAsync(unsigned);

        // Signed for another content: it was found before the first print was.
        await fixture.Store.Receipts.PrintAsync(Candidate(topUp, fixture.NewRequestId()) with { Content = "late" });
        var still = await FindAsync(fixture, topUp);
        await fixture.Store.Receipts.PrintAsync(Candidate(topUp, fixture.NewRequestId()));
        await fixture.Store.Receipts.PrintAsync(Candidate(topUp, fixture.NewRequestId()) with
        {
            Signature = Signature with { Code = "0000-0000-0000" },
        });

        Assert.Equal(("content", null), (still!.Content, still.Signature));
        var stored = await FindAsync(fixture, topUp);
        Assert.Equal(("content", Signature, 4), (stored!.Content, stored.Signature, stored.Prints));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_receipt_is_found_by_its_number_with_its_sale_as_it_is_now(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var (printed, silent) = (await fixture.SellAndSucceedAsync(), await fixture.SellAndSucceedAsync());
        await fixture.Store.Receipts.PrintAsync(Candidate(printed, fixture.NewRequestId()));
        var reversal = (await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(printed))).Value.Reversal;
        await fixture.Store.Reversals.SettleAsync(
            StoreFixture.Acme, reversal.Id, StoreFixture.Answer(IssuerVerdict.Accepted), Given.Noon, Given.Noon);

        var (topUp, receipt) = await ByNumberAsync(StoreFixture.Acme, printed.ReceiptCounter);
        var (unprinted, none) = await ByNumberAsync(StoreFixture.Acme, silent.ReceiptCounter);
        var nothing = await ByNumberAsync(StoreFixture.Acme, 999);
        var foreign = await ByNumberAsync(StoreFixture.Elsewhere, printed.ReceiptCounter);

        Assert.Equal((printed.Id, TopUpState.Reversed, 1), (topUp!.Id, topUp.State, receipt!.Prints));
        Assert.Equal((silent.Id, null), (unprinted!.Id, none));
        Assert.Equal(((TopUpRecord?)null, (StoredReceipt?)null), nothing);
        Assert.Equal(((TopUpRecord?)null, (StoredReceipt?)null), foreign);
        await fixture.AssertRightAsync();

        Task<(TopUpRecord? TopUp, StoredReceipt? Receipt)> ByNumberAsync(PartnerId partner, long counter) =>
            fixture.Store.Receipts.FindByNumberAsync(partner, counter, CancellationToken.None);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_sale_of_a_closed_month_has_its_receipt_still_and_what_was_printed_stays(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = await January.SellAsync(fixture, 2);
        await fixture.Store.Receipts.PrintAsync(Candidate(sales[0], fixture.NewRequestId()));
        await fixture.Store.Settlements.CloseAsync(January.Period, January.Utc, January.Over);

        var copy = await fixture.Store.Receipts.PrintAsync(
            Candidate(sales[0], fixture.NewRequestId()) with { Content = "later" });
        var first = await fixture.Store.Receipts.PrintAsync(Candidate(sales[1], fixture.NewRequestId()));

        Assert.Equal((2, "content"), (copy.Value.Number, copy.Value.Receipt.Content));
        Assert.Equal(1, first.Value.Number);
        await fixture.AssertRightAsync();
    }

    private static ReceiptCandidate Candidate(TopUpRecord topUp, RequestId requestId) =>
        new(StoreFixture.Acme, topUp.Id, requestId, "content", Signature, Given.Noon);

    private static Task<StoredReceipt?> FindAsync(StoreFixture fixture, TopUpRecord topUp) =>
        fixture.Store.Receipts.FindAsync(StoreFixture.Acme, topUp.Id, CancellationToken.None);
}
