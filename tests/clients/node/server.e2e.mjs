// A partner's day against a running server: every answer is compared with what the contract promises.
// The tests build on each other and run in order; tests/clients/with-server.sh starts the server.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import grpc from '@grpc/grpc-js';
import { open, serverTls } from './contract.mjs';
import { card } from './sandbox.mjs';
import { sell } from './sell.mjs';
import {
  address, allPages, api, ca, closeAll, nanos, newSale, passesLuhn, refusal, untilEnd,
} from './support.mjs';

after(closeAll);

const { balances, cards, plans, topUps } = api;
const channel = 'CHANNEL_POS';
const seller = { outlet: 'outlet-7', terminal: 'till-2', cashier: 'li', client_reference: 'node-client' };
const begin = await balances.GetBalance({});
let plan;
let quote;
let order;
let sold;

test('the plans of a card type are listed, page by page the same', async () => {
  const { plans: listed } = await plans.ListPlans({ card_type: 'CARD_TYPE_PHONE' });
  assert.ok(listed.length > 0 && listed.every(({ card_type: type }) => type === 'CARD_TYPE_PHONE'));

  const paged = await allPages(plans.ListPlans, { card_type: 'CARD_TYPE_PHONE', page_size: 1 }, 'plans');
  assert.deepEqual(paged, listed);

  plan = listed.find(({ pricing }) => pricing === 'fixed_price');
  assert.ok(plan, 'no plan with a fixed price');
  assert.deepEqual((await plans.GetPlan({ name: plan.name })).plan, plan);
});

test('a plan has its name in the language of the call', async () => {
  const { plan: chinese } = await plans.GetPlan({ name: plan.name }, { language: 'zh-CN' });
  assert.match(chinese.display_name, /\p{Script=Han}/u);
  assert.doesNotMatch(plan.display_name, /\p{Script=Han}/u);
});

test('a card is found and takes the plan', async () => {
  const { card: found } = await cards.GetCard({ card: card.succeeds });
  assert.equal(found.card_type, 'CARD_TYPE_PHONE');
  assert.equal(found.status, 'CARD_STATUS_ACTIVE');
  assert.ok(found.plans.includes(plan.name), `${plan.name} is not in ${found.plans}`);
});

test('a quote adds up and holds for five minutes', async () => {
  ({ quote } = await topUps.QuoteTopUp({
    card: card.succeeds, plan: plan.name, channel, outlet: seller.outlet,
  }));
  const steps = quote.price.lines.reduce((sum, { amount }) => sum + nanos(amount), 0n);
  assert.equal(steps, nanos(quote.price.customer_pays));
  assert.equal(nanos(quote.price.face) + nanos(quote.price.handling_fee), nanos(quote.price.customer_pays));

  const minutes = (Number(quote.expire_time.seconds) - Date.now() / 1000) / 60;
  assert.ok(minutes > 4 && minutes < 6, `the quote holds for ${minutes} minutes`);
});

test('a top-up with the quote succeeds at the quoted price', async () => {
  order = { request_id: newSale(), quote: quote.name, max_debit: quote.price.net_debit, ...seller };
  const answer = await topUps.CreateTopUp(order);
  sold = answer.top_up;
  assert.equal(answer.replayed, false);
  assert.equal(sold.state, 'TOP_UP_STATE_SUCCEEDED');
  assert.equal(sold.outcome.money_moved, 'MONEY_MOVED_YES');
  assert.deepEqual(sold.price.net_debit, quote.price.net_debit);
  assert.deepEqual(sold.price.versions, quote.price.versions);
  assert.deepEqual([sold.quote, sold.plan, sold.outlet], [quote.name, plan.name, seller.outlet]);
  assert.match(sold.receipt_number, /^\d{9,}$/);
  assert.ok(passesLuhn(sold.receipt_number), `${sold.receipt_number} has a wrong check digit`);
});

test('the same message again answers the same top-up', async () => {
  const answer = await topUps.CreateTopUp(order);
  assert.equal(answer.replayed, true);
  assert.deepEqual(answer.top_up, sold);
  assert.deepEqual((await topUps.GetTopUp({ request_id: order.request_id })).top_up, sold);
  assert.deepEqual((await topUps.GetTopUp({ name: sold.name })).top_up, sold);
});

