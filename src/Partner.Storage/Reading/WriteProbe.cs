using Partner.Storage.Providers;
using Partner.Storage.Sql;

namespace Partner.Storage.Reading;

/// <summary>
/// Whether the database takes writes, found out by writing one row, and committing it: a full disk shows at nothing
/// less, and a nearly full one not even at that.
/// </summary>
internal static class WriteProbe
{
    private const int Only = 1;

    private static readonly SqlText Beat = new("heartbeats.write", "UPDATE heartbeats SET at = @p1 WHERE id = @p0");

    /// <summary>Makes a row: of this one, or of another number that stands for a lock.</summary>
    public static readonly SqlText Add = SqlText.InsertIfAbsent("heartbeats", 1, "id, at");

    /// <summary>Writes.</summary>
    /// <param name="session">A connection outside any transaction.</param>
    /// <returns>
    /// Why it takes no writes, for an operator; null when it does, and when it only was too busy to say.
    /// </returns>
    public static string? Problem(ReadSession session, Database database, DateTimeOffset now)
    {
        try
        {
            if (session.Commands.Execute(Beat, Only, now.UtcTicks) == 0)
            {
                session.Commands.Execute(Add, Only, now.UtcTicks);
            }

            return database.NoRoom();
        }
        catch (Exception fault) when (database.Classify(fault) == FaultKind.Conflict)
        {
            return null;
        }
        catch (Exception fault) when (!session.IsBroken && session.WhyNoWrites(fault) is { } why)
        {
            return why;
        }
    }
}
