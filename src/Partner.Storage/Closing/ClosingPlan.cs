using Partner.Core.Ledger;
using Partner.Core.Settlements;
using Partner.Storage.Model;
using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Closing;

/// <summary>A statement that is to be posted.</summary>
/// <param name="Transfer">Its transfer; null when it moves nothing.</param>
internal sealed record PlannedSettlement(SettlementStatement Statement, Transfer? Transfer);

/// <summary>
/// What was decided, as rows. It is stored before any of it is carried out, so that whoever goes on after a crash
/// carries out the same: what changes meanwhile is the next period's.
/// </summary>
internal static class ClosingPlan
{
    private static readonly RowShape MarkKey = RowShape.Of("partner_id text, top_up_id text");

    /// <summary>Deletes marks: they are written, or thrown away.</summary>
    public static readonly RowSqlText DeleteMarks = RowSqlText.Delete("closing_marks", MarkKey);

    private static readonly RowSqlText InsertMarks = RowSqlText.InsertIfAbsent("closing_marks", 2, RowShape.Of(
        "partner_id text, top_up_id text, currency text, true_up long, true_up_credit long, counts int, " +
        "claws_back int"));

    private static readonly RowSqlText InsertStatements = RowSqlText.InsertIfAbsent(
        "closing_statements", 2, RowShape.Of(
            "partner_id text, number text, currency text, statement text, legs text"));

    private static readonly SqlText SomeMarks = new(
        "closing_marks.some",
        dialect => "SELECT partner_id, top_up_id FROM closing_marks ORDER BY partner_id, top_up_id " +
            dialect.Limit("@p0"));

    private static readonly SqlText SelectStatements = new(
        "closing_statements.next",
        dialect => "SELECT statement, legs FROM closing_statements WHERE number > @p0 ORDER BY number " +
            dialect.Limit("@p1"));

    private static readonly SqlText DeleteStatements = new(
        "closing_statements.clear", "DELETE FROM closing_statements");

    private static readonly SqlText Complete = new(
        "closings.complete", "UPDATE closings SET planned_at = @p0 WHERE id = 1");

    private static readonly SqlText AddPeriod = SqlText.InsertIfAbsent("settled_periods", 1, "period, closed_at");

    /// <summary>Removes some of what an earlier closer left unfinished.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="most">How many marks at most.</param>
    /// <returns>Whether there may be more.</returns>
    public static bool Clear(SeparateSession session, int most)
    {
        session.Commands.Execute(DeleteStatements);
        var found = new RowSet(MarkKey);
        foreach (var (payee, topUp) in session.Commands.All(
            SomeMarks, row => (row.GetString(0), row.GetString(1)), most))
        {
            found.Add(payee, topUp);
        }

        var exchange = session.Exchange();
        exchange.Add(DeleteMarks, found);
        exchange.Run();
        return found.Count == most;
    }

    /// <summary>Stores what is to become of entries.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="decided">The entries' changes.</param>
    public static void Insert(SeparateSession session, IReadOnlyList<RecordChange> decided)
    {
        var changes = new Changes();
        foreach (var change in decided)
        {
            var (level, after) = (change.Before.Entry.Level, change.After);
            changes.Add(
                InsertMarks,
                level.PayeeId.Value,
                change.Before.Entry.TopUpId.Value,
                level.FloatCurrency.Code,
                after.TrueUp.Minor,
                after.TrueUpCredit.Minor,
                change.Counts ? 1 : 0,
                change.ClawsBack ? 1 : 0);
        }

        Send(session, changes);
    }

    /// <summary>Stores statements.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="decided">The statements.</param>
    public static void Insert(SeparateSession session, IReadOnlyList<PeriodPosting> decided)
    {
        var changes = new Changes();
        foreach (var (statement, transfer) in decided)
        {
            changes.Add(
                InsertStatements,
                statement.PayeeId.Value,
                statement.Number,
                statement.Currency.Code,
                SettlementJson.Write(statement),
                LegsJson.Write(transfer));
        }

        Send(session, changes);
    }

    /// <summary>Says that the plan is complete.</summary>
    /// <param name="session">The transaction.</param>
    public static void Seal(SeparateSession session, DateTimeOffset now) =>
        session.Commands.Execute(Complete, now.UtcTicks);

    /// <summary>The next statements by number, which is their order.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="after">The number after which they begin.</param>
    /// <param name="most">How many at most.</param>
    public static List<PlannedSettlement> Next(SeparateSession session, string after, int most) => session.Commands.All(
        SelectStatements,
        row =>
        {
            var statement = SettlementJson.Read(row.GetString(0));
            return new PlannedSettlement(
                statement, LegsJson.Read(row.IsDBNull(1) ? null : row.GetString(1), statement.Number));
        },
        after,
        most);

    /// <summary>Closes the period and removes the plan, which is carried out.</summary>
    /// <param name="session">The transaction.</param>
    public static void Finish(SeparateSession session, string period, DateTimeOffset now)
    {
        session.Commands.Execute(AddPeriod, period, now.UtcTicks);
        session.Commands.Execute(DeleteStatements);
    }

    private static void Send(SeparateSession session, Changes changes)
    {
        var exchange = session.Exchange();
        changes.Send(exchange);
        exchange.Run();
    }
}
