-- account_events.delete-rows
DELETE FROM account_events AS t USING unnest($1, $2) AS k(partner_id, number) WHERE t.partner_id = k.partner_id AND t.number = k.number;

-- account_events.insert-if-absent
INSERT INTO account_events (partner_id, number, kind, at, thumbprint, days) VALUES (@p0, @p1, @p2, @p3, @p4, @p5) ON CONFLICT (partner_id, number) DO NOTHING;

-- account_events.select-old
SELECT partner_id, number FROM account_events WHERE at < @p0 ORDER BY at LIMIT @p1 FOR UPDATE SKIP LOCKED;

-- account_progress.insert-if-absent
INSERT INTO account_progress (partner_id, last_number) VALUES (@p0, @p1) ON CONFLICT (partner_id) DO NOTHING;

-- account_progress.numbered
UPDATE account_progress SET last_number = @p1 WHERE partner_id = @p0;

-- account_progress.read
SELECT last_number FROM account_progress WHERE partner_id = @p0;

-- actions.insert-rows
INSERT INTO actions (partner_id, number, at, actor_kind, actor, action, resource, state_before, state_after, why, previous_hash, hash) SELECT partner_id, number, at, actor_kind, actor, action, resource, state_before, state_after, why, previous_hash, hash FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS k(partner_id, number, at, actor_kind, actor, action, resource, state_before, state_after, why, previous_hash, hash);

-- adjustments.insert-rows
INSERT INTO adjustments (partner_id, transfer_id, reason, evidence) SELECT partner_id, transfer_id, reason, evidence FROM unnest($1, $2, $3, $4) AS k(partner_id, transfer_id, reason, evidence);

-- anomalies.insert-rows-if-absent
INSERT INTO anomalies (partner_id, id, top_up_id, detail, at) SELECT partner_id, id, top_up_id, detail, at FROM unnest($1, $2, $3, $4, $5) AS k(partner_id, id, top_up_id, detail, at) ON CONFLICT (partner_id, id) DO NOTHING;

-- approvals.insert-rows
INSERT INTO approvals (partner_id, id, kind, request_id, currency, amount, reason, evidence, why, maker_kind, maker, maker_person, created_at, state, decided_at, decider_kind, decider, decider_person, decision_why) SELECT partner_id, id, kind, request_id, currency, amount, reason, evidence, why, maker_kind, maker, maker_person, created_at, state, decided_at, decider_kind, decider, decider_person, decision_why FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) AS k(partner_id, id, kind, request_id, currency, amount, reason, evidence, why, maker_kind, maker, maker_person, created_at, state, decided_at, decider_kind, decider, decider_person, decision_why);

-- approvals.read-by-request
SELECT t.partner_id, t.id, t.kind, t.request_id, t.currency, t.amount, t.reason, t.evidence, t.why, t.maker_kind, t.maker, t.maker_person, t.state, t.created_at, t.decided_at, t.decider_kind, t.decider, t.decider_person, t.decision_why FROM unnest($1, $2) AS k(partner_id, request_id), approvals t WHERE t.partner_id = k.partner_id AND t.request_id = k.request_id;

-- approvals.read-pending
SELECT t.partner_id, t.id, t.kind, t.request_id, t.currency, t.amount, t.reason, t.evidence, t.why, t.maker_kind, t.maker, t.maker_person, t.state, t.created_at, t.decided_at, t.decider_kind, t.decider, t.decider_person, t.decision_why FROM unnest($1) AS k(partner_id), approvals t WHERE t.partner_id = k.partner_id AND t.state = 1;

-- approvals.read-rows
SELECT t.partner_id, t.id, t.kind, t.request_id, t.currency, t.amount, t.reason, t.evidence, t.why, t.maker_kind, t.maker, t.maker_person, t.state, t.created_at, t.decided_at, t.decider_kind, t.decider, t.decider_person, t.decision_why FROM unnest($1, $2) AS k(partner_id, id), approvals t WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- approvals.update-rows
UPDATE approvals AS t SET state = k.state, decided_at = k.decided_at, decider_kind = k.decider_kind, decider = k.decider, decider_person = k.decider_person, decision_why = k.decision_why FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS k(partner_id, id, state, decided_at, decider_kind, decider, decider_person, decision_why) WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.state = 1;

-- arrival_cases.claim
UPDATE arrival_cases SET lease_owner = @p2, lease_until = @p3 WHERE partner_id = @p0 AND top_up_id = @p1 AND closed_at IS NULL AND lease_until <= @p4;

-- arrival_cases.insert-rows
INSERT INTO arrival_cases (partner_id, top_up_id, outlet, card, plan_code, opened_at, opened_in, clock_ends_at, lease_until, state, verdict, version, top_up_version, looks, due_at, looked_at, looked_in, issuer_statement, card_statement, card_differences, escalated_at, closed_at, evidence, sold_again) SELECT partner_id, top_up_id, outlet, card, plan_code, opened_at, opened_in, clock_ends_at, lease_until, state, verdict, version, top_up_version, looks, due_at, looked_at, looked_in, issuer_statement, card_statement, card_differences, escalated_at, closed_at, evidence, sold_again FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24) AS k(partner_id, top_up_id, outlet, card, plan_code, opened_at, opened_in, clock_ends_at, lease_until, state, verdict, version, top_up_version, looks, due_at, looked_at, looked_in, issuer_statement, card_statement, card_differences, escalated_at, closed_at, evidence, sold_again);

-- arrival_cases.note-sold-again
UPDATE arrival_cases AS t SET sold_again = k.sold_again FROM unnest($1, $2, $3) AS k(partner_id, top_up_id, sold_again) WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id;

-- arrival_cases.read-rows
SELECT t.partner_id, t.top_up_id, t.outlet, t.card, t.plan_code, t.opened_at, t.opened_in, t.clock_ends_at, t.state, t.verdict, t.version, t.top_up_version, t.looks, t.due_at, t.looked_at, t.looked_in, t.issuer_statement, t.card_statement, t.card_differences, t.escalated_at, t.closed_at, t.evidence, t.sold_again FROM unnest($1, $2) AS k(partner_id, top_up_id), arrival_cases t WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id;

-- arrival_cases.release
UPDATE arrival_cases SET lease_owner = NULL, lease_until = 0 WHERE partner_id = @p0 AND top_up_id = @p1 AND lease_owner = @p2;

-- arrival_cases.update-rows
UPDATE arrival_cases AS t SET state = k.state, verdict = k.verdict, version = k.version, top_up_version = k.top_up_version, looks = k.looks, due_at = k.due_at, looked_at = k.looked_at, looked_in = k.looked_in, issuer_statement = k.issuer_statement, card_statement = k.card_statement, card_differences = k.card_differences, escalated_at = k.escalated_at, closed_at = k.closed_at, evidence = k.evidence, sold_again = k.sold_again FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) AS k(partner_id, top_up_id, was, state, verdict, version, top_up_version, looks, due_at, looked_at, looked_in, issuer_statement, card_statement, card_differences, escalated_at, closed_at, evidence, sold_again) WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id AND t.version = k.was;

-- audit.action-heads
SELECT partner_id, last_action, last_action_hash FROM partner_counters WHERE last_action IS NOT NULL;

-- audit.actions
SELECT partner_id, number, at, actor_kind, actor, action, resource, state_before, state_after, why, previous_hash, hash FROM actions ORDER BY partner_id, number;

-- audit.adjustments
SELECT partner_id, transfer_id, reason, CASE WHEN evidence = '' THEN 0 ELSE 1 END FROM adjustments ORDER BY partner_id, transfer_id;

-- audit.anomalies
SELECT partner_id, top_up_id, detail FROM anomalies ORDER BY partner_id, top_up_id, id;

-- audit.approvals
SELECT partner_id, id, kind, request_id, currency, amount, state, maker, decider FROM approvals ORDER BY partner_id, id;

-- audit.balances
SELECT partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at FROM balances;

-- audit.closed-periods
SELECT period FROM settled_periods;

-- audit.commissions
SELECT c.seller_id, c.top_up_id, c.partner_id, c.level_number, c.schedule, c.rule_id, c.mode, c.month, c.earned_at, c.currency, c.float_currency, c.base, c.volume_before, c.own, c.beneath, c.amount, c.credit, c.tax, c.parts, COALESCE(m.true_up, c.true_up), COALESCE(m.true_up_credit, c.true_up_credit), c.reversed_at, COALESCE(c.settlement, CASE WHEN m.counts = 1 THEN m.number END), COALESCE(c.clawback_settlement, CASE WHEN m.claws_back = 1 THEN m.number END), c.returned_part, c.returned_whole, c.returned_base, c.returned_credit FROM commissions c LEFT JOIN (SELECT k.partner_id, k.top_up_id, k.true_up, k.true_up_credit, k.counts, k.claws_back, s.number FROM closing_marks k INNER JOIN closing_statements p ON p.partner_id = k.partner_id AND p.currency = k.currency INNER JOIN settlements s ON s.partner_id = p.partner_id AND s.number = p.number) m ON m.partner_id = c.partner_id AND m.top_up_id = c.top_up_id ORDER BY c.seller_id, c.top_up_id, c.level_number, c.partner_id;

-- audit.entries
SELECT partner_id, currency, sequence, transfer_id, amount, balance_after, posted_at FROM float_entries ORDER BY partner_id, currency, sequence;

-- audit.entries-by-operation
SELECT COALESCE(t.seller_id, e.partner_id) AS seller, COALESCE(t.top_up_id, e.transfer_id) AS operation, e.partner_id, e.currency, e.sequence, e.transfer_id, e.amount, e.balance_after, e.posted_at FROM float_entries e LEFT JOIN transfers t ON t.partner_id = e.partner_id AND t.id = e.transfer_id ORDER BY seller, operation, e.partner_id, e.transfer_id, e.sequence;

-- audit.esim-reissues
SELECT e.partner_id, e.id, e.card, e.state, e.created_at, e.in_doubt_since, j.kind FROM esim_reissues e LEFT JOIN jobs j ON j.partner_id = e.partner_id AND j.operation_id = e.id AND j.kind = 5 ORDER BY e.partner_id, e.id;

-- audit.events
SELECT partner_id, number, top_up_id, state FROM events ORDER BY partner_id, number;

-- audit.events-by-operation
SELECT e.partner_id, e.top_up_id, e.partner_id, e.number, e.top_up_id, e.state FROM events e ORDER BY e.partner_id, e.top_up_id, e.number;

-- audit.gifts
SELECT partner_id, top_up_id, state, reason, created_at, in_doubt_since, granted_at, back_whole, back_service, back_credit, back_points FROM card_gifts ORDER BY partner_id, top_up_id;

-- audit.jobs
SELECT j.partner_id, COALESCE(r.top_up_id, CASE WHEN j.kind = 3 OR j.kind = 4 THEN REPLACE(REPLACE(j.operation_id, '-gifts-back', ''), '-gifts', '') END, j.operation_id) AS operation, j.operation_id, j.kind FROM jobs j LEFT JOIN reversals r ON r.partner_id = j.partner_id AND r.id = j.operation_id WHERE j.kind <= 4 ORDER BY j.partner_id, operation, j.operation_id;

