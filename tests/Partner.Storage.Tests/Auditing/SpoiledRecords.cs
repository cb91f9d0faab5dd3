namespace Partner.Storage.Tests.Auditing;

internal sealed record SpoiledRecord(string Sql, string[] Findings);

/// <summary>
/// Defects, and all that an audit must say of each, as a table: the change in SQL, over one line or more, and under it,
/// indented, the code and the subject of every finding.
/// </summary>
internal static class SpoiledRecords
{
    public static IReadOnlyList<SpoiledRecord> All { get; } =
    [
        .. Parse(Table), .. Parse(SpoiledPrices.Table), .. Parse(SpoiledActions.Table), .. Parse(SpoiledShifts.Table),
    ];

    private const string Table =
        """
        INSERT INTO auto_renewal_steps (partner_id, number, renewal_id, outlet, kind, reason, at, cycle, card_end,
        top_up_id) VALUES ('acme', 1, 'r1', '', 2, 0, 1, 1, 1, 'gone')
          RENEWAL_UNFOUNDED partners/acme/autoRenewals/r1
        INSERT INTO auto_renewal_steps (partner_id, number, renewal_id, outlet, kind, reason, at, cycle, card_end,
        top_up_id) VALUES ('acme', 1, 'r1', '', 2, 0, 1, 1, 1, 'failed')
          RENEWAL_UNFOUNDED partners/acme/autoRenewals/r1
        INSERT INTO auto_renewal_steps (partner_id, number, renewal_id, outlet, kind, reason, at, cycle, card_end,
        top_up_id) VALUES ('acme', 1, 'r1', '', 2, 0, 1, 1, 1, 'done'), ('acme', 2, 'r1', '', 2, 0, 1, 1, 1, 'free'),
        ('acme', 3, 'r1', '', 2, 0, 1, 2, 1, 'free'), ('acme', 4, 'r2', '', 2, 0, 1, 2, 1, 'free')
          RENEWAL_REPEATED partners/acme/autoRenewals/r1
        INSERT INTO approvals (partner_id, id, kind, currency, amount, evidence, why, maker_kind, maker, maker_person,
        state, created_at, decided_at, decider_kind, decider, decider_person, decision_why)
        VALUES ('acme', 'gone', 1, 'CNY', 100, '', '', 3, 'a', 'Anna', 2, 1, 1, 3, 'b', 'Bob', '')
          APPROVAL_MISMATCH partners/acme/approvals/gone
        INSERT INTO approvals (partner_id, id, kind, currency, amount, evidence, why, maker_kind, maker, maker_person,
        state, created_at, decided_at, decider_kind, decider, decider_person, decision_why)
        VALUES ('acme', 'limit', 4, 'CNY', 100, '', '', 3, 'a', 'Anna', 2, 1, 1, 3, 'a', 'Anna', '')
          APPROVAL_MISMATCH partners/acme/approvals/limit
        INSERT INTO approvals (partner_id, id, kind, currency, amount, evidence, why, maker_kind, maker, maker_person,
        state, created_at) VALUES ('acme', 'acme-deposit', 1, 'CNY', 100, '', '', 3, 'a', 'Anna', 1, 1)
          APPROVAL_MISMATCH partners/acme/approvals/acme-deposit
        INSERT INTO approvals (partner_id, id, kind, request_id, currency, amount, evidence, why, maker_kind, maker,
        maker_person, state, created_at) VALUES ('acme', 'idle', 1, 'never-used-000001', 'CNY', 100, '', '', 3, 'a',
        'Anna', 1, 1)
          REQUEST_MISSING partners/acme/approvals/idle
        UPDATE transfers SET kind = 15 WHERE id = 'acme-deposit'
          TRANSFER_ILLEGAL partners/acme/transfers/acme-deposit
          TRANSFER_ILLEGAL partners/acme/transfers/acme-deposit
          REQUEST_MISMATCH partners/acme/requests/deposit-of-acme-0001
          ADJUSTMENT_UNEXPLAINED partners/acme/transfers/acme-deposit
        UPDATE top_ups SET origin = 2 WHERE partner_id = 'acme' AND id IN ('done', 'free')
          RENEWAL_REPEATED partners/acme/topUps/free
        UPDATE legs SET amount = 10001 WHERE transfer_id = 'done.sale' AND account = 2
          TRANSFER_UNBALANCED partners/acme/transfers/done.sale
          TRANSFER_AMOUNT_MISMATCH partners/acme/transfers/done.sale
        UPDATE legs SET account = 3 WHERE transfer_id = 'done.sale' AND account = 2
          TRANSFER_AMOUNT_MISMATCH partners/acme/transfers/done.sale
          TRANSFER_ILLEGAL partners/acme/transfers/done.sale
          TRANSFER_ILLEGAL partners/acme/transfers/done.sale
        UPDATE legs SET account = 3 WHERE transfer_id = 'done.commission' AND account = 4
          COMMISSION_MISMATCH partners/acme/transfers/done.commission
          TRANSFER_ILLEGAL partners/acme/transfers/done.commission
          TRANSFER_ILLEGAL partners/acme/transfers/done.commission
        UPDATE transfers SET kind = 99 WHERE id = 'acme-deposit'
          TRANSFER_ILLEGAL partners/acme/transfers/acme-deposit
          TRANSFER_ORPHAN partners/acme/transfers/acme-deposit
          REQUEST_ORPHAN partners/acme/requests/deposit-of-acme-0001
        UPDATE legs SET amount = amount + 100 WHERE transfer_id = 'acme-deposit' AND account = 3
          TRANSFER_UNBALANCED partners/acme/transfers/acme-deposit
        UPDATE transfers SET top_up_id = 'gone' WHERE id = 'free.sale'
          TRANSFER_MISSING partners/acme/topUps/free
          TRANSFER_ORPHAN partners/acme/transfers/free.sale
        UPDATE transfers SET top_up_id = NULL WHERE id = 'free.sale'
          TRANSFER_MISSING partners/acme/topUps/free
          TRANSFER_ORPHAN partners/acme/transfers/free.sale
        DELETE FROM transfers WHERE id = 'free.sale'
          TRANSFER_MISSING partners/acme/topUps/free
          LEG_ORPHAN partners/acme/transfers/free.sale
          LEG_ORPHAN partners/acme/transfers/free.sale
          ENTRY_ORPHAN partners/acme/floats/CNY/4
        DELETE FROM float_entries WHERE transfer_id = 'twice.sale'
          SEQUENCE_GAP partners/bolt/floats/JPY
          RUNNING_BALANCE_MISMATCH partners/bolt/floats/JPY/5
          BALANCE_MISMATCH partners/bolt/floats/JPY
          STATEMENT_MISMATCH partners/bolt/floats/JPY
          ENTRY_MISSING partners/bolt/transfers/twice.sale
        UPDATE float_entries SET amount = amount + 1 WHERE transfer_id = 'twice.sale'
          RUNNING_BALANCE_MISMATCH partners/bolt/floats/JPY/4
          BALANCE_MISMATCH partners/bolt/floats/JPY
          STATEMENT_MISMATCH partners/bolt/floats/JPY
          ENTRY_MISMATCH partners/bolt/floats/JPY/4
        UPDATE float_entries SET transfer_id = 'failed2.sale' WHERE transfer_id = 'twice.sale'
          ENTRY_MISMATCH partners/bolt/floats/JPY/4
          ENTRY_MISSING partners/bolt/transfers/twice.sale
        UPDATE transfers SET phase = 1, resolved_at = NULL WHERE id = 'failed.sale'
          RESERVATION_STRAY partners/acme/transfers/failed.sale
          RESERVED_MISMATCH partners/acme/floats/CNY
        UPDATE transfers SET phase = 3, resolved_at = 1 WHERE id = 'queued.sale'
          TRANSFER_PHASE_MISMATCH partners/acme/transfers/queued.sale
          RESERVED_MISMATCH partners/acme/floats/CNY
        UPDATE float_entries SET sequence = sequence + 1 WHERE sequence = (SELECT MAX(sequence) FROM float_entries
        WHERE partner_id = 'bolt') AND partner_id = 'bolt'
          SEQUENCE_GAP partners/bolt/floats/JPY
          BALANCE_MISMATCH partners/bolt/floats/JPY
        UPDATE float_entries SET balance_after = balance_after + 5 WHERE transfer_id = 'done2.sale'
          RUNNING_BALANCE_MISMATCH partners/bolt/floats/JPY/2
          RUNNING_BALANCE_MISMATCH partners/bolt/floats/JPY/3
        UPDATE float_entries SET posted_at = posted_at - 864000000000 WHERE transfer_id = 'twice.sale'
          ENTRY_MISMATCH partners/bolt/floats/JPY/4
        UPDATE float_entries SET posted_at = posted_at + 600000000 WHERE transfer_id = 'done2.sale'
          ENTRY_TIME_BACKWARDS partners/bolt/floats/JPY/3
        UPDATE balances SET posted = posted + 1 WHERE partner_id = 'acme'
          BALANCE_MISMATCH partners/acme/floats/CNY
        UPDATE balances SET posted = posted + 1 WHERE partner_id = 'idle'
          BALANCE_MISMATCH partners/idle/floats/EUR
        UPDATE balances SET last_sequence = last_sequence + 1 WHERE partner_id = 'acme'
          BALANCE_MISMATCH partners/acme/floats/CNY
        UPDATE balances SET reserved = reserved - 600 WHERE partner_id = 'acme'
          RESERVED_MISMATCH partners/acme/floats/CNY
        DELETE FROM balances WHERE partner_id = 'idle'
          BALANCE_MISSING partners/idle/floats/EUR
        DELETE FROM transfers WHERE id = 'done.commission'; DELETE FROM legs WHERE transfer_id = 'done.commission'
          TRANSFER_MISSING partners/acme/topUps/done
          ENTRY_ORPHAN partners/acme/floats/CNY/3
        DELETE FROM float_entries WHERE partner_id = 'idle'; DELETE FROM transfers WHERE partner_id = 'idle'; DELETE
        FROM legs WHERE partner_id = 'idle'; DELETE FROM requests WHERE partner_id = 'idle'
          BALANCE_MISMATCH partners/idle/floats/EUR
        UPDATE top_ups SET state = 1, final_at = NULL, accepted_at = NULL WHERE id = 'free'
          COMMISSION_UNEXPECTED partners/acme/commissions/free
          EVENT_MISMATCH partners/acme/topUps/free
          JOB_MISSING partners/acme/topUps/free
          TRANSFER_PHASE_MISMATCH partners/acme/transfers/free.sale
        UPDATE top_ups SET state = 3, accepted_at = NULL WHERE id = 'done'
          COMMISSION_UNEXPECTED partners/acme/commissions/done
          EVENT_MISMATCH partners/acme/topUps/done
          TRANSFER_PHASE_MISMATCH partners/acme/transfers/done.sale
          TRANSFER_UNEXPECTED partners/acme/transfers/done.commission
        UPDATE top_ups SET state = 2 WHERE id = 'reversed'
          COMMISSION_STATE_MISMATCH partners/acme/commissions/reversed
          EVENT_MISMATCH partners/acme/topUps/reversed
          REVERSAL_COUNT partners/acme/topUps/reversed
        UPDATE top_ups SET state = 9 WHERE id = 'failed'
          TRANSFER_PHASE_MISMATCH partners/acme/transfers/failed.sale
          STATE_MISMATCH partners/acme/topUps/failed
          EVENT_MISMATCH partners/acme/topUps/failed
        UPDATE top_ups SET accepted_at = NULL WHERE id = 'done'
          COMMISSION_TERMS_MISMATCH partners/acme/commissions/done
          STATE_MISMATCH partners/acme/topUps/done
        UPDATE top_ups SET commission = commission + 1 WHERE id = 'done'
          PRICE_MISMATCH partners/acme/topUps/done
        UPDATE top_ups SET net_debit = net_debit - 1 WHERE id = 'done'
          PRICE_MISMATCH partners/acme/topUps/done
        UPDATE top_ups SET price = '{' WHERE id = 'free'
          PRICE_MISMATCH partners/acme/topUps/free
        UPDATE top_ups SET price = 'null' WHERE id = 'free'
          PRICE_MISMATCH partners/acme/topUps/free
        UPDATE top_ups SET price = replace(price, '"A":5000', '"A":5001') WHERE id = 'free'
          PRICE_MISMATCH partners/acme/topUps/free
        UPDATE transfers SET basis = replace(basis, '250', '251') WHERE id = 'done.commission'
          COMMISSION_MISMATCH partners/acme/transfers/done.commission
        UPDATE transfers SET basis = '[' WHERE id = 'r-reversed.clawback'
          COMMISSION_MISMATCH partners/acme/transfers/r-reversed.clawback
        UPDATE transfers SET reverses = 'done.sale' WHERE id = 'r-reversed.reversal'
          REVERSES_MISMATCH partners/acme/transfers/r-reversed.reversal
        UPDATE transfers SET id = 'done.bonus' WHERE id = 'done.commission'; UPDATE legs SET transfer_id =
        'done.bonus' WHERE transfer_id = 'done.commission'; UPDATE float_entries SET transfer_id = 'done.bonus' WHERE
        transfer_id = 'done.commission'
          TRANSFER_UNEXPECTED partners/acme/transfers/done.bonus
          TRANSFER_MISSING partners/acme/topUps/done
        UPDATE transfers SET top_up_id = 'done' WHERE id = 'acme-deposit'
          REQUEST_ORPHAN partners/acme/requests/deposit-of-acme-0001
          TRANSFER_UNEXPECTED partners/acme/transfers/acme-deposit
          REQUEST_MISSING partners/acme/transfers/acme-deposit
        UPDATE reversals SET state = 3 WHERE id = 'r-reversed'
          TRANSFER_UNEXPECTED partners/acme/transfers/r-reversed.clawback
          TRANSFER_UNEXPECTED partners/acme/transfers/r-reversed.reversal
          REVERSAL_COUNT partners/acme/topUps/reversed
        UPDATE reversals SET state = 1, final_at = NULL WHERE id = 'r-declined'
          JOB_MISSING partners/acme/topUps/kept/reversals/r-declined
        DROP INDEX ix_reversals_partner_id_top_up_id; UPDATE reversals SET state = 1, final_at = NULL, top_up_id =
        'reversing' WHERE id = 'r-declined'
          REVERSAL_MISMATCH partners/acme/topUps/kept
          REVERSAL_COUNT partners/acme/topUps/reversing
          REVERSAL_MISMATCH partners/acme/topUps/reversing/reversals/r-declined
          JOB_MISSING partners/acme/topUps/reversing/reversals/r-declined
        UPDATE reversals SET amount = amount + 1 WHERE id = 'r-reversed'
          REVERSAL_MISMATCH partners/acme/topUps/reversed/reversals/r-reversed
        UPDATE reversals SET business_date = business_date + 9 WHERE id = 'r-reversed'
          REVERSAL_MISMATCH partners/acme/topUps/reversed/reversals/r-reversed
        UPDATE reversals SET business_date = -5 WHERE id = 'r-declined'
          REVERSAL_MISMATCH partners/acme/topUps/kept/reversals/r-declined
        UPDATE top_ups SET business_date = business_date + 30 WHERE id = 'reversed'
          REVERSAL_MISMATCH partners/acme/topUps/reversed/reversals/r-reversed
        UPDATE reversals SET state = 7 WHERE id = 'r-declined'
          REVERSAL_MISMATCH partners/acme/topUps/kept/reversals/r-declined
        UPDATE top_ups SET reversal_id = 'r-open' WHERE id = 'done'
          REVERSAL_MISMATCH partners/acme/topUps/done
        UPDATE top_ups SET reversal_id = NULL WHERE id = 'kept'
          REVERSAL_MISMATCH partners/acme/topUps/kept
        UPDATE reversals SET top_up_id = 'gone' WHERE id = 'r-declined'
          REVERSAL_ORPHAN partners/acme/topUps/gone/reversals/r-declined
          REVERSAL_MISMATCH partners/acme/topUps/kept
        DELETE FROM events WHERE partner_id = 'bolt' AND number = 3
          EVENT_GAP partners/bolt
          EVENT_MISMATCH partners/bolt/topUps/failed2
        UPDATE partner_counters SET last_event = last_event + 1 WHERE partner_id = 'bolt'
          EVENT_GAP partners/bolt
        UPDATE partner_counters SET last_event = 4 WHERE partner_id = 'idle'
          EVENT_GAP partners/idle
        UPDATE events SET top_up_id = 'gone' WHERE partner_id = 'bolt' AND number = 3
          EVENT_MISMATCH partners/bolt/topUps/failed2
          EVENT_ORPHAN partners/bolt
        UPDATE events SET state = 3 WHERE partner_id = 'bolt' AND number = 2
          EVENT_MISMATCH partners/bolt/topUps/done2
        UPDATE top_ups SET event_number = event_number - 1 WHERE id = 'done'
          EVENT_MISMATCH partners/acme/topUps/done
        UPDATE top_ups SET version = version + 1 WHERE id = 'done'
          EVENT_MISMATCH partners/acme/topUps/done
        UPDATE top_ups SET receipt_counter = 1 WHERE partner_id = 'bolt' AND receipt_counter = 2
          RECEIPT_REPEATED partners/bolt/topUps/failed2
          RECEIPT_GAP partners/bolt
        UPDATE partner_counters SET last_receipt = last_receipt + 1 WHERE partner_id = 'bolt'
          RECEIPT_GAP partners/bolt
        DELETE FROM requests WHERE resource_id = 'done'
          REQUEST_MISSING partners/acme/topUps/done
        DELETE FROM requests WHERE resource_id = 'r-reversed'
          REQUEST_MISSING partners/acme/topUps/reversed/reversals/r-reversed
        DELETE FROM requests WHERE resource_id = 'acme-deposit'
          REQUEST_MISSING partners/acme/transfers/acme-deposit
        UPDATE requests SET resource_id = 'gone' WHERE resource_id = 'failed'
          REQUEST_MISSING partners/acme/topUps/failed
          REQUEST_ORPHAN partners/acme/requests/request-of-failed
        UPDATE requests SET method = 2 WHERE resource_id = 'done'
          REQUEST_MISMATCH partners/acme/requests/request-of-done
        UPDATE requests SET method = 4 WHERE resource_id = 'done'
          REQUEST_MISMATCH partners/acme/requests/request-of-done
        UPDATE requests SET resource_id = '' WHERE resource_id = 'done'
          REQUEST_MISSING partners/acme/topUps/done
          REQUEST_ORPHAN partners/acme/requests/request-of-done
        UPDATE requests SET method = 4, resource_id = '' WHERE resource_id = 'done'
          REQUEST_MISSING partners/acme/topUps/done
        UPDATE requests SET resource_id = 'done' WHERE request_id = 'an-abandoned-request'
          REQUEST_MISMATCH partners/acme/requests/an-abandoned-request
        UPDATE requests SET resource_id = 'gone' WHERE request_id = 'an-abandoned-request'
          REQUEST_ORPHAN partners/acme/requests/an-abandoned-request
        UPDATE requests SET request_id = 'request-of-nobody' WHERE resource_id = 'done'
          REQUEST_MISMATCH partners/acme/requests/request-of-nobody
        INSERT INTO requests SELECT partner_id, 'a-second-request-id', method, input_hash, resource_id, created_at
        FROM requests WHERE resource_id = 'r-open'
          REQUEST_MISMATCH partners/acme/requests/a-second-request-id
        DELETE FROM jobs WHERE operation_id = 'doubtful'
          JOB_MISSING partners/acme/topUps/doubtful
        DELETE FROM jobs WHERE operation_id = 'r-open'
          JOB_MISSING partners/acme/topUps/reversing/reversals/r-open
        UPDATE jobs SET kind = 2 WHERE operation_id = 'queued'
          JOB_STRAY partners/acme/jobs/queued
          JOB_MISSING partners/acme/topUps/queued
        UPDATE jobs SET operation_id = 'done' WHERE operation_id = 'sent'
          JOB_STRAY partners/bolt/jobs/done
          JOB_MISSING partners/bolt/topUps/sent
        UPDATE jobs SET operation_id = 'gone' WHERE operation_id = 'sent'
          JOB_STRAY partners/bolt/jobs/gone
          JOB_MISSING partners/bolt/topUps/sent
        UPDATE quotes SET used_by = 'done' WHERE id = 'unused'
          QUOTE_MISMATCH partners/acme/quotes/unused
        UPDATE quotes SET used_by = NULL WHERE id = 'quote'
          QUOTE_MISMATCH partners/acme/topUps/quoted
        UPDATE quotes SET used_by = 'gone' WHERE id = 'unused'
          QUOTE_ORPHAN partners/acme/quotes/unused
        UPDATE quotes SET card = '+8613000099999' WHERE id = 'quote'
          QUOTE_MISMATCH partners/acme/quotes/quote
        UPDATE quotes SET price = replace(price, '"Debit":4000', '"Debit":3999') WHERE id = 'quote'
          QUOTE_MISMATCH partners/acme/quotes/quote
        UPDATE reversals SET id = 'done' WHERE id = 'r-second-declined'
          REQUEST_ORPHAN partners/bolt/requests/request-of-r-second-declined
          REQUEST_MISSING partners/bolt/topUps/twice/reversals/done
          OPERATION_ID_SHARED operations/done
        DELETE FROM partners WHERE id = 'idle'
          PARTNER_MISSING partners/idle
        INSERT INTO anomalies VALUES ('acme', 'x', 'failed', 'issuer says Accepted, top-up is Failed', 1)
          ANOMALY partners/acme/topUps/failed
        DELETE FROM top_ups WHERE id = 'done2'
          COMMISSION_ORPHAN partners/bolt/commissions/done2
          EVENT_ORPHAN partners/bolt
          EVENT_ORPHAN partners/bolt
          RECEIPT_GAP partners/bolt
          REQUEST_ORPHAN partners/bolt/requests/request-of-done2
          TRANSFER_ORPHAN partners/bolt/transfers/done2.commission
          TRANSFER_ORPHAN partners/bolt/transfers/done2.sale
        """;

    private static List<SpoiledRecord> Parse(string table)
    {
        var books = new List<SpoiledRecord>();
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                books[^1] = books[^1] with { Findings = [.. books[^1].Findings, line.Trim()] };
            }
            else if (books.Count > 0 && books[^1].Findings.Length == 0)
            {
                books[^1] = books[^1] with { Sql = $"{books[^1].Sql} {line}" };
            }
            else
            {
                books.Add(new SpoiledRecord(line, []));
            }
        }

        return books;
    }
}
