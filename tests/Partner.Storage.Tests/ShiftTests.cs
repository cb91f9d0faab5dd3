using Partner.Core.Auditing;
using Partner.Core.Errors;
using Partner.Core.Shifts;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests;

/// <summary>
/// Each sale and each refund is in exactly one shift of its terminal, and a shift's figures never change, whoever
/// sells, closes, crashes or answers late.
/// </summary>
public sealed class ShiftTests
{
    private static readonly DateOnly Day = new(2026, 1, 15);
    private static readonly Till Here = new("outlet-1", "till-1", "cashier-1", Day);

    [Theory]
    [OnEveryDatabase]
    public async Task A_shift_has_what_was_done_since_the_one_before_by_state_and_cashier(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAndSucceedAsync();
        var refunded = await fixture.SellAndSucceedAsync();
        await fixture.CompleteAsync(await fixture.SellAsync(), IssuerVerdict.Declined);
        await fixture.SellAsync();
        await fixture.SellAndSucceedAsync(At(fixture, cashier: "bo"));
        await fixture.SellAndSucceedAsync(At(fixture, terminal: "till-2"));
        await RefundAsync(fixture, refunded, IssuerVerdict.Accepted);

        var first = await CloseAsync(fixture);
        await fixture.SellAndSucceedAsync();
        var second = await CloseAsync(fixture);
        var empty = await CloseAsync(fixture);

        Assert.Equal(
            [
                ("bo", ShiftEntry.SaleSucceeded, 1, 10_000),
                ("cashier-1", ShiftEntry.SaleProcessing, 1, 10_000),
                ("cashier-1", ShiftEntry.SaleSucceeded, 2, 20_000),
                ("cashier-1", ShiftEntry.SaleFailed, 1, 10_000),
                ("cashier-1", ShiftEntry.RefundSucceeded, 1, 10_000),
            ],
            Shown(first.Figures!.Lines));
        Assert.Equal([("cashier-1", ShiftEntry.SaleSucceeded, 1, 10_000)], Shown(second.Figures!.Lines));
        Assert.Empty(empty.Figures!.Lines);
        Assert.Equal([1, 2, 3], new[] { first, second, empty }.Select(shift => shift.Number));
        Assert.Equal((null, first.ClosedAt), (first.OpenedAt, second.OpenedAt));
        Assert.Equal((1, null), (first.Sequel!.Open, (await FindAsync(fixture, 1)).Sequel));
        Assert.Equal(first.Figures.Lines, (await FindAsync(fixture, 1)).Figures!.Lines);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Sales_and_refunds_beside_closings_at_two_stores_are_in_one_shift_each(StoreProvider on)
    {
        const int sellers = 8;
        const int each = 15;
        await using var fixture = await StoreFixture.CreateAsync(on, 1_000_000);
        PartnerStore[] stores = [fixture.Store, fixture.OpenAnother()];
        var selling = Task.WhenAll(Enumerable.Range(0, sellers).Select(seller => Task.Run(async () =>
        {
            for (var sale = 0; sale < each; sale++)
            {
                var store = stores[(seller + sale) % 2];
                var saved = (await store.TopUps.SaveAsync(fixture.Candidate())).Saved!;
                var sold = await fixture.CompleteAsync(
                    saved, sale % 5 == 0 ? IssuerVerdict.Declined : IssuerVerdict.Accepted, store);
                if (sale % 3 == 1)
                {
                    await RefundAsync(fixture, sold, IssuerVerdict.Accepted, stores[seller % 2]);
                }
            }
        })));
        var closing = Task.WhenAll(stores.Select(store => Task.Run(async () =>
        {
            while (!selling.IsCompleted)
            {
                await CloseAsync(fixture, store: store);
            }
        })));
        await Task.WhenAll(selling, closing);
        await CloseAsync(fixture);

        var shifts = await ListAsync(fixture);
        var ended = shifts.ConvertAll(shift => (Shift: shift, Sums: Sums(shift.Figures!.Lines)));
        var numbers = shifts.Select(shift => shift.Number).Order().ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => (long)number), numbers);
        var sales = ended.Sum(one => one.Sums.Sales);
        var refunds = ended.Sum(one => one.Sums.Refunds);
        Assert.Equal(fixture.Count("SELECT COUNT(*) FROM top_ups"), sales);
        Assert.Equal(fixture.Count("SELECT COUNT(*) FROM reversals"), refunds);
        Assert.Equal(sales * 10_000, ended.Sum(one => one.Sums.Face));

