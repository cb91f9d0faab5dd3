using Partner.Core.Settlements;
using Partner.Storage.Abstractions;
using Partner.Storage.Closing;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Closing;

/// <summary>
/// Closing a month that fails on the way, and again: everything is posted once, by what was decided first.
/// </summary>
public sealed class InterruptedCloseTests
{
    private static readonly ClosingOptions OneByOne = new() { Payees = 1, Entries = 1 };

    [Theory]
    [OnEveryDatabase("Planning")]
    [OnEveryDatabase("Planned")]
    [OnEveryDatabase("Posted")]
    [OnEveryDatabase("Marked")]
    [OnEveryDatabase("Finishing")]
    public async Task What_failed_after_any_step_is_gone_on_with_to_the_same_end(StoreProvider on, string step)
    {
        var undisturbed = await CloseBothMonthsAsync(on, null);

        Assert.Equal(undisturbed, await CloseBothMonthsAsync(on, Enum.Parse<ClosingStep>(step)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_failed_again_and_again_is_gone_on_with_to_the_same_end(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await January.SellAsync(fixture, 3);
        var (seller, _) = await January.FloatsAsync(fixture);
        ClosedPeriod? closed = null;
        for (var failures = 1; closed is null; failures++)
        {
            Assert.True(failures < 30, "It does not come to an end.");
            var steps = failures;
            closed = await TryCloseAsync(fixture, _ => --steps == 0);
        }

        Assert.Equal(PeriodRefusal.None, closed.Refusal);
        Assert.Equal(1_410, (await January.FloatsAsync(fixture)).Seller - seller);
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_statement_that_cannot_be_stored_keeps_the_month_open_until_it_can(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await January.SellAsync(fixture, 2);

        // The second partner's statement cannot be stored: its number is taken.
        fixture.Query(
            "INSERT INTO settlements (partner_id, number, period, currency, gross, tax, total, posted_at, statement) " +
            "VALUES ('elsewhere', '2026-01-0002', '1999-01', 'CNY', 0, 0, 0, 0, '')",
            row => 0);
        await Assert.ThrowsAnyAsync<Exception>(
            () => fixture.Store.Settlements.CloseAsync(January.Period, January.Utc, January.Over));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM settled_periods"));
        var progress = await fixture.Store.Settlements.ProgressAsync(CancellationToken.None);
        Assert.Equal(January.Period, progress.Next);

        fixture.Query("DELETE FROM settlements WHERE period = '1999-01'", row => 0);
        var closed = await fixture.Store.Settlements.CloseAsync(January.Period, January.Utc, January.Over);

        Assert.Equal((PeriodRefusal.None, 2), (closed.Refusal, closed.Statements.Count));
        Assert.Equal(2, fixture.Count("SELECT COUNT(*) FROM transfers WHERE kind = 10"));
        Assert.Equal(0, fixture.Count("SELECT COUNT(*) FROM commissions WHERE settlement IS NULL"));
        await fixture.AssertRightAsync();
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Another_month_waits_for_the_one_that_was_interrupted(StoreProvider on)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        await January.SellAsync(fixture, 1);
        Assert.Null(await TryCloseAsync(fixture, step => step == ClosingStep.Finishing));

        var later = await fixture.Store.Settlements.CloseAsync(
            January.Following, January.Utc, January.FollowingOver);
        var earlier = await fixture.Store.Settlements.CloseAsync("2025-12", January.Utc, January.Over);

        Assert.Equal((PeriodRefusal.EarlierOpen, January.Period), (later.Refusal, later.EarliestOpen));
        Assert.Equal((PeriodRefusal.EarlierOpen, January.Period), (earlier.Refusal, earlier.EarliestOpen));
    }

    /// <summary>
    /// January is closed, with a failure after a step; then a sale of January is reversed, January is gone on with, and
    /// February closed. Returns all statements and the floats.
    /// </summary>
    private static async Task<List<string>> CloseBothMonthsAsync(StoreProvider on, ClosingStep? failure)
    {
        await using var fixture = await StoreFixture.CreateAsync(on);
        var sales = await January.SellAsync(fixture, 3);
        if (failure is { } step)
        {
            Assert.Null(await TryCloseAsync(fixture, reached => reached == step));
            await fixture.AssertRightAsync();
        }

        if (failure is null or ClosingStep.Planning)
        {
            // Nothing was decided yet.
            Assert.Equal(PeriodRefusal.None, (await TryCloseAsync(fixture, _ => false))!.Refusal);
        }

        await January.ReverseAsync(fixture, sales[1], January.Over.AddDays(1));
        await fixture.AssertRightAsync();
        var first = await fixture.OpenAnother().Settlements.CloseAsync(
            January.Period, January.Utc, January.Over.AddDays(2));
        await fixture.AssertRightAsync();
        var second = await fixture.Store.Settlements.CloseAsync(
            January.Following, January.Utc, January.FollowingOver);
        await fixture.AssertRightAsync();
        foreach (var table in new[] { "closings", "closing_statements", "closing_marks" })
        {
            Assert.Equal(0, fixture.Count($"SELECT COUNT(*) FROM {table}"));
        }

        return
        [
            .. first.Statements.Concat(second.Statements).Select(January.Text),
            (await January.FloatsAsync(fixture)).ToString(),
        ];
    }

    private static async Task<ClosedPeriod?> TryCloseAsync(StoreFixture fixture, Func<ClosingStep, bool> fails)
    {
        try
        {
            return await fixture.Store.Settlements.CloseAsync(
                January.Period,
                January.Utc,
                January.Over,
                OneByOne with
                {
                    Reached = step =>
                    {
                        if (fails(step))
                        {
                            throw new InvalidOperationException("The test wants it to fail here.");
                        }
                    },
                },
                CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
