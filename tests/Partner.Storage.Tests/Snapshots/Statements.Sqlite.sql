-- anomalies.insert-if-absent
INSERT INTO anomalies (partner_id, id, top_up_id, detail, at) VALUES (@p0, @p1, @p2, @p3, @p4) ON CONFLICT (partner_id, id) DO NOTHING;

-- audit.anomalies
SELECT partner_id, top_up_id, detail FROM anomalies ORDER BY partner_id, top_up_id, id;

-- audit.balances
SELECT partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at FROM balances;

-- audit.closed-periods
SELECT period FROM settled_periods;

-- audit.commissions
SELECT seller_id, top_up_id, partner_id, level_number, schedule, rule_id, mode, month, earned_at, currency, float_currency, base, volume_before, own, beneath, amount, credit, tax, parts, true_up, true_up_credit, reversed_at, settlement, clawback_settlement FROM commissions ORDER BY seller_id, top_up_id, level_number, partner_id;

-- audit.entries
SELECT partner_id, currency, sequence, transfer_id, amount, balance_after, posted_at FROM float_entries ORDER BY partner_id, currency, sequence;

-- audit.entries-by-operation
SELECT COALESCE(t.seller_id, e.partner_id) AS seller, COALESCE(t.top_up_id, e.transfer_id) AS operation, e.partner_id, e.currency, e.sequence, e.transfer_id, e.amount, e.balance_after, e.posted_at FROM float_entries e LEFT JOIN transfers t ON t.partner_id = e.partner_id AND t.id = e.transfer_id ORDER BY seller, operation, e.partner_id, e.transfer_id, e.sequence;

-- audit.events
SELECT partner_id, number, top_up_id, state FROM events ORDER BY partner_id, number;

-- audit.events-by-operation
SELECT e.partner_id, e.top_up_id, e.partner_id, e.number, e.top_up_id, e.state FROM events e ORDER BY e.partner_id, e.top_up_id, e.number;

-- audit.jobs
SELECT j.partner_id, COALESCE(r.top_up_id, j.operation_id) AS operation, j.operation_id, j.kind FROM jobs j LEFT JOIN reversals r ON r.partner_id = j.partner_id AND r.id = j.operation_id ORDER BY j.partner_id, operation, j.operation_id;

-- audit.legs
SELECT COALESCE(t.seller_id, l.partner_id) AS seller, COALESCE(t.top_up_id, l.transfer_id) AS operation, l.partner_id, l.transfer_id, l.account, l.currency, l.amount FROM legs l LEFT JOIN transfers t ON t.partner_id = l.partner_id AND t.id = l.transfer_id ORDER BY seller, operation, l.partner_id, l.transfer_id, l.number;

-- audit.partners
SELECT p.id, COALESCE(c.last_event, 0), COALESCE(c.last_receipt, 0) FROM partners p LEFT JOIN partner_counters c ON c.partner_id = p.id;

-- audit.quotes
SELECT partner_id, used_by, id, card, plan_code, price FROM quotes WHERE used_by IS NOT NULL ORDER BY partner_id, used_by, id;

-- audit.receipts
SELECT partner_id, receipt_counter, id FROM top_ups ORDER BY partner_id, receipt_counter, id;

-- audit.requests
SELECT q.partner_id, COALESCE(r.top_up_id, NULLIF(q.resource_id, ''), q.request_id) AS operation, q.request_id, q.method, q.resource_id FROM requests q LEFT JOIN reversals r ON r.partner_id = q.partner_id AND r.id = q.resource_id ORDER BY q.partner_id, operation, q.request_id;

-- audit.reversals
SELECT partner_id, top_up_id, id, request_id, state, currency, amount, clawback, created_at, in_doubt_since FROM reversals ORDER BY partner_id, top_up_id, id;

-- audit.settlements
SELECT partner_id, COALESCE(transfer_id, number) AS operation, number, period, currency, gross, tax, total, transfer_id, statement FROM settlements ORDER BY partner_id, operation, number;

-- audit.shared-ids
SELECT id FROM (SELECT id FROM top_ups UNION ALL SELECT id FROM reversals) ids GROUP BY id HAVING COUNT(*) > 1 ORDER BY id;

