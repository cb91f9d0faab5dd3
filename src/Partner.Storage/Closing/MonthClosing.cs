using Partner.Core.Actions;
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
/// nobody acts on it; what an interrupted closing left of one is deleted.</item>
/// <item>
/// Post the statements of some payees, each as a member of the group commit: its transfer, its float entry.
/// </item>
/// <item>Mark these payees' entries; see <see cref="ClosingMarks"/>. Then the next payees.</item>
/// <item>Write the period's row, remove the plan, give up the lease.</item>
/// </list>
/// A process that ends on the way leaves the lease, which expires, and the plan, which the next closing carries out.
/// </summary>
/// <param name="writer">Posts.</param>
/// <param name="longWork">Writes the plan, marks the entries.</param>
/// <param name="options">How.</param>
/// <param name="cancel">Stops between two steps.</param>
internal sealed class MonthClosing(
    Database database, GroupCommit writer, LongWorkWriter longWork, ClosingOptions options, CancellationToken cancel)
{
    private const int Chunk = 2000;
    private const int StatementsAtOnce = 200;
    private const int MostPasses = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ClosingLease _lease = new(options.Lease);

    /// <summary>Closes a period that may be closed.</summary>
    /// <param name="judge">Whether it may still be closed, now that nobody else closes.</param>
    /// <exception cref="ClosingLostException">It took so long that somebody else took over.</exception>
    public async Task<ClosedPeriod> RunAsync(
        string period, Func<SeparateSession, ClosedPeriod> judge, DateTimeOffset now)
    {
        // 1. The lease.
        if (await longWork.RunAsync(session => _lease.TryTake(session, period)) is not { } taken)
        {
            return new ClosedPeriod(PeriodRefusal.BeingSettled, [], null);
        }

        using var stop = new CancellationTokenSource();
        var beat = _lease.KeepAsync(longWork, stop.Token);
        try
        {
            var judged = await longWork.RunAsync(judge);
            if (judged.Refusal != PeriodRefusal.None || taken.Period != period)
            {
                await longWork.RunAsync(session => taken.IsPlanned ? _lease.Free(session) : _lease.End(session));
                return judged.Refusal != PeriodRefusal.None
                    ? judged
                    : new ClosedPeriod(PeriodRefusal.EarlierOpen, [], taken.Period);
            }

            if (!taken.IsPlanned)
            {
                await PlanAsync(period, now);
            }

            await CarryOutAsync(now);
            return await FinishAsync(period, now);
        }
        catch (Exception fault) when (fault is not ClosingLostException)
        {
            await FreeAsync();
            throw;
        }
        finally
        {
            await stop.CancelAsync();
            await beat;
        }
    }

    /// <summary>Step 2.</summary>
    private async Task PlanAsync(string period, DateTimeOffset now)
    {
        while (await HeldAsync(session => ClosingPlan.Clear(session, Chunk)))
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
                    await StoreAsync(marks);
                }
            }
        }

        await StoreAsync(marks);
        foreach (var statements in tally.Close(now).Chunk(StatementsAtOnce))
        {
            await HeldAsync(session => ClosingPlan.Insert(session, statements));
        }

        await HeldAsync(session => ClosingPlan.Seal(session, now));
        options.Reached(ClosingStep.Planned);
    }

    private async Task StoreAsync(List<RecordChange> marks)
    {
        await HeldAsync(session => ClosingPlan.Insert(session, marks));
        marks.Clear();
        options.Reached(ClosingStep.Planning);
    }

    /// <summary>Steps 3 and 4.</summary>
    private async Task CarryOutAsync(DateTimeOffset now)
    {
        for (var last = ""; ;)
        {
            var after = last;
            var planned = await HeldAsync(session => ClosingPlan.Next(session, after, options.Payees));
            if (planned.Count == 0)
            {
                return;
            }

            await Task.WhenAll(planned.Select(one => PostAsync(one, now)));
            options.Reached(ClosingStep.Posted);
            await MarkAsync(planned);
            last = planned[^1].Statement.Number;
        }
    }

    private Task<bool> PostAsync(PlannedSettlement planned, DateTimeOffset now)
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

    private async Task MarkAsync(List<PlannedSettlement> posted)
    {
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var place = new MarkPlace(0, "", 0);
            while (place.Statement < posted.Count)
            {
                var from = place;
                place = await HeldAsync(session => ClosingMarks.Next(session, posted, from, options.Entries));
                options.Reached(ClosingStep.Marked);
            }

            if (place.Skipped == 0)
            {
                return;
            }

            await Task.Delay(Pause, TimeProvider.System, cancel);
        }

        throw new StoreUnavailableException("Others kept commission entries locked; the settlement goes on later.");
    }

    /// <summary>Step 5.</summary>
    private async Task<ClosedPeriod> FinishAsync(string period, DateTimeOffset now)
    {
        options.Reached(ClosingStep.Finishing);
        var statements = await longWork.RunAsync(session => PeriodSql.StatementsOf(session.Context, period));
        var action = ClosingActions.Close(period, statements, options.By);
        await HeldAsync(session =>
        {
            ClosingPlan.Finish(session, period, now);
            session.LockChain(RecordedAction.CommonChain).Record(action, now);
            return _lease.End(session);
        });
        return new ClosedPeriod(PeriodRefusal.None, statements, period);
    }

    private async Task FreeAsync()
    {
        try
        {
            await longWork.RunAsync(_lease.Free);
        }
        catch (StoreUnavailableException)
        {
            // It ends by itself, and the fault that led here is the one to tell.
            return;
        }
    }

    private Task<bool> HeldAsync(Action<SeparateSession> work) => HeldAsync(session =>
    {
        work(session);
        return true;
    });

    private Task<T> HeldAsync<T>(Func<SeparateSession, T> work)
    {
        cancel.ThrowIfCancellationRequested();
        return longWork.RunAsync(session =>
        {
            _lease.Hold(session);
            return work(session);
        });
    }
}