-- audit.legs
SELECT COALESCE(t.seller_id, l.partner_id) AS seller, COALESCE(t.top_up_id, l.transfer_id) AS operation, l.partner_id, l.transfer_id, l.account, l.currency, l.amount FROM legs l LEFT JOIN transfers t ON t.partner_id = l.partner_id AND t.id = l.transfer_id ORDER BY seller, operation, l.partner_id, l.transfer_id, l.number;

-- audit.limit-uses
SELECT partner_id, subject, outlet, holder, period, card, used FROM limit_uses;

-- audit.partners
SELECT p.id, COALESCE(c.last_event, 0), COALESCE(c.last_receipt, 0) FROM partners p LEFT JOIN partner_counters c ON c.partner_id = p.id;

-- audit.quotes
SELECT partner_id, used_by, id, card, plan_code, price FROM quotes WHERE used_by IS NOT NULL ORDER BY partner_id, used_by, id;

-- audit.receipts
SELECT partner_id, receipt_counter, id FROM top_ups ORDER BY partner_id, receipt_counter, id;

-- audit.renewal-sales
SELECT partner_id, id, request_id FROM top_ups WHERE origin = 2 AND state = 2 ORDER BY partner_id, request_id;

-- audit.renewed
SELECT s.partner_id, s.renewal_id, s.cycle, t.state FROM auto_renewal_steps s LEFT JOIN top_ups t ON t.partner_id = s.partner_id AND t.id = s.top_up_id WHERE s.kind = 2 ORDER BY s.partner_id, s.renewal_id, s.cycle, s.number;

-- audit.requests
SELECT q.partner_id, COALESCE(r.top_up_id, NULLIF(q.resource_id, ''), q.request_id) AS operation, q.request_id, q.method, q.resource_id FROM requests q LEFT JOIN reversals r ON r.partner_id = q.partner_id AND r.id = q.resource_id ORDER BY q.partner_id, operation, q.request_id;

-- audit.reversals
SELECT partner_id, top_up_id, id, request_id, state, currency, amount, clawback, created_at, in_doubt_since, business_date, refund_ground, refund_part, refund_whole, refund_points, refund_face, refund_pays, refund_commission FROM reversals ORDER BY partner_id, top_up_id, id;

-- audit.settlements
SELECT partner_id, COALESCE(transfer_id, number) AS operation, number, period, currency, gross, tax, total, transfer_id, statement FROM settlements ORDER BY partner_id, operation, number;

-- audit.shared-ids
SELECT id FROM (SELECT id FROM top_ups UNION ALL SELECT id FROM reversals UNION ALL SELECT id FROM esim_reissues) ids GROUP BY id HAVING COUNT(*) > 1 ORDER BY id;

-- audit.shift-refunds
SELECT s.partner_id, s.id, r.state, r.final_event, r.final_at, r.cashier, t.currency, t.debit_currency, COALESCE(r.refund_face, t.face), CASE WHEN r.refund_ground IS NULL THEN t.handling_fee ELSE COALESCE(r.refund_fee, 0) END, COALESCE(r.refund_pays, t.customer_pays), r.amount, COALESCE(r.refund_commission, t.commission) FROM shifts s INNER JOIN reversals r ON r.partner_id = s.partner_id AND r.terminal <> '' AND r.outlet = s.outlet AND r.terminal = s.terminal AND REPLACE(r.outlet, ' ', '_') = REPLACE(s.outlet, ' ', '_') AND REPLACE(r.terminal, ' ', '_') = REPLACE(s.terminal, ' ', '_') AND ((r.saved_event > s.from_event AND r.saved_event <= s.through_event) OR (r.saved_event IS NULL AND s.from_receipt = 0 AND s.from_event = 0 AND r.created_at <= s.closed_at)) INNER JOIN top_ups t ON t.partner_id = r.partner_id AND t.id = r.top_up_id ORDER BY s.partner_id, s.outlet, s.terminal, s.number, s.id;

-- audit.shift-sales
SELECT s.partner_id, s.id, t.state, t.final_event, t.final_at, t.cashier, t.currency, t.debit_currency, t.face, t.handling_fee, t.customer_pays, t.net_debit, t.commission FROM shifts s INNER JOIN top_ups t ON t.partner_id = s.partner_id AND t.terminal <> '' AND t.outlet = s.outlet AND t.terminal = s.terminal AND REPLACE(t.outlet, ' ', '_') = REPLACE(s.outlet, ' ', '_') AND REPLACE(t.terminal, ' ', '_') = REPLACE(s.terminal, ' ', '_') AND t.receipt_counter > s.from_receipt AND t.receipt_counter <= s.through_receipt ORDER BY s.partner_id, s.outlet, s.terminal, s.number, s.id;

-- audit.shifts
SELECT s.partner_id, s.id, s.outlet, s.terminal, s.number, s.from_receipt, s.through_receipt, s.from_event, s.through_event, s.business_date, s.last_of_day, s.closed_through, s.closed_at, s.figures, s.sequel FROM shifts s ORDER BY s.partner_id, s.outlet, s.terminal, s.number, s.id;

-- audit.top-ups
SELECT partner_id, id, request_id, state, version, card, plan_code, currency, face, handling_fee, customer_pays, net_debit, commission, price, quote_id, reversal_id, issuer_reference, created_at, accepted_at, in_doubt_since, event_number, debit_currency, business_date, refund_ground, refund_part, refund_whole, refund_points, refund_terms, gift_state, gift_reason, counted_day, counted_in, outlet, terminal, cashier FROM top_ups ORDER BY partner_id, id;

-- audit.transfers
SELECT COALESCE(seller_id, partner_id) AS seller, COALESCE(top_up_id, id) AS operation, partner_id, id, kind, phase, top_up_id, reverses, resolved_at, basis FROM transfers ORDER BY seller, operation, partner_id, id;

-- audit.unfinished-periods
SELECT period FROM closings WHERE planned_at IS NOT NULL;

-- audit.usages
SELECT scope, promotion, subject, uses, spent FROM usages;

-- audit.volumes
SELECT partner_id, schedule, currency, month, volume FROM volumes;

-- auto_renewal_steps.insert-rows
INSERT INTO auto_renewal_steps (partner_id, number, renewal_id, outlet, kind, reason, at, cycle, card_end, top_up_id, next_at, amount, amount_currency) SELECT partner_id, number, renewal_id, outlet, kind, reason, at, cycle, card_end, top_up_id, next_at, amount, amount_currency FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS k(partner_id, number, renewal_id, outlet, kind, reason, at, cycle, card_end, top_up_id, next_at, amount, amount_currency);

-- auto_renewal_steps.read-last
SELECT t.partner_id, COALESCE((SELECT MAX(s.number) FROM auto_renewal_steps s WHERE s.partner_id = t.partner_id), 0) AS last_number FROM unnest($1) AS k(partner_id), partner_counters t WHERE t.partner_id = k.partner_id;

-- auto_renewals.claim
UPDATE auto_renewals SET lease_owner = @p2, lease_until = @p3 WHERE partner_id = @p0 AND id = @p1 AND due_at <= @p4 AND lease_until <= @p5;

-- auto_renewals.insert-rows
INSERT INTO auto_renewals (partner_id, id, request_id, card, card_type, plan_code, channel, outlet, days_before, max_price, price_currency, last_day, most_renewals, consent, created_at, lease_until, contact_id, id_document, id_hash, state, phase, version, cycle, attempt, failures, cycle_end, renews_at, due_at, give_up_at, made, renewed_at, top_up_id, expected_debit, debit_currency, last_kind, last_reason) SELECT partner_id, id, request_id, card, card_type, plan_code, channel, outlet, days_before, max_price, price_currency, last_day, most_renewals, consent, created_at, lease_until, contact_id, id_document, id_hash, state, phase, version, cycle, attempt, failures, cycle_end, renews_at, due_at, give_up_at, made, renewed_at, top_up_id, expected_debit, debit_currency, last_kind, last_reason FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36) AS k(partner_id, id, request_id, card, card_type, plan_code, channel, outlet, days_before, max_price, price_currency, last_day, most_renewals, consent, created_at, lease_until, contact_id, id_document, id_hash, state, phase, version, cycle, attempt, failures, cycle_end, renews_at, due_at, give_up_at, made, renewed_at, top_up_id, expected_debit, debit_currency, last_kind, last_reason);

-- auto_renewals.read-active
SELECT partner_id, card FROM unnest($1, $2) AS k(partner_id, card) WHERE EXISTS (SELECT 1 FROM auto_renewals t WHERE t.partner_id = k.partner_id AND t.card = k.card AND t.state = 1);

-- auto_renewals.read-cards
SELECT t.partner_id, t.card, t.plan_code, t.id FROM unnest($1, $2, $3) AS k(partner_id, card, plan_code), auto_renewals t WHERE t.partner_id = k.partner_id AND t.card = k.card AND t.plan_code = k.plan_code AND t.state IN (1, 2);

-- auto_renewals.read-requests
SELECT t.partner_id, t.request_id, t.id FROM unnest($1, $2) AS k(partner_id, request_id), auto_renewals t WHERE t.partner_id = k.partner_id AND t.request_id = k.request_id;

-- auto_renewals.read-rows
SELECT t.partner_id, t.id, t.request_id, t.card, t.card_type, t.plan_code, t.channel, t.outlet, t.days_before, t.max_price, t.price_currency, t.last_day, t.most_renewals, t.consent, t.created_at, t.state, t.phase, t.version, t.cycle, t.attempt, t.failures, t.cycle_end, t.renews_at, t.due_at, t.give_up_at, t.made, t.renewed_at, t.top_up_id, t.expected_debit, t.debit_currency, t.last_kind, t.last_reason, t.contact_id, t.id_document, t.id_hash FROM unnest($1, $2) AS k(partner_id, id), auto_renewals t WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- auto_renewals.release
UPDATE auto_renewals SET lease_owner = NULL, lease_until = 0 WHERE partner_id = @p0 AND id = @p1 AND lease_owner = @p2;

-- auto_renewals.sum-needed
SELECT d.expected_debit, CAST(COUNT(*) AS BIGINT) FROM (SELECT expected_debit FROM auto_renewals WHERE partner_id = @p0 AND renews_at < @p1 AND state = 1 AND debit_currency = @p2 ORDER BY renews_at LIMIT @p3) d GROUP BY d.expected_debit;

-- auto_renewals.update-rows
UPDATE auto_renewals AS t SET state = k.state, phase = k.phase, version = k.version, cycle = k.cycle, attempt = k.attempt, failures = k.failures, cycle_end = k.cycle_end, renews_at = k.renews_at, due_at = k.due_at, give_up_at = k.give_up_at, made = k.made, renewed_at = k.renewed_at, top_up_id = k.top_up_id, expected_debit = k.expected_debit, debit_currency = k.debit_currency, last_kind = k.last_kind, last_reason = k.last_reason FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) AS k(partner_id, id, was, state, phase, version, cycle, attempt, failures, cycle_end, renews_at, due_at, give_up_at, made, renewed_at, top_up_id, expected_debit, debit_currency, last_kind, last_reason) WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was;

