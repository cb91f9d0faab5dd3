using Partner.Storage.Sql;
using Partner.Storage.Writing;
using Partner.Storage.Writing.Tables;

namespace Partner.Storage.Closing;

/// <summary>How far marking has come.</summary>
/// <param name="Statement">Index of the statement whose entries are next.</param>
/// <param name="After">The top-up after which they begin; empty for the first.</param>
/// <param name="Skipped">How many were passed over, since others had them locked.</param>
internal readonly record struct MarkPlace(int Statement, string After, int Skipped);

/// <summary>
/// Writes into entries which statement counts them, and deletes the marks that said so, together. Payees' counters are
/// not locked for it, so that a payee with a million entries goes on selling; the only others that change an entry are
/// reversals, and both are counted once, in whatever order they come:
/// <list type="bullet">
/// <item>A reversal writes <c>reversed_at</c> and how much was returned, and nothing else of the row; marks never write
/// these. What a mark writes does not depend on the row, for only closings change these columns, and there is one at a
/// time.</item>
/// <item>A plan counts the clawback of a reversal that was committed at the plan's moment. One that commits later
/// leaves an entry that is reversed and whose clawback no settlement counts, whether it is marked before or after: the
/// next period counts it, and takes the true-up back.</item>
/// <item>It waits for no row: what others hold it passes over and comes back for, so it is in no circle of waiting.
/// </item>
/// </list>
/// </summary>
internal static class ClosingMarks
{
    private static readonly RowShape Key = RowShape.Of("partner_id text, top_up_id text");

    private static readonly SqlText SelectMarks = new(
        "closing_marks.next",
        dialect => "SELECT top_up_id, true_up, true_up_credit, counts, claws_back FROM closing_marks " +
            "WHERE partner_id = @p0 AND currency = @p1 AND top_up_id > @p2 ORDER BY top_up_id " +
            dialect.Limit("@p3"));

    private static readonly RowSqlText Claim = RowSqlText.Claim(
        "commissions.claim-rows", "t.partner_id, t.top_up_id", "commissions", Key);

    private static readonly RowSqlText Write = RowSqlText.UpdateIf(
        "commissions.settle-rows",
        "commissions",
        2,
        RowShape.Of(
            "partner_id text, top_up_id text, true_up long, true_up_credit long, settlement text, clawback text"),
        "true_up = k.true_up, true_up_credit = k.true_up_credit, " +
        "settlement = COALESCE(t.settlement, k.settlement), " +
        "clawback_settlement = COALESCE(t.clawback_settlement, k.clawback)",
        "0 = 0");

    /// <summary>Marks the next entries of statements that are posted.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="most">How many entries at most.</param>
    /// <returns>Where to go on.</returns>
    public static MarkPlace Next(
        SeparateSession session, IReadOnlyList<PlannedSettlement> statements, MarkPlace from, int most)
    {
        var (index, after, skipped) = from;
        var marks = new List<Mark>(most);
        while (index < statements.Count && marks.Count < most)
        {
            var wanted = most - marks.Count;
            var found = Read(session, statements[index], after, wanted);
            marks.AddRange(found);
            (index, after) = found.Count < wanted ? (index + 1, "") : (index, found[^1].TopUpId.Value);
        }

        return new MarkPlace(index, after, skipped + marks.Count - Apply(session, marks));
    }

    private static List<Mark> Read(SeparateSession session, PlannedSettlement planned, string after, int most)
    {
        var statement = planned.Statement;
        return session.Commands.All(
            SelectMarks,
            row => new Mark(
                statement.PayeeId,
                new TopUpId(row.GetString(0)),
                row.GetInt64(1),
                row.GetInt64(2),
                row.GetInt32(3) == 1 ? statement.Number : null,
                row.GetInt32(4) == 1 ? statement.Number : null),
            statement.PayeeId.Value,
            statement.Currency.Code,
            after,
            most);
    }

    private static int Apply(SeparateSession session, List<Mark> marks)
    {
        var keys = new RowSet(Key);
        marks.ForEach(mark => keys.Add(mark.PayeeId.Value, mark.TopUpId.Value));
        var free = new HashSet<ResourceKey>(marks.Count);
        var exchange = session.Exchange();
        exchange.Add(Claim, keys, row => free.Add(new ResourceKey(new PartnerId(row.GetString(0)), row.GetString(1))));
        exchange.Run();
        var changes = new Changes();
        foreach (var mark in marks.Where(mark => free.Contains(new ResourceKey(mark.PayeeId, mark.TopUpId.Value))))
        {
            changes.Add(
                Write,
                mark.PayeeId.Value,
                mark.TopUpId.Value,
                mark.TrueUp,
                mark.TrueUpCredit,
                mark.Settlement,
                mark.Clawback);
            changes.Add(ClosingPlan.DeleteMarks, mark.PayeeId.Value, mark.TopUpId.Value);
        }

        changes.Send(exchange);
        exchange.Run();
        return free.Count;
    }

    private sealed record Mark(
        PartnerId PayeeId, TopUpId TopUpId, long TrueUp, long TrueUpCredit, string? Settlement, string? Clawback);
}