test('the same request id with another input is a conflict', async () => {
  const refused = await refusal(topUps.CreateTopUp(
    { request_id: order.request_id, card: card.another, plan: plan.name, channel }));
  assert.deepEqual([refused.status, refused.reason], ['ALREADY_EXISTS', 'REQUEST_ID_CONFLICT']);
});

test('a second sale of the same plan onto the same card is suspected, in the language of the caller', async () => {
  const again = { request_id: newSale(), card: card.succeeds, plan: plan.name, channel };
  const refused = await refusal(topUps.CreateTopUp(again));
  assert.equal(refused.status, 'FAILED_PRECONDITION');
  assert.equal(refused.reason, 'DUPLICATE_SUSPECTED');
  assert.equal(refused.domain, 'partner.leb');
  assert.equal(refused.metadata.top_up, sold.name);
  assert.equal(refused.metadata.top_up_state, 'SUCCEEDED');
  const { money_moved: moved, retry_safe: safe, retry_with: retryWith, fault } = refused.metadata;
  assert.deepEqual([moved, safe, retryWith, fault], ['no', 'false', 'never', 'caller']);
  assert.doesNotMatch(refused.text, /\p{Script=Han}/u);

  const chinese = await refusal(topUps.CreateTopUp(again, { language: 'zh-CN' }));
  assert.equal(chinese.locale, 'zh-CN');
  assert.match(chinese.text, /\p{Script=Han}/u);

  const { top_up: meant } = await topUps.CreateTopUp({ ...again, allow_duplicate: true });
  assert.equal(meant.state, 'TOP_UP_STATE_SUCCEEDED');
  assert.notEqual(meant.name, sold.name);
});

test('every wrong field is named at once', async () => {
  const refused = await refusal(topUps.CreateTopUp(
    { request_id: 'short', card: { iccid: '123' }, plan: plan.name, channel, business_date: 'today' }));
  assert.deepEqual([refused.status, refused.reason], ['INVALID_ARGUMENT', 'INVALID_REQUEST']);
  const fields = refused.violations.map(({ field }) => field).toSorted();
  assert.deepEqual(fields, ['business_date', 'card.iccid', 'request_id']);
});

test('what validate_only checks is not saved', async () => {
  const dry = { request_id: newSale(), card: card.another, plan: plan.name, channel, validate_only: true };
  const { top_up: checked } = await topUps.CreateTopUp(dry);
  assert.deepEqual([checked.name, checked.receipt_number], ['', '']);
  const refused = await refusal(topUps.GetTopUp({ request_id: dry.request_id }));
  assert.deepEqual([refused.status, refused.reason], ['NOT_FOUND', 'TOP_UP_NOT_FOUND']);
});

test('a card that the issuer declines ends FAILED, the money is back', async () => {
  const before = await balances.GetBalance({});
  const { top_up: failed } = await topUps.CreateTopUp(
    { request_id: newSale(), card: card.declined, plan: plan.name, channel }, { language: 'zh-CN' });
  assert.equal(failed.state, 'TOP_UP_STATE_FAILED');
  assert.equal(failed.outcome.money_moved, 'MONEY_MOVED_NO');
  assert.equal(failed.outcome.fault, 'FAULT_ISSUER');
  assert.match(failed.outcome.clerk_text, /\p{Script=Han}/u);

  const now = await balances.GetBalance({});
  assert.deepEqual({ ...now.balance, as_of: null }, { ...before.balance, as_of: null });
});

test('a slow top-up is PROCESSING at first, and watching it ends with its final state', async () => {
  const { top_up: pending } = await topUps.CreateTopUp(
    { request_id: newSale(), card: card.slow, plan: plan.name, channel, wait: { seconds: 0 } });
  assert.equal(pending.state, 'TOP_UP_STATE_PROCESSING');
  assert.equal(pending.outcome.money_moved, 'MONEY_MOVED_UNKNOWN');
  assert.ok(pending.outcome.check_again_after);

  const watched = (await untilEnd(topUps.WatchTopUp({ name: pending.name }, { seconds: 60 })))
    .map(({ top_up: topUp }) => topUp);
  assert.equal(watched.at(-1).state, 'TOP_UP_STATE_SUCCEEDED');
  const events = watched.map(({ event_number: number }) => Number(number));
  assert.deepEqual(events, [...new Set(events)].toSorted((a, b) => a - b));
});

