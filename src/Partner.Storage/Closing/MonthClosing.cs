using Partner.Core.Settlements;
using Partner.Storage.Abstractions;
using Partner.Storage.Providers;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Closing;

/// <summary>
/// Closes a month beside everything else, in steps that can be done again:
/// <list type="number">
/// <item>Take the lease, or say who cannot wait for it that somebody closes.</item>
/// <item>Decide on a snapshot while its records go by, and store what is decided as a plan. Until the plan is complete
/// nobody acts on it; what a dead closer left of one is thrown away.</item>
/// <item>
/// Post the statements of some payees, each as a member of the group commit: its transfer, its float entry.
/// </item>
/// <item>Mark these payees' entries; see <see cref="ClosingMarks"/>. Then the next payees.</item>
/// <item>Write the period's row, remove the plan, give up the lease.</item>
/// </list>
/// Whoever dies on the way leaves the lease, which ends, and the plan, which the next one goes on with.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="writer">Posts.</param>
/// <param name="aside">Writes the plan, marks the entries.</param>
/// <param name="options">How.</param>
/// <param name="cancel">Stops between two steps.</param>
internal sealed class MonthClosing(
    Database database, GroupCommit writer, Aside aside, ClosingOptions options, CancellationToken cancel)
{
    private const int Chunk = 2000;
    private const int StatementsAtOnce = 200;
    private const int MostPasses = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ClosingLease _lease = new(options.Lease);

    /// <summary>Closes a period that may be closed.</summary>
    /// <param name="period">The period.</param>
    /// <param name="judge">Whether it may still be closed, now that nobody else closes.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ClosingLostException">It took so long that somebody else took over.</exception>
    public async Task<ClosedPeriod> RunAsync(
        string period, Func<ErrandSession, ClosedPeriod> judge, DateTimeOffset now)
    {
        // 1. The lease.
        if (await aside.RunAsync(session => _lease.TryTake(session, period)).ConfigureAwait(false) is not { } taken)
        {
            return new ClosedPeriod(PeriodRefusal.BeingSettled, [], null);
        }

        using var stop = new CancellationTokenSource();
        var beat = _lease.KeepAsync(aside, stop.Token);
        try
        {
            var judged = await aside.RunAsync(judge).ConfigureAwait(false);
            if (judged.Refusal != PeriodRefusal.None || taken.Period != period)
            {
                await aside.RunAsync(session => taken.IsPlanned ? _lease.Free(session) : _lease.End(session))
                    .ConfigureAwait(false);
                return judged.Refusal != PeriodRefusal.None
                    ? judged
                    : new ClosedPeriod(PeriodRefusal.EarlierOpen, [], taken.Period);
            }

            if (!taken.IsPlanned)
            {
                await PlanAsync(period, now).ConfigureAwait(false);
            }

            await CarryOutAsync(now).ConfigureAwait(false);
            return await FinishAsync(period, now).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not ClosingLostException)
        {
            await FreeAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await beat.ConfigureAwait(false);
        }
    }

    /// <summary>Step 2.</summary>
    private async Task PlanAsync(string period, DateTimeOffset now)
    {
        while (await HeldAsync(session => ClosingPlan.Clear(session, Chunk)).ConfigureAwait(false))
        {
        }

        var tally = new PeriodTally(period);
        var marks = new List<RecordChange>(Chunk);
        using (var source = new ClosingSource(database))
        {
            foreach (var chains in source.Read())
            {
                cancel.ThrowIfCancellationRequested();
                marks.AddRange(chains.SelectMany(chain => tally.Count(chain.Records, chain.Volumes)));
                if (marks.Count >= Chunk)
                {
                    await StoreAsync(marks).ConfigureAwait(false);
                }
            }
        }

        await StoreAsync(marks).ConfigureAwait(false);
        foreach (var statements in tally.Close(now).Chunk(StatementsAtOnce))
        {
            await HeldAsync(session => ClosingPlan.Insert(session, statements)).ConfigureAwait(false);
        }

        await HeldAsync(session => ClosingPlan.Seal(session, now)).ConfigureAwait(false);
        options.Reached(ClosingStep.Planned);
    }

    private async Task StoreAsync(List<RecordChange> marks)
    {
        await HeldAsync(session => ClosingPlan.Insert(session, marks)).ConfigureAwait(false);
        marks.Clear();
        options.Reached(ClosingStep.Planning);
    }

    /// <summary>Steps 3 and 4.</summary>
    private async Task CarryOutAsync(DateTimeOffset now)
    {
        for (var last = ""; ;)
        {
            var after = last;
            var planned = await HeldAsync(session => ClosingPlan.Next(session, after, options.Payees))
                .ConfigureAwait(false);
            if (planned.Count == 0)
            {
                return;
            }

            await Task.WhenAll(planned.Select(one => PostAsync(one, now))).ConfigureAwait(false);
            options.Reached(ClosingStep.Posted);
            await MarkAsync(planned).ConfigureAwait(false);
            last = planned[^1].Statement.Number;
        }
    }

    private Task<bool> PostAsync(PlannedStatement planned, DateTimeOffset now)
    {
        var (statement, transfer) = planned;
        return writer.RunAsync(
            statement.PayeeId,
            footprint =>
            {
                footprint.AddSettlement(statement.PayeeId, statement.Number);
                footprint.AddFloats(statement.PayeeId, transfer is null ? [] : [transfer]);
            },
            set =>
            {
                if (set.IsSettled(statement))
                {
                    return false;
                }

                set.Settle(statement, transfer?.Id);
                if (transfer is not null)
                {
                    LedgerTable.Insert(set, statement.PayeeId, transfer, now);
                }

                return true;
            });
    }

    private async Task MarkAsync(List<PlannedStatement> posted)
    {
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var place = new MarkPlace(0, "", 0);
            while (place.Statement < posted.Count)
            {
                var from = place;
                place = await HeldAsync(session => ClosingMarks.Next(session, posted, from, options.Entries))
                    .ConfigureAwait(false);
                options.Reached(ClosingStep.Marked);
            }

            if (place.Skipped == 0)
            {
                return;
            }

            await Task.Delay(Pause, TimeProvider.System, cancel).ConfigureAwait(false);
        }

        throw new StoreUnavailableException("Others kept commission entries locked; the settlement goes on later.");
    }

    /// <summary>Step 5.</summary>
    private async Task<ClosedPeriod> FinishAsync(string period, DateTimeOffset now)
    {
        options.Reached(ClosingStep.Finishing);
        await HeldAsync(session =>
        {
            ClosingPlan.Finish(session, period, now);
            return _lease.End(session);
        }).ConfigureAwait(false);
        var statements = await aside.RunAsync(session => PeriodSql.StatementsOf(session.Context, period))
            .ConfigureAwait(false);
        return new ClosedPeriod(PeriodRefusal.None, statements, period);
    }

    private async Task FreeAsync()
    {
        try
        {
            await aside.RunAsync(_lease.Free).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // It ends by itself, and the fault that led here is the one to tell.
            return;
        }
    }

    private Task<bool> HeldAsync(Action<ErrandSession> work) => HeldAsync(session =>
    {
        work(session);
        return true;
    });

    private Task<T> HeldAsync<T>(Func<ErrandSession, T> work)
    {
        cancel.ThrowIfCancellationRequested();
        return aside.RunAsync(session =>
        {
            _lease.Hold(session);
            return work(session);
        });
    }
}