-- balances.end-credit
UPDATE balances SET credit_limit = 0 WHERE partner_id = @p0;

-- balances.insert-if-absent
INSERT INTO balances (partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6) ON CONFLICT (partner_id, currency) DO NOTHING;

-- balances.insert-rows
INSERT INTO balances (partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at) SELECT partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at FROM unnest($1, $2, $3, $4, $5, $6, $7) AS k(partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at);

-- balances.read-rows
SELECT t.partner_id, t.currency, t.posted, t.reserved, t.credit_limit, t.last_sequence, t.last_posted_at, CASE WHEN EXISTS (SELECT 1 FROM arrival_cases c WHERE c.partner_id = t.partner_id AND c.closed_at IS NULL) THEN 1 ELSE 0 END AS has_cases FROM unnest($1, $2) AS k(partner_id, currency), balances t WHERE t.partner_id = k.partner_id AND t.currency = k.currency;

-- balances.update-rows
UPDATE balances AS t SET posted = k.posted, reserved = k.reserved, credit_limit = k.credit_limit, last_sequence = k.last_sequence, last_posted_at = k.last_posted_at FROM unnest($1, $2, $3, $4, $5, $6, $7) AS k(partner_id, currency, posted, reserved, credit_limit, last_sequence, last_posted_at) WHERE t.partner_id = k.partner_id AND t.currency = k.currency;

-- card_checks.advance
UPDATE card_checks SET last_event = @p2 WHERE partner_id = @p0 AND lease_owner = @p1 AND last_event < @p3;

-- card_checks.claim
UPDATE card_checks SET lease_owner = @p1, lease_until = @p2 WHERE partner_id = @p0 AND (lease_until <= @p3 OR lease_owner = @p4);

-- card_checks.claimed
SELECT last_event FROM card_checks WHERE partner_id = @p0 AND lease_owner = @p1;

-- card_checks.insert-if-absent
INSERT INTO card_checks (partner_id, last_event, lease_owner, lease_until) VALUES (@p0, @p1, @p2, @p3) ON CONFLICT (partner_id) DO NOTHING;

-- card_gifts.insert-rows
INSERT INTO card_gifts (partner_id, top_up_id, created_at, state, version, reason, in_doubt_since, granted_at, reference, back_reference, final_at, evidence, back_whole, back_service, back_credit, back_points) SELECT partner_id, top_up_id, created_at, state, version, reason, in_doubt_since, granted_at, reference, back_reference, final_at, evidence, back_whole, back_service, back_credit, back_points FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AS k(partner_id, top_up_id, created_at, state, version, reason, in_doubt_since, granted_at, reference, back_reference, final_at, evidence, back_whole, back_service, back_credit, back_points);

-- card_gifts.read-rows
SELECT t.partner_id, t.top_up_id, t.state, t.version, t.reason, t.created_at, t.in_doubt_since, t.granted_at, t.reference, t.back_reference, t.final_at, t.evidence, t.back_whole, t.back_service, t.back_credit, t.back_points FROM unnest($1, $2) AS k(partner_id, top_up_id), card_gifts t WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id;

-- card_gifts.update-rows
UPDATE card_gifts AS t SET state = k.state, version = k.version, reason = k.reason, in_doubt_since = k.in_doubt_since, granted_at = k.granted_at, reference = k.reference, back_reference = k.back_reference, final_at = k.final_at, evidence = k.evidence, back_whole = k.back_whole, back_service = k.back_service, back_credit = k.back_credit, back_points = k.back_points FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AS k(partner_id, top_up_id, was, state, version, reason, in_doubt_since, granted_at, reference, back_reference, final_at, evidence, back_whole, back_service, back_credit, back_points) WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id AND t.version = k.was;

-- certificate_rules.delete
DELETE FROM certificate_rules WHERE id = @p0;

-- certificate_rules.insert-if-absent
INSERT INTO certificate_rules (id, partner_id, kind, pattern, outlet, terminal, permissions, created_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7) ON CONFLICT (id) DO NOTHING;

-- certificates.claim-uses
SELECT t.thumbprint FROM unnest($1) AS k(thumbprint), certificates t WHERE t.thumbprint = k.thumbprint FOR UPDATE OF t SKIP LOCKED;

-- certificates.count-good
SELECT CAST(COUNT(*) AS BIGINT) FROM certificates WHERE partner_id = @p0 AND revoked_at IS NULL AND not_after > @p1;

-- certificates.count-keys
SELECT CAST(COUNT(*) AS BIGINT) FROM certificates WHERE key_hash = @p0;

-- certificates.count-renewals
SELECT CAST(COUNT(*) AS BIGINT) FROM certificates WHERE partner_id = @p0 AND issued_by = @p1 AND origin = 3 AND revoked_at IS NULL AND not_after > @p2;

-- certificates.insert-if-absent
INSERT INTO certificates (thumbprint, partner_id, outlet, terminal, permissions, subject, not_after, registered_at, origin, label, issued_by, serial, authority, encoded, key_hash, request_id, input_hash, warn_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17) ON CONFLICT (thumbprint) DO NOTHING;

-- certificates.note-issued
UPDATE certificates SET serial = @p2, authority = @p3 WHERE thumbprint = @p0 AND partner_id = @p1 AND authority IS NULL;

-- certificates.note-renewal
UPDATE certificates SET renewed_by = @p1 WHERE thumbprint = @p0;

-- certificates.note-uses
UPDATE certificates AS t SET last_used_at = k.last_used_at FROM unnest($1, $2) AS k(thumbprint, last_used_at) WHERE t.thumbprint = k.thumbprint;

-- certificates.note-warning
UPDATE certificates SET warn_at = @p1 WHERE thumbprint = @p0;

-- certificates.read
SELECT c.partner_id, COALESCE(p.status, 1), c.outlet, c.permissions, c.revoked_at, c.terminal, c.last_used_at FROM certificates c LEFT JOIN partners p ON p.id = c.partner_id WHERE c.thumbprint = @p0 AND (p.id IS NOT NULL OR c.partner_id = '');

-- certificates.revoke
UPDATE certificates SET revoked_at = @p1, revoked_for = @p2 WHERE thumbprint = @p0 AND revoked_at IS NULL;

-- closed_days.insert-rows
INSERT INTO closed_days (partner_id, outlet, terminal, through, changed_in) SELECT partner_id, outlet, terminal, through, changed_in FROM unnest($1, $2, $3, $4, $5) AS k(partner_id, outlet, terminal, through, changed_in);

-- closed_days.read-rows
SELECT t.partner_id, t.outlet, t.terminal, t.through FROM unnest($1, $2, $3) AS k(partner_id, outlet, terminal), closed_days t WHERE t.partner_id = k.partner_id AND t.outlet = k.outlet AND t.terminal = k.terminal;

-- closed_days.update-rows
UPDATE closed_days AS t SET through = k.through, changed_in = k.changed_in FROM unnest($1, $2, $3, $4, $5) AS k(partner_id, outlet, terminal, through, changed_in) WHERE t.partner_id = k.partner_id AND t.outlet = k.outlet AND t.terminal = k.terminal;

-- closing_marks.delete-rows
DELETE FROM closing_marks AS t USING unnest($1, $2) AS k(partner_id, top_up_id) WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id;

-- closing_marks.insert-rows-if-absent
INSERT INTO closing_marks (partner_id, top_up_id, currency, true_up, true_up_credit, counts, claws_back) SELECT partner_id, top_up_id, currency, true_up, true_up_credit, counts, claws_back FROM unnest($1, $2, $3, $4, $5, $6, $7) AS k(partner_id, top_up_id, currency, true_up, true_up_credit, counts, claws_back) ON CONFLICT (partner_id, top_up_id) DO NOTHING;

-- closing_marks.next
SELECT top_up_id, true_up, true_up_credit, counts, claws_back FROM closing_marks WHERE partner_id = @p0 AND currency = @p1 AND top_up_id > @p2 ORDER BY top_up_id LIMIT @p3;

-- closing_marks.some
SELECT partner_id, top_up_id FROM closing_marks ORDER BY partner_id, top_up_id LIMIT @p0;

-- closing_statements.clear
DELETE FROM closing_statements;

-- closing_statements.insert-rows-if-absent
INSERT INTO closing_statements (partner_id, number, currency, statement, legs) SELECT partner_id, number, currency, statement, legs FROM unnest($1, $2, $3, $4, $5) AS k(partner_id, number, currency, statement, legs) ON CONFLICT (partner_id, number) DO NOTHING;

-- closing_statements.next
SELECT statement, legs FROM closing_statements WHERE number > @p0 ORDER BY number LIMIT @p1;

-- closings.change-period
UPDATE closings SET period = @p0 WHERE id = 1;

-- closings.complete
UPDATE closings SET planned_at = @p0 WHERE id = 1;

-- closings.end
DELETE FROM closings WHERE id = 1 AND closer = @p0;

-- closings.free
UPDATE closings SET until = 0 WHERE id = 1 AND closer = @p0;

-- closings.hold
UPDATE closings SET until = (SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)) + @p0 WHERE id = 1 AND closer = @p1;

-- closings.insert-if-absent
INSERT INTO closings (id, period, closer, until) VALUES (@p0, @p1, @p2, @p3) ON CONFLICT (id) DO NOTHING;

-- closings.planned
SELECT period FROM closings WHERE planned_at IS NOT NULL;

-- closings.read
SELECT period, planned_at FROM closings WHERE id = 1;

-- closings.take
UPDATE closings SET closer = @p0, until = (SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)) + @p1 WHERE id = 1 AND (closer = @p0 OR until <= (SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)));

-- commissions.claim-rows
SELECT t.partner_id, t.top_up_id FROM unnest($1, $2) AS k(partner_id, top_up_id), commissions t WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id FOR UPDATE OF t SKIP LOCKED;

-- commissions.earliest-open
SELECT MIN(month) FROM commissions WHERE settlement IS NULL AND month > @p0;

-- commissions.insert-rows
INSERT INTO commissions (partner_id, top_up_id, seller_id, level_number, schedule, rule_id, mode, month, earned_at, currency, float_currency, base, volume_before, own, beneath, amount, credit, tax, parts, true_up, true_up_credit) SELECT partner_id, top_up_id, seller_id, level_number, schedule, rule_id, mode, month, earned_at, currency, float_currency, base, volume_before, own, beneath, amount, credit, tax, parts, true_up, true_up_credit FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) AS k(partner_id, top_up_id, seller_id, level_number, schedule, rule_id, mode, month, earned_at, currency, float_currency, base, volume_before, own, beneath, amount, credit, tax, parts, true_up, true_up_credit);

-- commissions.late
SELECT 1 FROM commissions WHERE settlement IS NULL AND month <= @p0 ORDER BY month LIMIT 1;

