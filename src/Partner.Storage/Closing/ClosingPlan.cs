using Partner.Core.Ledger;
using Partner.Core.Settlements;
using Partner.Storage.Model;
using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Closing;

/// <summary>A statement that is to be posted.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Transfer">Its transfer; null when it moves nothing.</param>
internal sealed record PlannedStatement(PeriodStatement Statement, Transfer? Transfer);

/// <summary>
/// What was decided, as rows. It is stored before any of it is carried out, so that whoever goes on after a crash
/// carries out the same: what changes meanwhile is the next period's.
/// </summary>
internal static class ClosingPlan
{
    private static readonly RowShape MarkKey = RowShape.Of("partner_id text, top_up_id text");

    /// <summary>Deletes marks: they are written, or thrown away.</summary>
    public static readonly RowStatement DeleteMarks = RowStatement.Delete("closing_marks", MarkKey);

    private static readonly RowStatement InsertMarks = RowStatement.InsertIfAbsent("closing_marks", 2, RowShape.Of(
        "partner_id text, top_up_id text, currency text, true_up long, true_up_credit long, counts int, " +
        "claws_back int"));

    private static readonly RowStatement InsertStatements = RowStatement.InsertIfAbsent(
        "closing_statements", 2, RowShape.Of(
            "partner_id text, number text, currency text, statement text, legs text"));

    private static readonly Statement SomeMarks = new(
        "closing_marks.some",
        dialect => "SELECT partner_id, top_up_id FROM closing_marks ORDER BY partner_id, top_up_id " +
            dialect.Limit("@p0"));

    private static readonly Statement SelectStatements = new(
        "closing_statements.next",
        dialect => "SELECT statement, legs FROM closing_statements WHERE number > @p0 ORDER BY number " +
            dialect.Limit("@p1"));

    private static readonly Statement DeleteStatements = new(
        "closing_statements.clear", "DELETE FROM closing_statements");

    private static readonly Statement Complete = new(
        "closings.complete", "UPDATE closings SET planned_at = @p0 WHERE id = 1");

    private static readonly Statement AddPeriod = Statement.InsertIfAbsent("settled_periods", 1, "period, closed_at");

    /// <summary>Removes some of what an earlier closer left unfinished.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="most">How many marks at most.</param>
    /// <returns>Whether there may be more.</returns>
    public static bool Clear(ErrandSession session, int most)
    {
        session.Statements.Execute(DeleteStatements);
        var found = new RowSet(MarkKey);
        foreach (var (payee, topUp) in session.Statements.All(
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
    public static void Insert(ErrandSession session, IReadOnlyList<RecordChange> decided)
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
    public static void Insert(ErrandSession session, IReadOnlyList<PeriodPosting> decided)
    {
        var changes = new Changes();
        foreach (var (statement, transfer) in decided)
        {
            changes.Add(
                InsertStatements,
                statement.PayeeId.Value,
                statement.Number,
                statement.Currency.Code,
                StatementJson.Write(statement),
                LegsJson.Write(transfer));
        }

        Send(session, changes);
    }

    /// <summary>Says that the plan is complete.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="now">The time.</param>
    public static void Seal(ErrandSession session, DateTimeOffset now) =>
        session.Statements.Execute(Complete, now.UtcTicks);

    /// <summary>The next statements by number, which is their order.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="after">The number after which they begin.</param>
    /// <param name="most">How many at most.</param>
    public static List<PlannedStatement> Next(ErrandSession session, string after, int most) => session.Statements.All(
        SelectStatements,
        row =>
        {
            var statement = StatementJson.Read(row.GetString(0));
            return new PlannedStatement(
                statement, LegsJson.Read(row.IsDBNull(1) ? null : row.GetString(1), statement.Number));
        },
        after,
        most);

    /// <summary>Closes the period and removes the plan, which is carried out.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="period">The period.</param>
    /// <param name="now">The time.</param>
    public static void Finish(ErrandSession session, string period, DateTimeOffset now)
    {
        session.Statements.Execute(AddPeriod, period, now.UtcTicks);
        session.Statements.Execute(DeleteStatements);
    }

    private static void Send(ErrandSession session, Changes changes)
    {
        var exchange = session.Exchange();
        changes.Send(exchange);
        exchange.Run();
    }
}
