using Partner.Core.Settlements;
using Partner.Storage.Abstractions;
using Partner.Storage.Closing;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Closing;

/// <summary>A process that closes a month and is killed, or stopped for longer than its lease.</summary>
public sealed class KilledCloseTests
{
    private static readonly ClosingOptions ShortLease = new() { Lease = TestProgram.ClosingLease };

    [Theory]
    [OnEveryDatabase("Planning")]
    [OnEveryDatabase("Planned")]
    [OnEveryDatabase("Posted")]
    [OnEveryDatabase("Marked")]
    [OnEveryDatabase("Finishing")]
    public async Task What_a_killed_process_began_another_one_finishes(StoreProvider on, string step)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await January.SellAsync(fixture, 3);
        var (seller, parent) = await January.FloatsAsync(fixture);
        using (var process = StartUntil(fixture, step))
        {
            await process.ReadUntilAsync(TestProgram.InTheMiddle);
            await process.KillAsync();
        }

        await FinishAsync(fixture, seller, parent);
    }

    [Theory]
    [OnEveryDatabase("Planning")]
    [OnEveryDatabase("Posted")]
    [OnEveryDatabase("Marked")]
    public async Task A_process_that_was_stopped_and_taken_over_does_no_harm_when_it_goes_on(
        StoreProvider on, string step)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await January.SellAsync(fixture, 3);
        var (seller, parent) = await January.FloatsAsync(fixture);
        using var process = StartUntil(fixture, step);
        await process.ReadUntilAsync(TestProgram.InTheMiddle);
        process.Stop();

        await FinishAsync(fixture, seller, parent);
        process.GoOn();

        Assert.Contains(PeriodRefusal.AlreadySettled.ToString(), await process.EndAsync());
        await AssertPaidOnceAsync(fixture, seller, parent);
    }

    private static OtherProcess StartUntil(StoreFixture fixture, string step) => OtherProcess.Start(
        TestProgram.CloseAndPause, fixture.Options, (int)Enum.Parse<ClosingStep>(step));

    private static async Task FinishAsync(StoreFixture fixture, long seller, long parent)
    {
        ClosedPeriod? closed;
        var tries = 0;
        do
        {
            Assert.True(tries++ < 200, "The lease does not end.");
            await Task.Delay(100);
            closed = await TryCloseAsync(fixture);
        }
        while (closed is null or { Refusal: PeriodRefusal.BeingSettled });
        Assert.Equal((PeriodRefusal.None, 2), (closed.Refusal, closed.Statements.Count));
        await AssertPaidOnceAsync(fixture, seller, parent);
    }

    /// <returns>
    /// Null where the other process was stopped while it prolonged its lease: the database waits for it a while.
    /// </returns>
    private static async Task<ClosedPeriod?> TryCloseAsync(StoreFixture fixture)
    {
        try
        {
            return await fixture.Store.Settlements.CloseAsync(
                January.Period, January.Utc, January.Over, ShortLease, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    private static async Task AssertPaidOnceAsync(StoreFixture fixture, long seller, long parent)
    {
        var (sellerNow, parentNow) = await January.FloatsAsync(fixture);
        Assert.Equal((1_410, 300), (sellerNow - seller, parentNow - parent));
        foreach (var table in new[] { "closings", "closing_statements", "closing_marks" })
        {
            Assert.Equal(0, fixture.Count($"SELECT COUNT(*) FROM {table}"));
        }

        await fixture.AssertRightAsync();
    }
}