-- commissions.of-top-up
SELECT partner_id, top_up_id, seller_id, level_number, schedule, rule_id, mode, month, earned_at, currency, float_currency, base, volume_before, own, beneath, amount, credit, tax, parts, true_up, true_up_credit FROM commissions WHERE seller_id = @p0 AND top_up_id = @p1 ORDER BY level_number;

-- commissions.open-clawback
SELECT 1 FROM commissions WHERE reversed_at IS NOT NULL AND clawback_settlement IS NULL AND settlement IS NOT NULL ORDER BY partner_id LIMIT 1;

-- commissions.return-rows
UPDATE commissions AS t SET reversed_at = k.reversed_at, returned_part = k.returned_part, returned_whole = k.returned_whole, returned_base = k.returned_base, returned_credit = k.returned_credit FROM unnest($1, $2, $3, $4, $5, $6, $7) AS k(partner_id, top_up_id, reversed_at, returned_part, returned_whole, returned_base, returned_credit) WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id AND t.reversed_at IS NULL;

-- commissions.reverse-rows
UPDATE commissions AS t SET reversed_at = k.reversed_at FROM unnest($1, $2, $3) AS k(seller_id, top_up_id, reversed_at) WHERE t.seller_id = k.seller_id AND t.top_up_id = k.top_up_id AND t.reversed_at IS NULL;

-- commissions.settle-rows
UPDATE commissions AS t SET true_up = k.true_up, true_up_credit = k.true_up_credit, settlement = COALESCE(t.settlement, k.settlement), clawback_settlement = COALESCE(t.clawback_settlement, k.clawback) FROM unnest($1, $2, $3, $4, $5, $6) AS k(partner_id, top_up_id, true_up, true_up_credit, settlement, clawback) WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id AND 0 = 0;

-- commissions.to-close
SELECT c.seller_id, c.top_up_id, c.partner_id, c.level_number, c.month, c.earned_at, c.currency, c.float_currency, c.volume_before, c.own, c.beneath, c.amount, c.credit, c.tax, c.true_up, c.true_up_credit, c.reversed_at, c.settlement, c.clawback_settlement, COALESCE(v.volume, 0), c.returned_part, c.returned_whole FROM (SELECT DISTINCT x.seller_id, x.top_up_id FROM (SELECT partner_id, schedule, currency, month FROM commissions WHERE settlement IS NULL AND month <= (SELECT period FROM closings) UNION SELECT partner_id, schedule, currency, month FROM commissions WHERE reversed_at IS NOT NULL AND clawback_settlement IS NULL AND month <= (SELECT period FROM closings)) o INNER JOIN commissions x ON x.partner_id = o.partner_id AND x.schedule = o.schedule AND x.currency = o.currency AND x.month = o.month) k INNER JOIN commissions c ON c.seller_id = k.seller_id AND c.top_up_id = k.top_up_id LEFT JOIN volumes v ON v.partner_id = c.partner_id AND v.schedule = c.schedule AND v.currency = c.currency AND v.month = c.month ORDER BY c.seller_id, c.top_up_id, c.level_number;

-- customer_cards.claim-rows
SELECT t.partner_id, t.card, t.card_type, t.valid_until, t.standing, t.region, t.known_at, t.source, t.at_least, t.outlet, t.top_up_id, t.plan_code, t.channel, t.face, t.currency, t.sold_at, t.contact_id, t.told_day, t.told_unit, t.told_count, t.told_at, t.stale, t.asked_at, t.due_at, t.version FROM unnest($1, $2) AS k(partner_id, card), customer_cards t WHERE t.partner_id = k.partner_id AND t.card = k.card FOR UPDATE OF t SKIP LOCKED;

-- customer_cards.delete-rows
DELETE FROM customer_cards AS t USING unnest($1, $2) AS k(partner_id, card) WHERE t.partner_id = k.partner_id AND t.card = k.card;

-- customer_cards.insert-rows-if-absent
INSERT INTO customer_cards (partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version, lease_until) SELECT partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version, lease_until FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) AS k(partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version, lease_until) ON CONFLICT (partner_id, card) DO NOTHING;

-- customer_cards.lease-rows
UPDATE customer_cards AS t SET lease_owner = k.lease_owner, lease_until = k.lease_until FROM unnest($1, $2, $3, $4) AS k(partner_id, card, lease_owner, lease_until) WHERE t.partner_id = k.partner_id AND t.card = k.card;

-- customer_cards.read-stored
SELECT t.card FROM unnest($1, $2) AS k(partner_id, card), customer_cards t WHERE t.partner_id = k.partner_id AND t.card = k.card;

-- customer_cards.select-behind
SELECT partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version FROM customer_cards WHERE partner_id = @p0 AND card_type = @p1 AND valid_until > @p2 AND valid_until <= @p3 ORDER BY valid_until, card LIMIT @p4;

-- customer_cards.select-behind-of-outlet
SELECT partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version FROM customer_cards WHERE partner_id = @p0 AND card_type = @p1 AND outlet = @p5 AND valid_until > @p2 AND valid_until <= @p3 ORDER BY valid_until, card LIMIT @p4;

-- customer_cards.select-beside
SELECT partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version FROM customer_cards WHERE partner_id = @p0 AND card_type = @p1 AND valid_until = @p2 AND card > @p3 ORDER BY valid_until, card LIMIT @p4;

-- customer_cards.select-beside-of-outlet
SELECT partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version FROM customer_cards WHERE partner_id = @p0 AND card_type = @p1 AND outlet = @p5 AND valid_until = @p2 AND card > @p3 ORDER BY valid_until, card LIMIT @p4;

-- customer_cards.select-due
SELECT partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version FROM customer_cards WHERE partner_id = @p0 AND due_at > 0 AND due_at <= @p1 AND lease_until <= @p2 ORDER BY due_at LIMIT @p3 FOR UPDATE SKIP LOCKED;

-- customer_cards.update-rows
UPDATE customer_cards AS t SET card_type = k.card_type, valid_until = k.valid_until, standing = k.standing, region = k.region, known_at = k.known_at, source = k.source, at_least = k.at_least, outlet = k.outlet, top_up_id = k.top_up_id, plan_code = k.plan_code, channel = k.channel, face = k.face, currency = k.currency, sold_at = k.sold_at, contact_id = k.contact_id, told_day = k.told_day, told_unit = k.told_unit, told_count = k.told_count, told_at = k.told_at, stale = k.stale, asked_at = k.asked_at, due_at = k.due_at, version = k.version, lease_until = k.lease_until, lease_owner = NULL FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27) AS k(partner_id, card, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at, contact_id, told_day, told_unit, told_count, told_at, stale, asked_at, due_at, version, lease_until, was) WHERE t.partner_id = k.partner_id AND t.card = k.card AND t.version = k.was;

-- documents.count
SELECT CAST(COUNT(*) AS BIGINT) FROM documents;

-- documents.insert-if-absent
INSERT INTO documents (kind, id, version, valid_from, published_at, json) VALUES (@p0, @p1, @p2, @p3, @p4, @p5) ON CONFLICT (kind, id, version) DO NOTHING;

-- documents.lock
SELECT id FROM heartbeats WHERE id = @p0 FOR UPDATE;

-- enrollment_codes.close
UPDATE enrollment_codes SET closed_at = @p2 WHERE partner_id = @p0 AND id = @p1 AND closed_at IS NULL;

-- enrollment_codes.delete-rows
DELETE FROM enrollment_codes AS t USING unnest($1, $2) AS k(partner_id, id) WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- enrollment_codes.insert-if-absent
INSERT INTO enrollment_codes (partner_id, id, code_hash, outlet, terminal, permissions, days, label, created_by, created_at, expires_at, request_id, input_hash) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12) ON CONFLICT (partner_id, id) DO NOTHING;

-- enrollment_codes.select-old
SELECT partner_id, id FROM enrollment_codes WHERE expires_at < @p0 ORDER BY expires_at LIMIT @p1 FOR UPDATE SKIP LOCKED;

-- enrollment_codes.use
UPDATE enrollment_codes SET used_by = @p2, closed_at = @p3 WHERE partner_id = @p0 AND code_hash = @p1 AND closed_at IS NULL AND expires_at > @p4;

-- esim_reissues.insert-rows
INSERT INTO esim_reissues (partner_id, id, request_id, card, card_type, thumbprint, outlet, terminal, cashier, comment, id_document, id_hash, created_at, state, version, reason, issuer_reference, final_at, in_doubt_since, evidence) SELECT partner_id, id, request_id, card, card_type, thumbprint, outlet, terminal, cashier, comment, id_document, id_hash, created_at, state, version, reason, issuer_reference, final_at, in_doubt_since, evidence FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) AS k(partner_id, id, request_id, card, card_type, thumbprint, outlet, terminal, cashier, comment, id_document, id_hash, created_at, state, version, reason, issuer_reference, final_at, in_doubt_since, evidence);

-- esim_reissues.read-cards
SELECT t.card, t.partner_id, t.id, t.state, t.reason, t.created_at FROM unnest($1, $2) AS k(card, since), esim_reissues t WHERE t.card = k.card AND (t.created_at > k.since OR t.state = 1);

-- esim_reissues.read-first-check
SELECT t.partner_id, t.card, t.created_at, t.id_document, t.id_hash FROM unnest($1, $2) AS k(partner_id, card), esim_reissues t WHERE t.partner_id = k.partner_id AND t.id = (SELECT MIN(x.id) FROM esim_reissues x WHERE x.partner_id = k.partner_id AND x.card = k.card AND x.state = 2);

-- esim_reissues.read-requests
SELECT t.partner_id, t.request_id, t.id, t.card FROM unnest($1, $2) AS k(partner_id, request_id), esim_reissues t WHERE t.partner_id = k.partner_id AND t.request_id = k.request_id;

-- esim_reissues.read-rows
SELECT t.partner_id, t.id, t.request_id, t.card, t.card_type, t.thumbprint, t.outlet, t.terminal, t.cashier, t.comment, t.id_document, t.id_hash, t.created_at, t.state, t.version, t.reason, t.issuer_reference, t.final_at, t.in_doubt_since, t.evidence FROM unnest($1, $2) AS k(partner_id, id), esim_reissues t WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- esim_reissues.update-rows
UPDATE esim_reissues AS t SET state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, final_at = k.final_at, in_doubt_since = k.in_doubt_since, evidence = k.evidence FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS k(partner_id, id, was, state, version, reason, issuer_reference, final_at, in_doubt_since, evidence) WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was;

-- event_progress.last-event
SELECT last_event FROM partner_counters WHERE partner_id = @p0;

-- events.insert-rows
INSERT INTO events (partner_id, number, top_up_id, state, at) SELECT partner_id, number, top_up_id, state, at FROM unnest($1, $2, $3, $4, $5) AS k(partner_id, number, top_up_id, state, at);

