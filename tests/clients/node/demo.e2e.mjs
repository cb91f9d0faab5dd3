// What `demo --json` reports, read from the file that DEMO_JSON names.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const report = JSON.parse(readFileSync(process.env.DEMO_JSON, 'utf8'));

test('the demo sells a top-up', () => {
  assert.equal(report.top_up.state, 'SUCCEEDED');
  assert.match(report.top_up.name, /^topUps\/[0-9a-z]{26}$/);
});

test('the demo replays it', () => assert.equal(report.replay.replayed, true));

test('the demo is warned of a duplicate', () => assert.equal(report.duplicate.reason, 'DUPLICATE_SUSPECTED'));

test('the demo brings a top-up in doubt to its end', () => {
  assert.equal(report.in_doubt.first_state, 'PROCESSING');
  assert.equal(report.in_doubt.state, 'SUCCEEDED');
});

test('the demo shows a declined card', () => {
  assert.equal(report.declined.state, 'FAILED');
  assert.match(report.declined.reason, /^[A-Z_]+$/);
});

test('the demo reverses a top-up', () => assert.equal(report.reversed.state, 'REVERSED'));

test('the demo prints a receipt, and answers for one that has not arrived', () => {
  assert.equal(report.receipt.prints, 2);
  assert.equal(report.receipt.verdict, 'GENUINE');
  assert.equal(report.case.state, 'ARRIVED');
});

test('the demo revives a card in grace, keeps data that remains, and refunds a part', () => {
  assert.equal(report.revived.after, 'ACTIVE');
  assert.equal(report.rollover.after_bytes - report.rollover.before_bytes, 10 * 2 ** 30);
  assert.ok(report.refund.part > 0 && report.refund.part < report.refund.whole, JSON.stringify(report.refund));
  assert.match(report.refund.customer_gets, /^[0-9]+\.[0-9]{2} CNY$/);
});

test('the demo gives data beside a plan, and the card gets it', () => {
  assert.equal(report.gift.state, 'GRANTED');
  assert.equal(report.gift.bytes, 2 ** 30);
  assert.match(report.gift.text, /^1 GiB of data for 7 days$/);
  assert.equal(report.gift.packs, 2);
});

test('the demo shows a promotion, a tier crossing, an override, a clawback and a settlement', () => {
  assert.ok(report.promotion.steps >= 8, JSON.stringify(report.promotion));
  assert.equal(report.tier_crossing.parts, 2);
  assert.match(report.clawback, /^[0-9]+\.[0-9]{2} CNY$/);
  assert.match(report.settlement.period, /^\d{4}-\d{2}$/);
  assert.ok(report.settlement.statements >= 3);
  assert.match(report.settlement.override, /^[0-9]+\.[0-9]{2} CNY$/);
});

test('the demo ends with a balance and nothing reserved', () => {
  const { posted, reserved, available } = report.balance;
  assert.deepEqual([reserved.units, reserved.nanos], [0, 0]);
  assert.ok(posted.units > 0 && available.units >= posted.units, JSON.stringify(report.balance));
});

test('the demo audits its ledger', () => {
  assert.equal(report.audit.ok, true);
  assert.ok(report.audit.transfers > 0);
});

test('the demo reminds a customer whose card is about to end', () => {
  assert.ok(report.reminder.number >= 1);
  assert.equal(report.reminder.confirmed, true);
  assert.equal(report.reminder.window, '7 DAY');
  assert.equal(report.reminder.renewal, 'plans/travel-1d');
  assert.match(report.reminder.last_day, /^\d{4}-\d{2}-\d{2}$/);
  assert.match(report.reminder.text, /^LEB: card ending \d{4} ends on /);
});
