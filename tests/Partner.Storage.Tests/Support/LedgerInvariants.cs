using Partner.Core.Auditing;
using Partner.Storage.Abstractions;

namespace Partner.Storage.Tests.Support;

/// <summary>What must be true of the books after anything that the store was asked to do, in plain SQL.</summary>
internal static class LedgerInvariants
{
    private static readonly (string Broken, string Sql)[] Rules =
    [
        ("a transfer whose legs do not sum to zero",
            "SELECT transfer_id FROM legs GROUP BY partner_id, transfer_id, currency HAVING SUM(amount) <> 0"),
        ("a transfer with fewer than two legs",
            "SELECT t.id FROM transfers t LEFT JOIN legs l ON l.partner_id = t.partner_id AND l.transfer_id = t.id " +
            "GROUP BY t.partner_id, t.id HAVING COUNT(l.number) < 2"),
        ("a balance that is not the sum of its entries",
            "SELECT partner_id FROM balances b WHERE posted <> COALESCE((SELECT SUM(amount) FROM float_entries e " +
            "WHERE e.partner_id = b.partner_id AND e.currency = b.currency), 0)"),
        ("a reserved amount that is not the sum of the pending debits",
            "SELECT partner_id FROM balances b WHERE reserved <> COALESCE((SELECT -SUM(l.amount) FROM transfers t " +
            "JOIN legs l ON l.partner_id = t.partner_id AND l.transfer_id = t.id WHERE t.phase = 1 AND l.account = 1 " +
            "AND t.partner_id = b.partner_id AND l.currency = b.currency), 0)"),
        ("an entry whose running balance does not follow",
            "SELECT sequence FROM (SELECT sequence, balance_after, amount, LAG(balance_after, 1, 0) " +
            "OVER (PARTITION BY partner_id, currency ORDER BY sequence) AS earlier FROM float_entries) entry " +
            "WHERE balance_after <> earlier + amount"),
        ("an entry posted before the one with the number below",
            "SELECT sequence FROM (SELECT sequence, posted_at, LAG(posted_at, 1, 0) " +
            "OVER (PARTITION BY partner_id, currency ORDER BY sequence) AS earlier FROM float_entries) entry " +
            "WHERE posted_at < earlier"),
        ("a float whose entries are not numbered 1 to the last",
            "SELECT partner_id FROM balances b WHERE last_sequence <> (SELECT COUNT(*) FROM float_entries e " +
            "WHERE e.partner_id = b.partner_id AND e.currency = b.currency " +
            "AND e.sequence BETWEEN 1 AND b.last_sequence)"),
        ("a posted float leg without its one entry, or an entry without its posted leg",
            "SELECT t.id FROM transfers t JOIN legs l ON l.partner_id = t.partner_id AND l.transfer_id = t.id " +
            "AND l.account = 1 LEFT JOIN float_entries e ON e.partner_id = t.partner_id AND e.transfer_id = t.id " +
            "AND e.amount = l.amount GROUP BY t.partner_id, t.id, t.phase, l.number " +
            "HAVING COUNT(e.sequence) <> CASE t.phase WHEN 2 THEN 1 ELSE 0 END"),
        ("events that are not numbered 1 to the last",
            "SELECT partner_id FROM partner_counters c WHERE last_event <> (SELECT COUNT(*) FROM events e " +
            "WHERE e.partner_id = c.partner_id AND e.number BETWEEN 1 AND c.last_event)"),
        ("receipts that are not numbered 1 to the last",
            "SELECT partner_id FROM partner_counters c WHERE last_receipt <> (SELECT COUNT(DISTINCT receipt_counter) " +
            "FROM top_ups t WHERE t.partner_id = c.partner_id AND t.receipt_counter BETWEEN 1 AND c.last_receipt) " +
            "OR last_receipt <> (SELECT COUNT(*) FROM top_ups t WHERE t.partner_id = c.partner_id)"),
        ("a top-up whose latest event says something else",
            "SELECT t.id FROM top_ups t " +
            "LEFT JOIN events e ON e.partner_id = t.partner_id AND e.number = t.event_number " +
            "WHERE e.number IS NULL OR e.top_up_id <> t.id OR e.state <> t.state"),
        ("a top-up whose sale is not in the phase of its state",
            "SELECT t.id FROM top_ups t " +
            "LEFT JOIN transfers s ON s.partner_id = t.partner_id AND s.id = t.id || '.sale' " +
            "WHERE s.id IS NULL OR s.phase <> CASE t.state WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 5 THEN 2 ELSE 3 END"),
        ("a top-up whose commission was not earned exactly once",
            "SELECT t.id FROM top_ups t LEFT JOIN transfers c ON c.partner_id = t.partner_id AND c.top_up_id = t.id " +
            "AND c.kind = 3 GROUP BY t.partner_id, t.id, t.state, t.commission " +
            "HAVING COUNT(c.id) <> CASE WHEN t.state IN (2, 5) AND t.commission > 0 THEN 1 ELSE 0 END"),
        ("a reversal that did not credit, or give points, exactly once",
            "SELECT r.id FROM reversals r LEFT JOIN transfers t ON t.partner_id = r.partner_id AND t.phase = 2 " +
            "AND ((r.refund_points IS NULL AND t.id = r.id || '.reversal') " +
            "OR (r.refund_points IS NOT NULL AND t.id = r.id || '.refund-points')) " +
            "GROUP BY r.partner_id, r.id, r.state " +
            "HAVING COUNT(t.id) <> CASE r.state WHEN 2 THEN 1 ELSE 0 END"),
        ("an unfinished operation without its job, or a job without an unfinished operation",
            "SELECT id FROM (SELECT partner_id, id FROM top_ups WHERE state = 1 UNION ALL " +
            "SELECT partner_id, id FROM reversals WHERE state = 1 UNION ALL " +
            "SELECT partner_id, top_up_id || CASE WHEN state = 4 AND granted_at IS NOT NULL THEN '-gifts-back' " +
            "ELSE '-gifts' END FROM card_gifts WHERE state IN (1, 4) UNION ALL " +
            "SELECT partner_id, id FROM esim_reissues WHERE state = 1 UNION ALL " +
            "SELECT partner_id, operation_id FROM jobs) work GROUP BY partner_id, id HAVING COUNT(*) <> 2"),
        ("a top-up or reversal without its one request id",
            "SELECT id FROM (SELECT partner_id, id FROM top_ups UNION ALL SELECT partner_id, id FROM reversals " +
            "UNION ALL SELECT partner_id, resource_id FROM requests WHERE method < 3) operation " +
            "GROUP BY partner_id, id HAVING COUNT(*) <> 2"),
    ];