-- float_entries.insert-rows
INSERT INTO float_entries (partner_id, currency, sequence, transfer_id, amount, balance_after, posted_at) SELECT partner_id, currency, sequence, transfer_id, amount, balance_after, posted_at FROM unnest($1, $2, $3, $4, $5, $6, $7) AS k(partner_id, currency, sequence, transfer_id, amount, balance_after, posted_at);

-- float_entries.read-one
SELECT posted_at, balance_after FROM float_entries WHERE partner_id = @p0 AND currency = @p1 AND sequence = @p2;

-- heartbeats.insert-if-absent
INSERT INTO heartbeats (id, at) VALUES (@p0, @p1) ON CONFLICT (id) DO NOTHING;

-- heartbeats.write
UPDATE heartbeats SET at = @p1 WHERE id = @p0;

-- jobs.any-due
SELECT due_at FROM jobs WHERE due_at <= @p0 ORDER BY due_at LIMIT 1;

-- jobs.claim-rows
UPDATE jobs AS t SET state = k.state, possibly_sent = k.possibly_sent, attempts = k.attempts, lease_owner = k.lease_owner, due_at = k.due_at FROM unnest($1, $2, $3, $4, $5, $6, $7) AS k(partner_id, operation_id, state, possibly_sent, attempts, lease_owner, due_at) WHERE t.partner_id = k.partner_id AND t.operation_id = k.operation_id;

-- jobs.count-queued
SELECT CAST(COUNT(*) AS BIGINT) FROM jobs WHERE state = 1 AND kind <= 2;

-- jobs.delete-rows
DELETE FROM jobs AS t USING unnest($1, $2) AS k(partner_id, operation_id) WHERE t.partner_id = k.partner_id AND t.operation_id = k.operation_id;

-- jobs.insert-rows
INSERT INTO jobs (partner_id, operation_id, kind, state, possibly_sent, attempts, due_at, lease_owner, created_at, trace_parent) SELECT partner_id, operation_id, kind, state, possibly_sent, attempts, due_at, lease_owner, created_at, trace_parent FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS k(partner_id, operation_id, kind, state, possibly_sent, attempts, due_at, lease_owner, created_at, trace_parent);

-- jobs.lock-free-rows
SELECT t.partner_id, t.operation_id, t.state, t.lease_owner, t.attempts FROM unnest($1, $2) AS k(partner_id, operation_id), jobs t WHERE t.partner_id = k.partner_id AND t.operation_id = k.operation_id FOR UPDATE OF t SKIP LOCKED;

-- jobs.lock-rows
SELECT t.partner_id, t.operation_id, t.state FROM unnest($1, $2) AS k(partner_id, operation_id), jobs t WHERE t.partner_id = k.partner_id AND t.operation_id = k.operation_id ORDER BY t.partner_id, t.operation_id FOR UPDATE OF t;

-- jobs.postpone-rows
UPDATE jobs AS t SET state = 3, lease_owner = NULL, due_at = k.due_at, answers = COALESCE(k.answers, t.answers) FROM unnest($1, $2, $3, $4, $5, $6) AS k(partner_id, operation_id, due_at, lease_owner, attempts, answers) WHERE t.partner_id = k.partner_id AND t.operation_id = k.operation_id AND (k.lease_owner IS NULL OR (t.lease_owner = k.lease_owner AND t.attempts = k.attempts));

-- jobs.renew-rows
UPDATE jobs AS t SET due_at = k.due_at FROM unnest($1, $2, $3) AS k(partner_id, operation_id, due_at) WHERE t.partner_id = k.partner_id AND t.operation_id = k.operation_id;

-- jobs.requeue
UPDATE jobs SET state = 1, possibly_sent = @p5, lease_owner = NULL, due_at = @p4, answers = @p6 WHERE partner_id = @p0 AND operation_id = @p1 AND lease_owner = @p2 AND attempts = @p3;

-- jobs.select-due
SELECT partner_id, operation_id, kind, possibly_sent, attempts, created_at, trace_parent, answers FROM jobs WHERE due_at <= @p0 ORDER BY due_at LIMIT @p1 FOR UPDATE SKIP LOCKED;

-- legs.insert-rows
INSERT INTO legs (partner_id, transfer_id, number, account, currency, amount) SELECT partner_id, transfer_id, number, account, currency, amount FROM unnest($1, $2, $3, $4, $5, $6) AS k(partner_id, transfer_id, number, account, currency, amount);

-- legs.read-float
SELECT t.partner_id, t.transfer_id, t.currency, t.amount FROM unnest($1, $2) AS k(partner_id, transfer_id), legs t WHERE t.partner_id = k.partner_id AND t.transfer_id = k.transfer_id AND t.account = 1;

-- limit_uses.delete-rows
DELETE FROM limit_uses AS t USING unnest($1, $2, $3, $4, $5, $6) AS k(partner_id, subject, outlet, holder, period, card) WHERE t.partner_id = k.partner_id AND t.subject = k.subject AND t.outlet = k.outlet AND t.holder = k.holder AND t.period = k.period AND t.card = k.card;

-- limit_uses.insert-rows
INSERT INTO limit_uses (partner_id, subject, outlet, holder, period, card, used, ends_at) SELECT partner_id, subject, outlet, holder, period, card, used, ends_at FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS k(partner_id, subject, outlet, holder, period, card, used, ends_at);

-- limit_uses.read-over
SELECT partner_id, subject, outlet, holder, period, card FROM limit_uses WHERE ends_at < @p0 ORDER BY ends_at LIMIT @p1;

-- limit_uses.read-rows
SELECT t.partner_id, t.subject, t.outlet, t.holder, t.period, t.card, t.used, t.ends_at FROM unnest($1, $2, $3, $4, $5, $6) AS k(partner_id, subject, outlet, holder, period, card), limit_uses t WHERE t.partner_id = k.partner_id AND t.subject = k.subject AND t.outlet = k.outlet AND t.holder = k.holder AND t.period = k.period AND t.card = k.card;

-- limit_uses.update-rows
UPDATE limit_uses AS t SET used = k.used, ends_at = k.ends_at FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS k(partner_id, subject, outlet, holder, period, card, used, ends_at) WHERE t.partner_id = k.partner_id AND t.subject = k.subject AND t.outlet = k.outlet AND t.holder = k.holder AND t.period = k.period AND t.card = k.card;

-- limits.delete
DELETE FROM limits WHERE partner_id = @p0 AND setter = @p1 AND kind = @p2 AND subject = @p3 AND outlet = @p4 AND holder = @p5 AND is_all = @p6;

-- limits.insert-if-absent
INSERT INTO limits (partner_id, setter, kind, subject, outlet, holder, is_all, most, set_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8) ON CONFLICT (partner_id, setter, kind, subject, outlet, holder, is_all) DO NOTHING;

-- limits.read
SELECT most FROM limits WHERE partner_id = @p0 AND setter = @p1 AND kind = @p2 AND subject = @p3 AND outlet = @p4 AND holder = @p5 AND is_all = @p6;

-- limits.read-all
SELECT setter, kind, subject, outlet, holder, is_all, most, set_at FROM limits WHERE partner_id = @p0 ORDER BY subject, outlet, holder, kind, setter;

-- limits.update
UPDATE limits SET most = @p7, set_at = @p8 WHERE partner_id = @p0 AND setter = @p1 AND kind = @p2 AND subject = @p3 AND outlet = @p4 AND holder = @p5 AND is_all = @p6;

-- notice_contacts.delete-rows
DELETE FROM notice_contacts AS t USING unnest($1, $2) AS k(partner_id, id) WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- notice_contacts.end-rows
UPDATE notice_contacts AS t SET delete_at = k.delete_at FROM unnest($1, $2, $3) AS k(partner_id, id, delete_at) WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.delete_at IS NULL;

-- notice_contacts.insert-rows
INSERT INTO notice_contacts (partner_id, id, sealed_number, key_id, language, created_at, delete_at) SELECT partner_id, id, sealed_number, key_id, language, created_at, delete_at FROM unnest($1, $2, $3, $4, $5, $6, $7) AS k(partner_id, id, sealed_number, key_id, language, created_at, delete_at);

-- notice_contacts.read-kept
SELECT partner_id, id, at FROM unnest($1, $2, $3) AS k(partner_id, id, at) WHERE EXISTS (SELECT 1 FROM notice_contacts t WHERE t.partner_id = k.partner_id AND t.id = k.id AND (t.delete_at IS NULL OR t.delete_at > k.at));

-- notice_contacts.read-rows
SELECT t.partner_id, t.id, t.sealed_number, t.key_id, t.language, t.delete_at FROM unnest($1, $2) AS k(partner_id, id), notice_contacts t WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- notice_contacts.select-over
SELECT partner_id, id FROM notice_contacts WHERE delete_at <= @p0 ORDER BY delete_at LIMIT @p1 FOR UPDATE SKIP LOCKED;

-- notice_opt_outs.delete-rows
DELETE FROM notice_opt_outs AS t USING unnest($1) AS k(number_hash) WHERE t.number_hash = k.number_hash;

-- notice_opt_outs.insert-rows-if-absent
INSERT INTO notice_opt_outs (number_hash, source, created_at) SELECT number_hash, source, created_at FROM unnest($1, $2, $3) AS k(number_hash, source, created_at) ON CONFLICT (number_hash) DO NOTHING;

-- notices.any-due
SELECT due_at FROM notices WHERE state = 1 AND due_at <= @p0 ORDER BY due_at LIMIT 1;

-- notices.claim-rows
UPDATE notices AS t SET attempts = k.attempts, lease_owner = k.lease_owner, due_at = k.due_at FROM unnest($1, $2, $3, $4, $5) AS k(partner_id, id, attempts, lease_owner, due_at) WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- notices.end-rows
UPDATE notices AS t SET state = k.state, due_at = k.due_at, ended_at = k.ended_at, lease_owner = NULL FROM unnest($1, $2, $3, $4, $5, $6, $7) AS k(partner_id, id, lease_owner, attempts, state, due_at, ended_at) WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.lease_owner = k.lease_owner AND t.attempts = k.attempts;

-- notices.insert-rows-if-absent
INSERT INTO notices (partner_id, id, kind, occasion, contact_id, facts, state, attempts, created_at, due_at, expires_at) SELECT partner_id, id, kind, occasion, contact_id, facts, state, attempts, created_at, due_at, expires_at FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS k(partner_id, id, kind, occasion, contact_id, facts, state, attempts, created_at, due_at, expires_at) ON CONFLICT (partner_id, id) DO NOTHING;

-- notices.select-due
SELECT partner_id, id, kind, occasion, contact_id, facts, created_at, expires_at, attempts FROM notices WHERE state = 1 AND due_at <= @p0 ORDER BY due_at LIMIT @p1 FOR UPDATE SKIP LOCKED;

-- organisation_units.insert-rows
INSERT INTO organisation_units (partner_id, kind, outlet, unit_reference, looks_like, created_at, unit_name, status, changed_at, closed_at, changed_in) SELECT partner_id, kind, outlet, unit_reference, looks_like, created_at, unit_name, status, changed_at, closed_at, changed_in FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS k(partner_id, kind, outlet, unit_reference, looks_like, created_at, unit_name, status, changed_at, closed_at, changed_in);