test('a reversed top-up gives the money and the commission back', async () => {
  const before = (await balances.GetBalance({})).balance;
  const { reversal, top_up: reversed } = await topUps.ReverseTopUp(
    { request_id: newSale(), top_up: sold.name, comment: 'wrong card' });
  assert.equal(reversal.state, 'REVERSAL_STATE_SUCCEEDED');
  assert.equal(reversed.state, 'TOP_UP_STATE_REVERSED');
  const now = (await balances.GetBalance({})).balance;
  assert.equal(nanos(now.posted) - nanos(before.posted), nanos(reversal.amount) - nanos(reversal.clawback));
});

test('the recipe for a lost answer sells and refuses', { timeout: 30_000 }, async () => {
  const sale = { request_id: newSale(), card: card.another, plan: plan.name, channel };
  assert.equal((await sell(topUps, sale)).print.state, 'TOP_UP_STATE_SUCCEEDED');
  const repeated = await sell(topUps, { ...sale, request_id: newSale() });
  assert.equal(repeated.refund.reason, 'DUPLICATE_SUSPECTED');
});

test('the statement adds up to the balance', async () => {
  const until = { end_time: { seconds: Math.ceil(Date.now() / 1000) + 1 } };
  const { balance } = await balances.GetBalance({});
  const whole = await balances.ListStatementEntries({ ...until, page_size: 1000 });
  const paged = await allPages(balances.ListStatementEntries, { ...until, page_size: 2 }, 'entries');
  assert.deepEqual(paged, whole.entries);

  let running = nanos(whole.opening_balance);
  whole.entries.forEach((entry, index) => {
    running += nanos(entry.amount);
    assert.equal(nanos(entry.balance_after), running, `entry ${entry.sequence}`);
    assert.equal(Number(entry.sequence), Number(whole.entries[0].sequence) + index);
  });
  assert.equal(running, nanos(whole.closing_balance));
  assert.equal(running, nanos(balance.posted));
  assert.equal(nanos(balance.reserved), 0n);
  assert.equal(nanos(balance.available), running + nanos(balance.credit_limit));
});

test('the balance changed by what the statement says of this day', async () => {
  const { balance } = await balances.GetBalance({});
  const { entries } = await balances.ListStatementEntries({ start_time: begin.balance.as_of, page_size: 1000 });
  const change = entries.reduce((sum, { amount }) => sum + nanos(amount), 0n);
  assert.equal(nanos(balance.posted) - nanos(begin.balance.posted), change);

  const byTopUp = entries.filter(({ top_up: name }) => name === sold.name).map(({ kind }) => kind);
  assert.deepEqual(byTopUp.toSorted(), [
    'STATEMENT_ENTRY_KIND_CLAWBACK', 'STATEMENT_ENTRY_KIND_COMMISSION', 'STATEMENT_ENTRY_KIND_REVERSAL',
    'STATEMENT_ENTRY_KIND_TOP_UP',
  ]);
});

test('the till closes its day with totals', async () => {
  const filter = { terminal: seller.terminal };
  const listed = await allPages(topUps.ListTopUps, { filter, page_size: 1 }, 'top_ups');
  const { totals } = await topUps.GetSalesTotals({ filter });
  assert.equal(totals.reduce((sum, { count }) => sum + Number(count), 0), listed.length);
  assert.equal(
    totals.reduce((sum, total) => sum + nanos(total.net_debit), 0n),
    listed.reduce((sum, { price }) => sum + nanos(price.net_debit), 0n));
});

test('nobody gets in without a certificate', async () => {
  const stranger = open('BalanceService', address, serverTls({ ca }));
  const error = await stranger.GetBalance({}, { seconds: 5 }).then(() => null, (thrown) => thrown);
  stranger.close();
  assert.ok(error, 'the call was answered');
  assert.ok([grpc.status.UNAVAILABLE, grpc.status.DEADLINE_EXCEEDED].includes(error.code), `status ${error.code}`);
});