-- audit.top-ups
SELECT partner_id, id, request_id, state, version, card, plan_code, currency, face, handling_fee, customer_pays, net_debit, commission, price, quote_id, reversal_id, issuer_reference, created_at, accepted_at, in_doubt_since, event_number, debit_currency FROM top_ups ORDER BY partner_id, id;

-- audit.transfers
SELECT COALESCE(seller_id, partner_id) AS seller, COALESCE(top_up_id, id) AS operation, partner_id, id, kind, phase, top_up_id, reverses, resolved_at, basis FROM transfers ORDER BY seller, operation, partner_id, id;

-- audit.usages
SELECT scope, promotion, subject, uses, spent FROM usages;

-- audit.volumes
SELECT partner_id, schedule, currency, month, volume FROM volumes;

-- balances.insert-if-absent
INSERT INTO balances (partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6) ON CONFLICT (partner_id, currency) DO NOTHING;

-- balances.lock
SELECT posted, reserved, credit_limit, last_sequence, last_posted_at FROM balances WHERE partner_id = @p0 AND currency = @p1;

-- balances.read
SELECT posted, reserved, credit_limit, last_sequence, last_posted_at FROM balances WHERE partner_id = @p0 AND currency = @p1;

-- balances.write
UPDATE balances SET posted = @p2, reserved = @p3, credit_limit = @p4, last_sequence = @p5, last_posted_at = @p6 WHERE partner_id = @p0 AND currency = @p1;

-- certificates.insert-if-absent
INSERT INTO certificates (thumbprint, partner_id, outlet, permissions, subject, not_after, registered_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6) ON CONFLICT (thumbprint) DO NOTHING;

-- certificates.read
SELECT c.partner_id, p.status, c.outlet, c.permissions, c.revoked_at FROM certificates c JOIN partners p ON p.id = c.partner_id WHERE c.thumbprint = @p0;

-- certificates.revoke
UPDATE certificates SET revoked_at = COALESCE(revoked_at, @p1) WHERE thumbprint = @p0;

-- commissions.earliest-open
SELECT MIN(month) FROM commissions WHERE settlement IS NULL AND month > @p0;

-- commissions.insert
INSERT INTO commissions (partner_id, top_up_id, seller_id, level_number, schedule, rule_id, mode, month, earned_at, currency, float_currency, base, volume_before, own, beneath, amount, credit, tax, parts, true_up, true_up_credit) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20);

-- commissions.late
SELECT 1 FROM commissions WHERE settlement IS NULL AND month <= @p0 ORDER BY month LIMIT 1;

-- commissions.of-top-up
SELECT partner_id, top_up_id, seller_id, level_number, schedule, rule_id, mode, month, earned_at, currency, float_currency, base, volume_before, own, beneath, amount, credit, tax, parts, true_up, true_up_credit FROM commissions WHERE seller_id = @p0 AND top_up_id = @p1 ORDER BY level_number;

-- commissions.open-clawback
SELECT 1 FROM commissions WHERE reversed_at IS NOT NULL AND clawback_settlement IS NULL AND settlement IS NOT NULL ORDER BY partner_id LIMIT 1;

-- commissions.open-volumes
SELECT DISTINCT partner_id, schedule, currency, month FROM commissions WHERE month <= @p0 AND (settlement IS NULL OR (reversed_at IS NOT NULL AND clawback_settlement IS NULL)) ORDER BY partner_id, schedule, currency, month;

-- commissions.reverse
UPDATE commissions SET reversed_at = @p2 WHERE seller_id = @p0 AND top_up_id = @p1 AND reversed_at IS NULL;

-- commissions.settle
UPDATE commissions SET true_up = @p2, true_up_credit = @p3, settlement = COALESCE(settlement, @p4), clawback_settlement = COALESCE(clawback_settlement, @p5) WHERE partner_id = @p0 AND top_up_id = @p1;

-- documents.count
SELECT CAST(COUNT(*) AS BIGINT) FROM documents;

-- documents.insert-if-absent
INSERT INTO documents (kind, id, version, valid_from, published_at, json) VALUES (@p0, @p1, @p2, @p3, @p4, @p5) ON CONFLICT (kind, id, version) DO NOTHING;