-- organisation_units.read-rows
SELECT t.partner_id, t.kind, t.outlet, t.unit_reference, t.looks_like, t.unit_name, t.status, t.created_at, t.changed_at, t.closed_at, t.changed_in FROM unnest($1, $2, $3, $4) AS k(partner_id, kind, outlet, looks_like), organisation_units t WHERE t.partner_id = k.partner_id AND t.kind = k.kind AND t.outlet = k.outlet AND t.looks_like = k.looks_like;

-- organisation_units.update-rows
UPDATE organisation_units AS t SET unit_name = k.unit_name, status = k.status, changed_at = k.changed_at, closed_at = k.closed_at, changed_in = k.changed_in FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) AS k(partner_id, kind, outlet, unit_reference, unit_name, status, changed_at, closed_at, changed_in) WHERE t.partner_id = k.partner_id AND t.kind = k.kind AND t.outlet = k.outlet AND t.unit_reference = k.unit_reference;

-- organisations.insert-rows
INSERT INTO organisations (partner_id, registered_only, version) SELECT partner_id, registered_only, version FROM unnest($1, $2, $3) AS k(partner_id, registered_only, version);

-- organisations.read-rows
SELECT t.partner_id, t.registered_only FROM unnest($1) AS k(partner_id), organisations t WHERE t.partner_id = k.partner_id;

-- organisations.update-rows
UPDATE organisations AS t SET registered_only = k.registered_only, version = k.version FROM unnest($1, $2, $3) AS k(partner_id, registered_only, version) WHERE t.partner_id = k.partner_id;

-- partner_counters.insert-if-absent
INSERT INTO partner_counters (partner_id, last_event, last_receipt) VALUES (@p0, @p1, @p2) ON CONFLICT (partner_id) DO NOTHING;

-- partner_counters.insert-rows-if-absent
INSERT INTO partner_counters (partner_id, last_event, last_receipt) SELECT partner_id, last_event, last_receipt FROM unnest($1, $2, $3) AS k(partner_id, last_event, last_receipt) ON CONFLICT (partner_id) DO NOTHING;

-- partner_counters.lock-head
SELECT last_action, last_action_hash FROM partner_counters WHERE partner_id = @p0 FOR UPDATE;

-- partner_counters.lock-rows
SELECT t.partner_id, t.last_event, t.last_receipt, t.last_action, t.last_action_hash, t.organisation FROM unnest($1) AS k(partner_id), partner_counters t WHERE t.partner_id = k.partner_id ORDER BY t.partner_id FOR UPDATE OF t;

-- partner_counters.update-heads
UPDATE partner_counters AS t SET last_action = k.last_action, last_action_hash = k.last_action_hash FROM unnest($1, $2, $3) AS k(partner_id, last_action, last_action_hash) WHERE t.partner_id = k.partner_id;

-- partner_counters.update-organisations
UPDATE partner_counters AS t SET organisation = k.organisation FROM unnest($1, $2) AS k(partner_id, organisation) WHERE t.partner_id = k.partner_id;

-- partner_counters.update-rows
UPDATE partner_counters AS t SET last_event = k.last_event, last_receipt = k.last_receipt FROM unnest($1, $2, $3) AS k(partner_id, last_event, last_receipt) WHERE t.partner_id = k.partner_id;

-- partners.insert-if-absent
INSERT INTO partners (id, name, status, currency, created_at) VALUES (@p0, @p1, @p2, @p3, @p4) ON CONFLICT (id) DO NOTHING;

-- partners.read
SELECT name, status, currency FROM partners WHERE id = @p0;

-- partners.read-statuses
SELECT t.id, t.status FROM unnest($1) AS k(id), partners t WHERE t.id = k.id;

-- partners.set-status
UPDATE partners SET status = @p1 WHERE id = @p0;

-- quotes.delete-expired
DELETE FROM quotes WHERE partner_id = @p0 AND id = @p1 AND used_by IS NULL;

-- quotes.insert-rows-if-absent
INSERT INTO quotes (partner_id, id, card, card_type, plan_code, amount_currency, amount, channel, price, reversal_window, created_at, expires_at, outlet, start_now, promise, refund_terms) SELECT partner_id, id, card, card_type, plan_code, amount_currency, amount, channel, price, reversal_window, created_at, expires_at, outlet, start_now, promise, refund_terms FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AS k(partner_id, id, card, card_type, plan_code, amount_currency, amount, channel, price, reversal_window, created_at, expires_at, outlet, start_now, promise, refund_terms) ON CONFLICT (partner_id, id) DO NOTHING;

-- quotes.read-uses
SELECT t.partner_id, t.id, t.used_by FROM unnest($1, $2) AS k(partner_id, id), quotes t WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- quotes.select-expired
SELECT partner_id, id FROM quotes WHERE used_by IS NULL AND expires_at < @p0 ORDER BY expires_at LIMIT @p1 FOR UPDATE SKIP LOCKED;

-- quotes.use-rows
UPDATE quotes AS t SET used_by = k.used_by FROM unnest($1, $2, $3) AS k(partner_id, id, used_by) WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.used_by IS NULL;

-- receipt_prints.insert-rows
INSERT INTO receipt_prints (partner_id, request_id, top_up_id, number, printed_at) SELECT partner_id, request_id, top_up_id, number, printed_at FROM unnest($1, $2, $3, $4, $5) AS k(partner_id, request_id, top_up_id, number, printed_at);

-- receipt_prints.read-rows
SELECT t.partner_id, t.request_id, t.top_up_id, t.number FROM unnest($1, $2) AS k(partner_id, request_id), receipt_prints t WHERE t.partner_id = k.partner_id AND t.request_id = k.request_id;

-- receipts.insert-rows
INSERT INTO receipts (partner_id, top_up_id, content, key_id, signature, code, prints, first_at, last_at) SELECT partner_id, top_up_id, content, key_id, signature, code, prints, first_at, last_at FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) AS k(partner_id, top_up_id, content, key_id, signature, code, prints, first_at, last_at);

-- receipts.read-rows
SELECT t.partner_id, t.top_up_id, t.content, t.key_id, t.signature, t.code, t.prints, t.first_at, t.last_at FROM unnest($1, $2) AS k(partner_id, top_up_id), receipts t WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id;

-- receipts.update-rows
UPDATE receipts AS t SET key_id = k.key_id, signature = k.signature, code = k.code, prints = k.prints, last_at = k.last_at FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS k(partner_id, top_up_id, key_id, signature, code, prints, last_at, were) WHERE t.partner_id = k.partner_id AND t.top_up_id = k.top_up_id AND t.prints = k.were;

-- reminder_progress.advance
UPDATE reminder_progress SET last_event = @p3 WHERE partner_id = @p0 AND lease_owner = @p1 AND last_event = @p2;

-- reminder_progress.claim
UPDATE reminder_progress SET lease_owner = @p1, lease_until = @p2 WHERE partner_id = @p0 AND (lease_until <= @p3 OR lease_owner = @p4);

-- reminder_progress.claimed
SELECT last_event FROM reminder_progress WHERE partner_id = @p0 AND lease_owner = @p1;

-- reminder_progress.insert-if-absent
INSERT INTO reminder_progress (partner_id, last_event, lease_owner, lease_until, last_number) VALUES (@p0, @p1, @p2, @p3, @p4) ON CONFLICT (partner_id) DO NOTHING;

-- reminder_progress.number
SELECT last_number FROM reminder_progress WHERE partner_id = @p0 FOR UPDATE;

-- reminder_progress.numbered
UPDATE reminder_progress SET last_number = @p1 WHERE partner_id = @p0;

-- reminders.delete-rows
DELETE FROM reminders AS t USING unnest($1, $2) AS k(partner_id, number) WHERE t.partner_id = k.partner_id AND t.number = k.number;

-- reminders.insert-rows
INSERT INTO reminders (partner_id, number, card, window_unit, window_count, last_day, due_at, made_at, confirmed, renews_itself, tells_customer, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at) SELECT partner_id, number, card, window_unit, window_count, last_day, due_at, made_at, confirmed, renews_itself, tells_customer, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25) AS k(partner_id, number, card, window_unit, window_count, last_day, due_at, made_at, confirmed, renews_itself, tells_customer, card_type, valid_until, standing, region, known_at, source, at_least, outlet, top_up_id, plan_code, channel, face, currency, sold_at);

-- reminders.select-old
SELECT partner_id, number FROM reminders WHERE made_at < @p0 ORDER BY made_at LIMIT @p1 FOR UPDATE SKIP LOCKED;

-- requests.insert-rows
INSERT INTO requests (partner_id, request_id, method, input_hash, resource_id, created_at) SELECT partner_id, request_id, method, input_hash, resource_id, created_at FROM unnest($1, $2, $3, $4, $5, $6) AS k(partner_id, request_id, method, input_hash, resource_id, created_at);

-- requests.read-rows
SELECT t.partner_id, t.request_id, t.method, t.input_hash, t.resource_id FROM unnest($1, $2) AS k(partner_id, request_id), requests t WHERE t.partner_id = k.partner_id AND t.request_id = k.request_id;

-- reversals.insert-rows
INSERT INTO reversals (partner_id, id, top_up_id, request_id, state, version, reason, currency, amount, clawback, comment, created_at, outlet, terminal, cashier, business_date, refund_ground, refund_part, refund_whole, refund_face, refund_pays, refund_commission, refund_points, refund_fee, saved_event) SELECT partner_id, id, top_up_id, request_id, state, version, reason, currency, amount, clawback, comment, created_at, outlet, terminal, cashier, business_date, refund_ground, refund_part, refund_whole, refund_face, refund_pays, refund_commission, refund_points, refund_fee, saved_event FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25) AS k(partner_id, id, top_up_id, request_id, state, version, reason, currency, amount, clawback, comment, created_at, outlet, terminal, cashier, business_date, refund_ground, refund_part, refund_whole, refund_face, refund_pays, refund_commission, refund_points, refund_fee, saved_event);

-- reversals.read-changed
SELECT t.partner_id, t.id, t.top_up_id, t.request_id, t.state, t.version, t.reason, t.currency, t.amount, t.clawback, t.comment, t.issuer_reference, t.created_at, t.final_at, t.in_doubt_since, t.evidence, t.outlet, t.terminal, t.cashier, t.business_date, t.refund_ground, t.refund_part, t.refund_whole, t.refund_face, t.refund_pays, t.refund_commission, t.refund_points, t.refund_fee, t.saved_event, t.final_event FROM unnest($1, $2, $3) AS k(partner_id, id, known), reversals t WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.version <> k.known;

