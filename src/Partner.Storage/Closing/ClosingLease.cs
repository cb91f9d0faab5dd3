using Partner.Storage.Abstractions;
using Partner.Storage.Sql;
using Partner.Storage.Writing;

namespace Partner.Storage.Closing;

/// <summary>Another closer has taken over: nothing more may be written.</summary>
internal sealed class ClosingLostException() : Exception("Another process has taken the closing over.");

/// <summary>
/// The right to close, over all processes: a row with its owner and a time by the database's clock. Nobody waits for
/// it. Every transaction of a closer begins with <see cref="Hold"/>, which fails once another has taken over, and locks
/// the row so that none can meanwhile; so a closer that was stopped for a while and goes on does no harm.
/// </summary>
/// <param name="length">How long it lasts without being renewed.</param>
internal sealed class ClosingLease(TimeSpan length)
{
    private static readonly SqlText MakeRow =
        SqlText.InsertIfAbsent("closings", 1, "id, period, closer, until");

    private static readonly SqlText TakeRow = new(
        "closings.take",
        dialect => $"UPDATE closings SET closer = @p0, until = {Now(dialect)} + @p1 " +
            $"WHERE id = 1 AND (closer = @p0 OR until <= {Now(dialect)})");

    private static readonly SqlText ReadRow = new(
        "closings.read", "SELECT period, planned_at FROM closings WHERE id = 1");

    private static readonly SqlText ChangePeriod = new(
        "closings.change-period", "UPDATE closings SET period = @p0 WHERE id = 1");

    private static readonly SqlText HoldRow = new(
        "closings.hold",
        dialect => $"UPDATE closings SET until = {Now(dialect)} + @p0 WHERE id = 1 AND closer = @p1");

    private static readonly SqlText FreeRow = new(
        "closings.free", "UPDATE closings SET until = 0 WHERE id = 1 AND closer = @p0");

    private static readonly SqlText DeleteRow = new(
        "closings.end", "DELETE FROM closings WHERE id = 1 AND closer = @p0");

    private readonly string _closer = Guid.NewGuid().ToString("N");

    /// <summary>Tries to get it.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="period">The period to close.</param>
    /// <returns>
    /// The period that is to be closed, and whether its plan is complete: another one than asked for only then. Null
    /// while somebody else has it.
    /// </returns>
    public (string Period, bool IsPlanned)? TryTake(SeparateSession session, string period)
    {
        var commands = session.Commands;
        commands.Execute(MakeRow, 1, period, _closer, 0L);
        if (commands.Execute(TakeRow, _closer, (long)length.TotalMilliseconds) != 1)
        {
            return null;
        }

        var (stored, isPlanned) = commands.First(ReadRow, row => (row.GetString(0), !row.IsDBNull(1)));
        if (isPlanned)
        {
            return (stored!, true);
        }

        commands.Execute(ChangePeriod, period);
        return (period, false);
    }

    /// <summary>Renews it, and keeps others from taking it until the transaction ends.</summary>
    /// <param name="session">The transaction.</param>
    /// <exception cref="ClosingLostException">Somebody else has it.</exception>
    public void Hold(SeparateSession session)
    {
        if (session.Commands.Execute(HoldRow, (long)length.TotalMilliseconds, _closer) != 1)
        {
            throw new ClosingLostException();
        }
    }

    /// <summary>Lets others have it at once, who go on with what is there.</summary>
    /// <param name="session">The transaction.</param>
    public bool Free(SeparateSession session) => session.Commands.Execute(FreeRow, _closer) == 1;

    /// <summary>Gives it up for good: there is nothing left to go on with.</summary>
    /// <param name="session">The transaction.</param>
    public bool End(SeparateSession session) => session.Commands.Execute(DeleteRow, _closer) == 1;

    /// <summary>Renews it again and again, until it is stopped or somebody else has it.</summary>
    /// <param name="longWork">Where to write.</param>
    /// <param name="stop">Stops.</param>
    public async Task KeepAsync(LongWorkWriter longWork, CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(length / 3, TimeProvider.System, stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await longWork.RunAsync(session =>
                {
                    Hold(session);
                    return true;
                });
            }
            catch (ClosingLostException)
            {
                // The next step meets the same and says so.
                return;
            }
            catch (StoreUnavailableException)
            {
                // It may be back before the lease ends.
                continue;
            }
        }
    }

    /// <summary>The database's clock in milliseconds; SQLite has the machine's, as all who share a file do.</summary>
    private static string Now(Dialect dialect) => dialect.Clock.Length > 0
        ? $"({dialect.Clock})"
        : "(CAST(strftime('%s', 'now') AS INTEGER) * 1000)";
}