        // What was under way at a close has ended since, and is told with the shift that it was sold in.
        Assert.Equal(ended.Sum(one => one.Sums.Open), shifts.Sum(shift => shift.Sequel!.Lines.Sum(line => line.Count)));
        Assert.All(shifts, shift => Assert.Equal(0, shift.Sequel!.Open));
        var totals = await fixture.Store.Sales.TotalsAsync(
            StoreFixture.Acme, new SalesFilter { Terminal = "till-1" }, CancellationToken.None);
        Assert.Equal(
            totals.Lines.Single(line => line.State == TopUpState.Succeeded).CustomerPays.Minor,
            Paid(shifts, ShiftEntry.SaleSucceeded));
        Assert.Equal(
            totals.Lines.Single(line => line.State == TopUpState.Reversed).CustomerPays.Minor,
            Paid(shifts, ShiftEntry.RefundSucceeded));
        await AssertInOrderAsync(fixture);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_was_in_doubt_at_the_close_and_ends_later_changes_no_figure(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var (arrives, fails) = (await fixture.SellAsync(), await fixture.SellAsync());
        await fixture.CompleteAsync(arrives, IssuerVerdict.Unknown);
        var sold = await fixture.SellAndSucceedAsync();
        var refund = fixture.ReversalOf(sold, till: Here);
        await fixture.Store.Reversals.SaveAsync(refund);
        var closed = await CloseAsync(fixture);

        await fixture.CompleteAsync(arrives, IssuerVerdict.Accepted);
        var between = await CompleteAsync(fixture, await FindAsync(fixture, 1));
        await fixture.CompleteAsync(fails, IssuerVerdict.Declined);
        await SettleAsync(fixture, refund, IssuerVerdict.Accepted);
        var after = await CompleteAsync(fixture, await FindAsync(fixture, 1));
        var stored = await FindAsync(fixture, 1);
        var next = await CloseAsync(fixture);

        Assert.Equal(
            [
                ("cashier-1", ShiftEntry.SaleProcessing, 2, 20_000),
                ("cashier-1", ShiftEntry.SaleSucceeded, 1, 10_000),
                ("cashier-1", ShiftEntry.RefundProcessing, 1, 10_000),
            ],
            Shown(closed.Figures!.Lines));
        Assert.Equal(closed.Figures.Lines, after.Figures!.Lines);
        Assert.Equal((3, 2, 0), (closed.Sequel!.Open, between.Sequel!.Open, after.Sequel!.Open));
        Assert.Equal([("", ShiftEntry.SaleSucceeded, 1, 10_000)], Shown(between.Sequel.Lines));
        Assert.Equal(
            [
                ("", ShiftEntry.SaleSucceeded, 1, 10_000),
                ("", ShiftEntry.SaleFailed, 1, 10_000),
                ("", ShiftEntry.RefundSucceeded, 1, 10_000),
            ],
            Shown(after.Sequel.Lines));
        Assert.Equal(after.Sequel.Lines, stored.Sequel!.Lines);
        Assert.Empty(next.Figures!.Lines);
        await AssertInOrderAsync(fixture);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_crash_in_the_middle_of_closing_leaves_a_shift_whose_figures_are_those_of_its_close(
        StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var (sold, open) = (await fixture.SellAndSucceedAsync(), await fixture.SellAsync());
        var order = Order(fixture);

        // The first step is durable, and the process is gone before the others; much happens until it is asked again.
        var begun = (await fixture.Store.Shifts.CloseAsync(
            StoreFixture.Acme, fixture.NewId(), order, Day, Given.Noon)).Value;
        await RefundAsync(fixture, sold, IssuerVerdict.Accepted);
        await fixture.CompleteAsync(open, IssuerVerdict.Accepted);
        await fixture.SellAndSucceedAsync();
        var other = fixture.OpenAnother();
        var again = (await other.Shifts.CloseAsync(
            StoreFixture.Acme, fixture.NewId(), order, Day.AddDays(1), Given.Noon.AddDays(1))).Value;
        var complete = await other.Shifts.CompleteAsync(again.Shift, CancellationToken.None);
        var next = await CloseAsync(fixture);

        Assert.Equal((false, true), (begun.Replayed, again.Replayed));
        Assert.Equal((begun.Shift.Id, 1, Day), (again.Shift.Id, again.Shift.Number, again.Shift.BusinessDate));
        Assert.Equal(
            [
                ("cashier-1", ShiftEntry.SaleProcessing, 1, 10_000),
                ("cashier-1", ShiftEntry.SaleSucceeded, 1, 10_000),
            ],
            Shown(complete.Figures!.Lines));
        Assert.Equal(
            [
                ("cashier-1", ShiftEntry.SaleSucceeded, 1, 10_000),
                ("cashier-1", ShiftEntry.RefundSucceeded, 1, 10_000),
            ],
            Shown(next.Figures!.Lines));
        Assert.Equal(2, next.Number);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_request_id_closes_one_shift_for_ever(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var order = Order(fixture);
        var first = await CloseAsync(fixture, order);

        var same = await fixture.Store.Shifts.CloseAsync(
            StoreFixture.Acme, fixture.NewId(), order, Day, Given.Noon);
        var other = await fixture.Store.Shifts.CloseAsync(
            StoreFixture.Acme, fixture.NewId(), order with { Terminal = "till-2" }, Day, Given.Noon);
        var elsewhere = await fixture.Store.Shifts.CloseAsync(
            StoreFixture.Elsewhere, fixture.NewId(), order, Day, Given.Noon);

        Assert.Equal((first.Id, true), (same.Value.Shift.Id, same.Value.Replayed));
        Assert.Equal(Reason.RequestIdConflict, other.Refusal?.Reason);
        Assert.Equal((1, false), (elsewhere.Value.Shift.Number, elsewhere.Value.Replayed));
        Assert.Equal(2, fixture.Count("SELECT COUNT(*) FROM shifts"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nothing_is_dated_into_a_closed_day_by_whoever_does_not_know_yet_that_it_is(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var earlier = fixture.Candidate();
        var sold = await fixture.SellAndSucceedAsync(earlier);
        await CloseAsync(fixture, Order(fixture) with { LastOfDay = true });

        // Both know the organisation as it was before: its version is 0.
        var sale = await fixture.Store.TopUps.SaveAsync(fixture.Candidate());
        var elsewhere = await fixture.Store.TopUps.SaveAsync(At(fixture, terminal: "till-2"));
        var replay = await fixture.Store.TopUps.SaveAsync(
            earlier with { Id = new TopUpId(fixture.NewId()), Order = earlier.Order });
        var dated = await fixture.Store.Reversals.SaveAsync(
            fixture.ReversalOf(sold, till: Here) with { IsDated = true });
        var undated = await fixture.Store.Reversals.SaveAsync(fixture.ReversalOf(sold, till: Here));
        var further = await fixture.Store.Shifts.CloseAsync(
            StoreFixture.Acme, fixture.NewId(), Order(fixture) with { BusinessDate = Day }, Day, Given.Noon);
        var next = await CloseAsync(fixture);

        var refused = Assert.IsType<TopUpDecision.Refuse>(sale.Decision).Refusal;
        Assert.Equal((Reason.BusinessDayClosed, "2026-01-15"), (refused.Reason, refused.Metadata["closed_through"]));
        Assert.NotNull(elsewhere.Saved);
        Assert.Equal(sold.Id, Assert.IsType<TopUpDecision.Replay>(replay.Decision).TopUpId);
        Assert.Equal(Reason.BusinessDayClosed, dated.Refusal?.Reason);
        Assert.Equal(Day.AddDays(1), undated.Value.Reversal.Till.BusinessDate);
        Assert.Equal(Reason.BusinessDayClosed, further.Refusal?.Reason);
        Assert.Equal((2, Day.AddDays(1)), (next.Number, next.BusinessDate));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_refund_in_part_counts_with_its_part(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await fixture.SellAndSucceedAsync();
        await CloseAsync(fixture);
        var sold = await fixture.SellAndSucceedAsync();
        await RefundAsync(fixture, sold, IssuerVerdict.Declined);
        await RefundAsync(fixture, sold, IssuerVerdict.Accepted);

        var lines = (await CloseAsync(fixture)).Figures!.Lines;

        Assert.Equal(
            [
                ("cashier-1", ShiftEntry.SaleSucceeded, 1, 10_000),
                ("cashier-1", ShiftEntry.RefundSucceeded, 1, 10_000),
                ("cashier-1", ShiftEntry.RefundFailed, 1, 10_000),
            ],
            Shown(lines));
        Assert.Equal(lines[0].NetDebit, lines[1].NetDebit);
        Assert.Equal(lines[0].Commission, lines[1].Commission);
        Assert.Equal(0, lines[2].Commission.Minor);
    }

    private static TopUpCandidate At(StoreFixture fixture, string terminal = "till-1", string cashier = "cashier-1")
    {
        var candidate = fixture.Candidate();
        var seller = candidate.Order.Seller with { Terminal = terminal, Cashier = cashier };
        return candidate with { Order = candidate.Order with { Seller = seller } };
    }

    private static async Task RefundAsync(
        StoreFixture fixture, TopUpRecord sold, IssuerVerdict verdict, PartnerStore? store = null)
    {
        var reversal = fixture.ReversalOf(sold, till: Here);
        if ((await (store ?? fixture.Store).Reversals.SaveAsync(reversal)).Refusal is null)
        {
            await SettleAsync(fixture, reversal, verdict, store);
        }
    }

    private static Task SettleAsync(
        StoreFixture fixture, ReversalCandidate reversal, IssuerVerdict verdict, PartnerStore? store = null) =>
        (store ?? fixture.Store).Reversals.SettleAsync(
            reversal.PartnerId, reversal.Id, StoreFixture.Answer(verdict), Given.Noon.AddMinutes(1), Given.Noon);

    private static ShiftOrder Order(StoreFixture fixture) =>
        new(fixture.NewRequestId(), "outlet-1", "till-1", "boss", null, false);

    private static async Task<Shift> CloseAsync(
        StoreFixture fixture, ShiftOrder? order = null, PartnerStore? store = null)
    {
        store ??= fixture.Store;
        var closed = await store.Shifts.CloseAsync(
            StoreFixture.Acme, fixture.NewId(), order ?? Order(fixture), Day, Given.Noon);
        return await store.Shifts.CompleteAsync(closed.Value.Shift, CancellationToken.None);
    }

    private static async Task<Shift> FindAsync(StoreFixture fixture, long number) =>
        (await fixture.Store.Shifts.FindAsync(
            StoreFixture.Acme, "outlet-1", "till-1", number, CancellationToken.None))!;

    private static Task<Shift> CompleteAsync(StoreFixture fixture, Shift shift) =>
        fixture.Store.Shifts.CompleteAsync(shift, CancellationToken.None);

    private static async Task<List<Shift>> ListAsync(StoreFixture fixture)
    {
        var all = await fixture.Store.Shifts.ListAsync(
            StoreFixture.Acme, "outlet-1", null, Day, null, int.MaxValue, CancellationToken.None);
        var complete = new List<Shift>();
        foreach (var shift in all)
        {
            complete.Add(await CompleteAsync(fixture, shift));
        }

        return complete;
    }

    private static (long Sales, long Refunds, long Open, long Face) Sums(IReadOnlyList<ShiftLine> lines)
    {
        var sales = lines.Where(line => line.Entry <= ShiftEntry.SaleCancelled).ToList();
        return (
            sales.Sum(line => line.Count),
            lines.Where(line => line.Entry > ShiftEntry.SaleCancelled).Sum(line => line.Count),
            lines.Where(line => line.IsOpen).Sum(line => line.Count),
            sales.Sum(line => line.Face.Minor));
    }

    private static long Paid(List<Shift> shifts, ShiftEntry entry) => shifts
        .SelectMany(shift => shift.Figures!.Lines.Concat(shift.Sequel!.Lines))
        .Where(line => line.Entry == entry).Sum(line => line.CustomerPays.Minor);

    private static IEnumerable<(string, ShiftEntry, long, long)> Shown(IEnumerable<ShiftLine> lines) =>
        lines.Select(line => (line.Cashier, line.Entry, line.Count, line.Face.Minor));

    private static async Task AssertInOrderAsync(StoreFixture fixture)
    {
        var report = await fixture.Store.Audits.ReadAsync(
            source => Auditor.Run(source, null, Given.Noon.AddDays(9), CancellationToken.None), CancellationToken.None);
        Assert.Empty(report.Findings);
    }
}