-- reversals.read-latest
SELECT t.partner_id, t.id, t.top_up_id, t.request_id, t.state, t.version, t.reason, t.currency, t.amount, t.clawback, t.comment, t.issuer_reference, t.created_at, t.final_at, t.in_doubt_since, t.evidence, t.outlet, t.terminal, t.cashier, t.business_date, t.refund_ground, t.refund_part, t.refund_whole, t.refund_face, t.refund_pays, t.refund_commission, t.refund_points, t.refund_fee, t.saved_event, t.final_event FROM unnest($1, $2) AS k(partner_id, top_up_id), reversals t WHERE t.partner_id = k.partner_id AND t.id = (SELECT x.reversal_id FROM top_ups x WHERE x.partner_id = k.partner_id AND x.id = k.top_up_id);

-- reversals.update-rows
UPDATE reversals AS t SET state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, final_at = k.final_at, in_doubt_since = k.in_doubt_since, evidence = k.evidence, final_event = k.final_event FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS k(partner_id, id, was, state, version, reason, issuer_reference, final_at, in_doubt_since, evidence, final_event) WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was;

-- revocation_lists.insert-if-absent
INSERT INTO revocation_lists (authority, last_number) VALUES (@p0, @p1) ON CONFLICT (authority) DO NOTHING;

-- revocation_lists.lock
SELECT last_number FROM revocation_lists WHERE authority = @p0 FOR UPDATE;

-- revocation_lists.number
UPDATE revocation_lists SET last_number = last_number + 1 WHERE authority = @p0;

-- schema.limit-locks
SET LOCAL lock_timeout = '20s';

-- schema.lock
SELECT CASE WHEN pg_try_advisory_xact_lock(7226172518) THEN 1 ELSE 0 END;

-- settled_periods.insert-if-absent
INSERT INTO settled_periods (period, closed_at) VALUES (@p0, @p1) ON CONFLICT (period) DO NOTHING;

-- settled_periods.is-closed
SELECT 1 FROM settled_periods WHERE period = @p0;

-- settled_periods.last
SELECT MAX(period) FROM settled_periods;

-- settlements.insert-rows
INSERT INTO settlements (partner_id, number, period, currency, gross, tax, total, transfer_id, posted_at, statement) SELECT partner_id, number, period, currency, gross, tax, total, transfer_id, posted_at, statement FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS k(partner_id, number, period, currency, gross, tax, total, transfer_id, posted_at, statement);

-- settlements.read-rows
SELECT t.partner_id, t.number, t.period FROM unnest($1, $2) AS k(partner_id, number), settlements t WHERE t.partner_id = k.partner_id AND t.number = k.number;

-- shifts.insert-rows
INSERT INTO shifts (partner_id, id, request_id, outlet, terminal, number, business_date, last_of_day, closed_through, closed_by, opened_at, closed_at, from_receipt, through_receipt, from_event, through_event) SELECT partner_id, id, request_id, outlet, terminal, number, business_date, last_of_day, closed_through, closed_by, opened_at, closed_at, from_receipt, through_receipt, from_event, through_event FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AS k(partner_id, id, request_id, outlet, terminal, number, business_date, last_of_day, closed_through, closed_by, opened_at, closed_at, from_receipt, through_receipt, from_event, through_event);

-- shifts.read-latest
SELECT t.partner_id, t.id, t.request_id, t.outlet, t.terminal, t.number, t.business_date, t.last_of_day, t.closed_through, t.closed_by, t.opened_at, t.closed_at, t.from_receipt, t.through_receipt, t.from_event, t.through_event, t.figures, t.sequel FROM unnest($1, $2, $3) AS k(partner_id, outlet, terminal), shifts t WHERE t.partner_id = k.partner_id AND t.outlet = k.outlet AND t.terminal = k.terminal AND t.number = (SELECT MAX(x.number) FROM shifts x WHERE x.partner_id = k.partner_id AND x.outlet = k.outlet AND x.terminal = k.terminal);

-- shifts.read-used
SELECT t.partner_id, t.id, t.request_id, t.outlet, t.terminal, t.number, t.business_date, t.last_of_day, t.closed_through, t.closed_by, t.opened_at, t.closed_at, t.from_receipt, t.through_receipt, t.from_event, t.through_event, t.figures, t.sequel FROM unnest($1, $2) AS k(partner_id, request_id), shifts t WHERE t.partner_id = k.partner_id AND t.request_id = k.request_id;

-- shifts.store-figures
UPDATE shifts SET figures = @p2 WHERE partner_id = @p0 AND id = @p1 AND figures IS NULL;

-- shifts.store-sequel
UPDATE shifts SET sequel = @p2 WHERE partner_id = @p0 AND id = @p1 AND sequel IS NULL;

-- shifts.sum-ended-refunds
SELECT x.entry, x.cashier, x.currency, x.debit_currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(x.face) AS BIGINT), CAST(SUM(x.fee) AS BIGINT), CAST(SUM(x.pays) AS BIGINT), CAST(SUM(x.debit) AS BIGINT), CAST(SUM(x.commission) AS BIGINT) FROM (SELECT r.state AS entry, r.cashier, t.currency, t.debit_currency, COALESCE(r.refund_face, t.face) AS face, CASE WHEN r.refund_ground IS NULL THEN t.handling_fee ELSE COALESCE(r.refund_fee, 0) END AS fee, COALESCE(r.refund_pays, t.customer_pays) AS pays, r.amount AS debit, COALESCE(r.refund_commission, t.commission) AS commission FROM reversals r JOIN top_ups t ON t.partner_id = r.partner_id AND t.id = r.top_up_id WHERE r.partner_id = @p0 AND r.terminal <> '' AND r.outlet = @p1 AND r.terminal = @p2 AND REPLACE(r.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') AND REPLACE(r.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') AND r.saved_event > @p3 AND r.saved_event <= @p4 AND (r.state = 1 OR r.final_event > @p5 OR (r.final_event IS NULL AND r.final_at > @p6))) x GROUP BY x.entry, x.cashier, x.currency, x.debit_currency;

-- shifts.sum-ended-sales
SELECT x.entry, x.cashier, x.currency, x.debit_currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(x.face) AS BIGINT), CAST(SUM(x.fee) AS BIGINT), CAST(SUM(x.pays) AS BIGINT), CAST(SUM(x.debit) AS BIGINT), CAST(SUM(x.commission) AS BIGINT) FROM (SELECT t.state AS entry, t.cashier, t.currency, t.debit_currency, t.face, t.handling_fee AS fee, t.customer_pays AS pays, t.net_debit AS debit, t.commission FROM top_ups t WHERE t.partner_id = @p0 AND t.terminal <> '' AND t.outlet = @p1 AND t.terminal = @p2 AND REPLACE(t.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') AND REPLACE(t.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') AND t.receipt_counter > @p3 AND t.receipt_counter <= @p4 AND (t.state = 1 OR t.final_event > @p5 OR (t.final_event IS NULL AND t.final_at > @p6))) x GROUP BY x.entry, x.cashier, x.currency, x.debit_currency;

-- shifts.sum-old-ended-refunds
SELECT x.entry, x.cashier, x.currency, x.debit_currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(x.face) AS BIGINT), CAST(SUM(x.fee) AS BIGINT), CAST(SUM(x.pays) AS BIGINT), CAST(SUM(x.debit) AS BIGINT), CAST(SUM(x.commission) AS BIGINT) FROM (SELECT r.state AS entry, r.cashier, t.currency, t.debit_currency, COALESCE(r.refund_face, t.face) AS face, CASE WHEN r.refund_ground IS NULL THEN t.handling_fee ELSE COALESCE(r.refund_fee, 0) END AS fee, COALESCE(r.refund_pays, t.customer_pays) AS pays, r.amount AS debit, COALESCE(r.refund_commission, t.commission) AS commission FROM reversals r JOIN top_ups t ON t.partner_id = r.partner_id AND t.id = r.top_up_id WHERE r.partner_id = @p0 AND r.terminal <> '' AND r.outlet = @p1 AND r.terminal = @p2 AND REPLACE(r.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') AND REPLACE(r.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') AND r.saved_event IS NULL AND r.created_at > @p3 AND r.created_at <= @p4 AND (r.state = 1 OR r.final_event > @p5 OR (r.final_event IS NULL AND r.final_at > @p6))) x GROUP BY x.entry, x.cashier, x.currency, x.debit_currency;

-- shifts.sum-old-refunds
SELECT x.entry, x.cashier, x.currency, x.debit_currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(x.face) AS BIGINT), CAST(SUM(x.fee) AS BIGINT), CAST(SUM(x.pays) AS BIGINT), CAST(SUM(x.debit) AS BIGINT), CAST(SUM(x.commission) AS BIGINT) FROM (SELECT CASE WHEN (r.state = 1 OR r.final_event > @p5 OR (r.final_event IS NULL AND r.final_at > @p6)) THEN 1 ELSE r.state END AS entry, r.cashier, t.currency, t.debit_currency, COALESCE(r.refund_face, t.face) AS face, CASE WHEN r.refund_ground IS NULL THEN t.handling_fee ELSE COALESCE(r.refund_fee, 0) END AS fee, COALESCE(r.refund_pays, t.customer_pays) AS pays, r.amount AS debit, COALESCE(r.refund_commission, t.commission) AS commission FROM reversals r JOIN top_ups t ON t.partner_id = r.partner_id AND t.id = r.top_up_id WHERE r.partner_id = @p0 AND r.terminal <> '' AND r.outlet = @p1 AND r.terminal = @p2 AND REPLACE(r.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') AND REPLACE(r.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') AND r.saved_event IS NULL AND r.created_at > @p3 AND r.created_at <= @p4) x GROUP BY x.entry, x.cashier, x.currency, x.debit_currency;

-- shifts.sum-refunds
SELECT x.entry, x.cashier, x.currency, x.debit_currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(x.face) AS BIGINT), CAST(SUM(x.fee) AS BIGINT), CAST(SUM(x.pays) AS BIGINT), CAST(SUM(x.debit) AS BIGINT), CAST(SUM(x.commission) AS BIGINT) FROM (SELECT CASE WHEN (r.state = 1 OR r.final_event > @p5 OR (r.final_event IS NULL AND r.final_at > @p6)) THEN 1 ELSE r.state END AS entry, r.cashier, t.currency, t.debit_currency, COALESCE(r.refund_face, t.face) AS face, CASE WHEN r.refund_ground IS NULL THEN t.handling_fee ELSE COALESCE(r.refund_fee, 0) END AS fee, COALESCE(r.refund_pays, t.customer_pays) AS pays, r.amount AS debit, COALESCE(r.refund_commission, t.commission) AS commission FROM reversals r JOIN top_ups t ON t.partner_id = r.partner_id AND t.id = r.top_up_id WHERE r.partner_id = @p0 AND r.terminal <> '' AND r.outlet = @p1 AND r.terminal = @p2 AND REPLACE(r.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') AND REPLACE(r.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') AND r.saved_event > @p3 AND r.saved_event <= @p4) x GROUP BY x.entry, x.cashier, x.currency, x.debit_currency;