-- documents.lock
SELECT kind FROM documents WHERE published_at = (SELECT MIN(published_at) FROM documents);

-- events.insert
INSERT INTO events (partner_id, number, top_up_id, state, at) VALUES (@p0, @p1, @p2, @p3, @p4);

-- float_entries.insert
INSERT INTO float_entries (partner_id, currency, sequence, transfer_id, amount, balance_after, posted_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6);

-- jobs.any-due
SELECT due_at FROM jobs WHERE due_at <= @p0 ORDER BY due_at LIMIT 1;

-- jobs.claim
UPDATE jobs SET state = 2, possibly_sent = @p5, attempts = @p2, lease_owner = @p3, due_at = @p4 WHERE partner_id = @p0 AND operation_id = @p1;

-- jobs.count-queued
SELECT CAST(COUNT(*) AS BIGINT) FROM jobs WHERE state = 1;

-- jobs.delete
DELETE FROM jobs WHERE partner_id = @p0 AND operation_id = @p1;

-- jobs.insert
INSERT INTO jobs (partner_id, operation_id, kind, state, possibly_sent, attempts, due_at, lease_owner, created_at, trace_parent) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9);

-- jobs.lock-state
SELECT state FROM jobs WHERE partner_id = @p0 AND operation_id = @p1;

-- jobs.postpone
UPDATE jobs SET state = 3, lease_owner = NULL, due_at = @p2 WHERE partner_id = @p0 AND operation_id = @p1;

-- jobs.postpone-own
UPDATE jobs SET state = 3, lease_owner = NULL, due_at = @p2 WHERE partner_id = @p0 AND operation_id = @p1 AND lease_owner = @p3 AND attempts = @p4;

-- jobs.renew
UPDATE jobs SET due_at = @p4 WHERE partner_id = @p0 AND operation_id = @p1 AND state = 2 AND lease_owner = @p2 AND attempts = @p3;

-- jobs.requeue
UPDATE jobs SET state = 1, possibly_sent = @p5, lease_owner = NULL, due_at = @p4 WHERE partner_id = @p0 AND operation_id = @p1 AND lease_owner = @p2 AND attempts = @p3;

-- jobs.select-due
SELECT partner_id, operation_id, kind, possibly_sent, attempts, created_at, trace_parent FROM jobs WHERE due_at <= @p0 ORDER BY due_at LIMIT @p1;

-- legs.insert
INSERT INTO legs (partner_id, transfer_id, number, account, currency, amount) VALUES (@p0, @p1, @p2, @p3, @p4, @p5);

-- legs.insert-two
INSERT INTO legs (partner_id, transfer_id, number, account, currency, amount) VALUES (@p0, @p1, 0, @p2, @p3, @p4), (@p0, @p1, 1, @p5, @p6, @p7);

-- partner_counters.insert-if-absent
INSERT INTO partner_counters (partner_id, last_event, last_receipt) VALUES (@p0, @p1, @p2) ON CONFLICT (partner_id) DO NOTHING;

-- partner_counters.lock
SELECT last_event, last_receipt FROM partner_counters WHERE partner_id = @p0;

-- partner_counters.write
UPDATE partner_counters SET last_event = @p1, last_receipt = @p2 WHERE partner_id = @p0;

-- partners.insert-if-absent
INSERT INTO partners (id, name, status, currency, created_at) VALUES (@p0, @p1, @p2, @p3, @p4) ON CONFLICT (id) DO NOTHING;

-- partners.read
SELECT name, status, currency FROM partners WHERE id = @p0;

-- partners.set-status
UPDATE partners SET status = @p1 WHERE id = @p0;

-- quotes.insert-if-absent
INSERT INTO quotes (partner_id, id, card, card_type, plan_code, amount_currency, amount, channel, price, reversal_window, created_at, expires_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11) ON CONFLICT (partner_id, id) DO NOTHING;

-- quotes.read-use
SELECT used_by FROM quotes WHERE partner_id = @p0 AND id = @p1;

-- quotes.use
UPDATE quotes SET used_by = @p2 WHERE partner_id = @p0 AND id = @p1 AND used_by IS NULL;