    /// <summary>Fails when the books are wrong in any way, or the audit finds what these rules do not.</summary>
    /// <param name="fixture">The store.</param>
    /// <param name="anomalies">How many contradictions the test caused.</param>
    public static async Task AssertRightAsync(this StoreFixture fixture, int anomalies = 0)
    {
        foreach (var (broken, sql) in Rules)
        {
            var found = fixture.Query(sql, row => row.GetValue(0).ToString());
            Assert.True(found.Count == 0, $"{broken}: {string.Join(", ", found.Take(5))}");
        }

        if (fixture.Options.Provider == StoreProvider.Sqlite)
        {
            Assert.Equal(["ok"], fixture.Query("PRAGMA integrity_check", row => row.GetString(0)));
        }

        // Locks are taken in one order, so that a transaction that had to be repeated is a fault of the order. Where
        // databases have one writer at a time, a writer that waits too long for its turn counts as well.
        if (fixture.Options.Provider != StoreProvider.Sqlite)
        {
            Assert.Equal(0, fixture.Conflicts);
        }

        var report = await fixture.Store.Audits.ReadAsync(
            source => Auditor.Run(source, null, Given.Noon, CancellationToken.None), CancellationToken.None);
        Assert.Equal(anomalies, report.Findings.Count);
        Assert.Equal(anomalies, fixture.Count("SELECT COUNT(*) FROM anomalies"));
    }
}