-- shifts.sum-sales
SELECT x.entry, x.cashier, x.currency, x.debit_currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(x.face) AS BIGINT), CAST(SUM(x.fee) AS BIGINT), CAST(SUM(x.pays) AS BIGINT), CAST(SUM(x.debit) AS BIGINT), CAST(SUM(x.commission) AS BIGINT) FROM (SELECT CASE WHEN (t.state = 1 OR t.final_event > @p5 OR (t.final_event IS NULL AND t.final_at > @p6)) THEN 1 ELSE t.state END AS entry, t.cashier, t.currency, t.debit_currency, t.face, t.handling_fee AS fee, t.customer_pays AS pays, t.net_debit AS debit, t.commission FROM top_ups t WHERE t.partner_id = @p0 AND t.terminal <> '' AND t.outlet = @p1 AND t.terminal = @p2 AND REPLACE(t.outlet, ' ', '_') = REPLACE(@p1, ' ', '_') AND REPLACE(t.terminal, ' ', '_') = REPLACE(@p2, ' ', '_') AND t.receipt_counter > @p3 AND t.receipt_counter <= @p4) x GROUP BY x.entry, x.cashier, x.currency, x.debit_currency;

-- store.clock
SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT);

-- store.idle-time
SELECT setting FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout';

-- store.is-standby
SELECT pg_is_in_recovery();

-- store.not-after
SELECT 1 / CASE WHEN CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) <= ALL ($1) THEN 1 ELSE 0 END;

-- top_ups.insert-rows
INSERT INTO top_ups (partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms) SELECT partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31) AS k(partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms);

-- top_ups.insert-rows-with-customer
INSERT INTO top_ups (partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms, contact_id, id_document, id_hash) SELECT partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms, contact_id, id_document, id_hash FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34) AS k(partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms, contact_id, id_document, id_hash);

-- top_ups.insert-rows-with-limits
INSERT INTO top_ups (partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms, contact_id, id_document, id_hash, counted_day, counted_in) SELECT partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms, contact_id, id_document, id_hash, counted_day, counted_in FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36) AS k(partner_id, id, request_id, state, version, reason, card, card_type, plan_code, currency, face, handling_fee, customer_pays, net_debit, price, commission, channel, outlet, terminal, cashier, client_reference, business_date, quote_id, origin, reversal_window, receipt_counter, created_at, event_number, debit_currency, start_now, refund_terms, contact_id, id_document, id_hash, counted_day, counted_in);

-- top_ups.prices
SELECT t.partner_id, t.id, t.price FROM unnest($1, $2) AS k(partner_id, id), top_ups t WHERE t.partner_id = k.partner_id AND t.id = k.id;

-- top_ups.read-changed
SELECT t.partner_id, t.id, t.request_id, t.state, t.version, t.reason, t.card, t.card_type, t.plan_code, t.price, t.channel, t.outlet, t.terminal, t.cashier, t.client_reference, t.business_date, t.quote_id, t.origin, t.reversal_window, t.receipt_counter, t.created_at, t.issuer_reference, t.accepted_at, t.final_at, t.in_doubt_since, t.reversal_id, t.evidence, t.event_number, t.start_now, t.card_differences, t.refund_terms, t.refund_ground, t.refund_part, t.refund_whole, t.refund_points, t.contact_id, t.gift_state, t.gift_reason, t.id_document, t.id_hash, t.final_event, t.counted_day, t.counted_in FROM unnest($1, $2, $3) AS k(partner_id, id, known), top_ups t WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.version <> k.known;

-- top_ups.read-first-check
SELECT t.partner_id, t.card, t.created_at, t.id_document, t.id_hash FROM unnest($1, $2) AS k(partner_id, card), top_ups t WHERE t.partner_id = k.partner_id AND t.id = (SELECT MIN(x.id) FROM top_ups x WHERE x.card = k.card AND COALESCE(x.partner_id, '') = k.partner_id AND x.state <= 2 AND x.id_hash IS NOT NULL);

-- top_ups.read-latest-live
SELECT t.partner_id, t.card, t.plan_code, t.id, t.state, t.created_at, (SELECT MAX(c.top_up_id) FROM arrival_cases c WHERE c.partner_id = t.partner_id AND c.card = t.card AND c.plan_code = t.plan_code AND c.closed_at IS NULL) AS under_case FROM unnest($1, $2, $3) AS k(partner_id, card, plan_code), top_ups t WHERE t.partner_id = k.partner_id AND t.id = (SELECT MAX(x.id) FROM top_ups x WHERE x.card = k.card AND COALESCE(x.partner_id, '') = k.partner_id AND x.plan_code = k.plan_code AND x.state <= 2);

-- top_ups.read-live-cards
SELECT card FROM unnest($1) AS k(card) WHERE EXISTS (SELECT 1 FROM top_ups t WHERE t.card = k.card AND t.state <= 2);

-- top_ups.read-recent
SELECT t.id, t.plan_code, t.created_at, t.outlet, t.terminal FROM unnest($1, $2, $3) AS k(partner_id, card, since), top_ups t WHERE t.partner_id = k.partner_id AND t.card = k.card AND t.state <= 2 AND t.created_at > k.since;

-- top_ups.read-stretch
SELECT t.partner_id, t.id, t.card, t.plan_code, t.created_at FROM unnest($1, $2, $3) AS k(card, plan_code, since), top_ups t WHERE t.card = k.card AND t.plan_code = k.plan_code AND t.state <= 2 AND t.created_at > k.since;

-- top_ups.update-rows
UPDATE top_ups AS t SET state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, accepted_at = k.accepted_at, final_at = k.final_at, in_doubt_since = k.in_doubt_since, reversal_id = k.reversal_id, evidence = k.evidence, event_number = k.event_number, card_differences = k.card_differences, final_event = k.final_event FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) AS k(partner_id, id, was, state, version, reason, issuer_reference, accepted_at, final_at, in_doubt_since, reversal_id, evidence, event_number, card_differences, final_event) WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was;

-- top_ups.update-rows-with-gifts
UPDATE top_ups AS t SET state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, accepted_at = k.accepted_at, final_at = k.final_at, in_doubt_since = k.in_doubt_since, reversal_id = k.reversal_id, evidence = k.evidence, event_number = k.event_number, card_differences = k.card_differences, final_event = k.final_event, gift_state = k.gift_state, gift_reason = k.gift_reason, price = k.price, commission = k.commission, refund_ground = k.refund_ground, refund_part = k.refund_part, refund_whole = k.refund_whole, refund_points = k.refund_points FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23) AS k(partner_id, id, was, state, version, reason, issuer_reference, accepted_at, final_at, in_doubt_since, reversal_id, evidence, event_number, card_differences, final_event, gift_state, gift_reason, price, commission, refund_ground, refund_part, refund_whole, refund_points) WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was;

-- top_ups.update-rows-with-price
UPDATE top_ups AS t SET state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, accepted_at = k.accepted_at, final_at = k.final_at, in_doubt_since = k.in_doubt_since, reversal_id = k.reversal_id, evidence = k.evidence, event_number = k.event_number, card_differences = k.card_differences, final_event = k.final_event, price = k.price, commission = k.commission FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) AS k(partner_id, id, was, state, version, reason, issuer_reference, accepted_at, final_at, in_doubt_since, reversal_id, evidence, event_number, card_differences, final_event, price, commission) WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was;

-- top_ups.update-rows-with-refund
UPDATE top_ups AS t SET state = k.state, version = k.version, reason = k.reason, issuer_reference = k.issuer_reference, accepted_at = k.accepted_at, final_at = k.final_at, in_doubt_since = k.in_doubt_since, reversal_id = k.reversal_id, evidence = k.evidence, event_number = k.event_number, card_differences = k.card_differences, final_event = k.final_event, refund_ground = k.refund_ground, refund_part = k.refund_part, refund_whole = k.refund_whole, refund_points = k.refund_points FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) AS k(partner_id, id, was, state, version, reason, issuer_reference, accepted_at, final_at, in_doubt_since, reversal_id, evidence, event_number, card_differences, final_event, refund_ground, refund_part, refund_whole, refund_points) WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.version = k.was;

-- transfers.insert-rows
INSERT INTO transfers (partner_id, id, kind, phase, top_up_id, seller_id, reverses, basis, created_at, resolved_at) SELECT partner_id, id, kind, phase, top_up_id, seller_id, reverses, basis, created_at, resolved_at FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS k(partner_id, id, kind, phase, top_up_id, seller_id, reverses, basis, created_at, resolved_at);

-- transfers.resolve-rows
UPDATE transfers AS t SET phase = k.phase, resolved_at = k.resolved_at FROM unnest($1, $2, $3, $4) AS k(partner_id, id, phase, resolved_at) WHERE t.partner_id = k.partner_id AND t.id = k.id AND t.phase = 1;

-- transfers.sum-paid-in
SELECT CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) FROM transfers t JOIN legs l ON l.partner_id = t.partner_id AND l.transfer_id = t.id WHERE t.partner_id = @p0 AND t.created_at >= @p1 AND t.kind IN (1, 10, 14, 15) AND l.account = 1 AND l.currency = @p2;

-- usages.insert-rows-if-absent
INSERT INTO usages (scope, promotion, subject, uses, spent) SELECT scope, promotion, subject, uses, spent FROM unnest($1, $2, $3, $4, $5) AS k(scope, promotion, subject, uses, spent) ON CONFLICT (scope, promotion, subject) DO NOTHING;

-- usages.lock-rows
SELECT t.scope, t.promotion, t.subject, t.uses, t.spent FROM unnest($1, $2, $3) AS k(scope, promotion, subject), usages t WHERE t.scope = k.scope AND t.promotion = k.promotion AND t.subject = k.subject ORDER BY t.scope, t.promotion, t.subject FOR UPDATE OF t;

-- usages.read-rows
SELECT t.scope, t.promotion, t.subject, t.uses, t.spent FROM unnest($1, $2, $3) AS k(scope, promotion, subject), usages t WHERE t.scope = k.scope AND t.promotion = k.promotion AND t.subject = k.subject;

-- usages.update-rows
UPDATE usages AS t SET uses = k.uses, spent = k.spent FROM unnest($1, $2, $3, $4, $5) AS k(scope, promotion, subject, uses, spent) WHERE t.scope = k.scope AND t.promotion = k.promotion AND t.subject = k.subject;

-- volumes.insert-rows
INSERT INTO volumes (partner_id, schedule, currency, month, volume) SELECT partner_id, schedule, currency, month, volume FROM unnest($1, $2, $3, $4, $5) AS k(partner_id, schedule, currency, month, volume);

-- volumes.read-rows
SELECT t.partner_id, t.schedule, t.currency, t.month, t.volume FROM unnest($1, $2, $3, $4) AS k(partner_id, schedule, currency, month), volumes t WHERE t.partner_id = k.partner_id AND t.schedule = k.schedule AND t.currency = k.currency AND t.month = k.month;

-- volumes.update-rows
UPDATE volumes AS t SET volume = k.volume FROM unnest($1, $2, $3, $4, $5) AS k(partner_id, schedule, currency, month, volume) WHERE t.partner_id = k.partner_id AND t.schedule = k.schedule AND t.currency = k.currency AND t.month = k.month;