-- requests.insert
INSERT INTO requests (partner_id, request_id, method, input_hash, resource_id, created_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5);

-- requests.read
SELECT method, input_hash, resource_id FROM requests WHERE partner_id = @p0 AND request_id = @p1;

-- reversals.insert
INSERT INTO reversals (partner_id, id, top_up_id, request_id, state, version, reason, currency, amount, clawback, comment, created_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11);

-- reversals.update
UPDATE reversals SET state = @p3, version = @p4, reason = @p5, issuer_reference = @p6, final_at = @p7, in_doubt_since = @p8, evidence = @p9 WHERE partner_id = @p0 AND id = @p1 AND version = @p2;

-- settled_periods.insert-if-absent
INSERT INTO settled_periods (period, closed_at) VALUES (@p0, @p1) ON CONFLICT (period) DO NOTHING;

-- settled_periods.last
SELECT MAX(period) FROM settled_periods WHERE period <> @p0 OR @p1 = 0;

-- settled_periods.remove
DELETE FROM settled_periods WHERE period = @p0;

-- settlements.insert
INSERT INTO settlements (partner_id, number, period, currency, gross, tax, total, transfer_id, posted_at, statement) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9);

-- store.ping
SELECT 1;

-- top_ups.insert
INSERT INTO top_ups (partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26, @p27, @p28);

-- top_ups.read-earlier
SELECT id, state, created_at FROM top_ups WHERE partner_id = @p0 AND card = @p1 AND plan_code = @p2 AND state <= @p3 ORDER BY id DESC LIMIT 1;

-- top_ups.read-live-of-card
SELECT 1 FROM top_ups WHERE card = @p0 AND state <= 2 ORDER BY card LIMIT 1;

-- top_ups.update
UPDATE top_ups SET state = @p3, version = @p4, reason = @p5, issuer_reference = @p6, accepted_at = @p7, final_at = @p8, in_doubt_since = @p9, reversal_id = @p10, evidence = @p11, event_number = @p12 WHERE partner_id = @p0 AND id = @p1 AND version = @p2;

-- top_ups.update-with-price
UPDATE top_ups SET state = @p3, version = @p4, reason = @p5, issuer_reference = @p6, accepted_at = @p7, final_at = @p8, in_doubt_since = @p9, reversal_id = @p10, evidence = @p11, event_number = @p12, price = @p13, commission = @p14 WHERE partner_id = @p0 AND id = @p1 AND version = @p2;

-- transfers.insert
INSERT INTO transfers (partner_id, id, kind, phase, top_up_id, seller_id, reverses, basis, created_at, resolved_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9);

-- transfers.resolve
UPDATE transfers SET phase = @p2, resolved_at = @p3 WHERE partner_id = @p0 AND id = @p1 AND phase = 1;

-- usages.insert-if-absent
INSERT INTO usages (scope, promotion, subject, uses, spent) VALUES (@p0, @p1, @p2, @p3, @p4) ON CONFLICT (scope, promotion, subject) DO NOTHING;

-- usages.lock
SELECT uses, spent FROM usages WHERE scope = @p0 AND promotion = @p1 AND subject = @p2;

-- usages.read
SELECT uses, spent FROM usages WHERE scope = @p0 AND promotion = @p1 AND subject = @p2;

-- usages.write
UPDATE usages SET uses = @p3, spent = @p4 WHERE scope = @p0 AND promotion = @p1 AND subject = @p2;

-- volumes.insert-if-absent
INSERT INTO volumes (partner_id, schedule, currency, month, volume) VALUES (@p0, @p1, @p2, @p3, @p4) ON CONFLICT (partner_id, schedule, currency, month) DO NOTHING;

-- volumes.lock
SELECT volume FROM volumes WHERE partner_id = @p0 AND schedule = @p1 AND currency = @p2 AND month = @p3;

-- volumes.read
SELECT volume FROM volumes WHERE partner_id = @p0 AND schedule = @p1 AND currency = @p2 AND month = @p3;

-- volumes.write
UPDATE volumes SET volume = @p4 WHERE partner_id = @p0 AND schedule = @p1 AND currency = @p2 AND month = @p3;
