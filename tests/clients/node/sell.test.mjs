// The recipe for a lost answer, as protos/README.md prints it, tried against scripted answers.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { sell } from './sell.mjs';
import { encodeRefusal } from './status-details.mjs';

const order = { request_id: 'shop-7-till-2-sale-000123' };
const inState = (state) => ({ top_up: { state: `TOP_UP_STATE_${state}`, outcome: { reason: state } } });
const lostAnswer = Object.assign(new Error('deadline passed'), { code: 4 });
const refusedWith = (reason, moneyMoved = 'no') => encodeRefusal(9, reason, { money_moved: moneyMoved });

async function selling(creates, gets = [], resumed = false) {
  const calls = [];
  const answers = (name, script) => async (request) => {
    calls.push(`${name} ${request.request_id}`);
    const answer = script.shift();
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
  const topUps = { CreateTopUp: answers('create', creates), GetTopUp: answers('get', gets) };
  const result = await sell(topUps, order, { resumed, pause: 0, confirmAfter: 0 });
  return { result, calls: calls.map((call) => call.replace(` ${order.request_id}`, '')) };
}

test('a success is printed', async () => {
  const { result, calls } = await selling([inState('SUCCEEDED')]);
  assert.equal(result.print.state, 'TOP_UP_STATE_SUCCEEDED');
  assert.deepEqual(calls, ['create']);
});

test('the same request is repeated after a lost answer and while the top-up is processing', async () => {
  const { result, calls } = await selling([lostAnswer, inState('PROCESSING'), lostAnswer, inState('SUCCEEDED')]);
  assert.ok(result.print);
  assert.deepEqual(calls, ['create', 'create', 'create', 'create']);
});

for (const state of ['FAILED', 'CANCELLED', 'REVERSED']) {
  test(`a top-up that is ${state} is refunded`, async () => {
    const { result } = await selling([inState('PROCESSING'), inState(state)]);
    assert.deepEqual(result, { refund: { reason: state } });
  });
}

test('a refusal of the first attempt is refunded at once', async () => {
  const { result, calls } = await selling([refusedWith('INSUFFICIENT_FLOAT')]);
  assert.equal(result.refund.reason, 'INSUFFICIENT_FLOAT');
  assert.deepEqual(calls, ['create']);
});

test('an error that leaves the money unknown is repeated, not refunded', async () => {
  const { result } = await selling([refusedWith('INTERNAL', 'unknown'), inState('SUCCEEDED')]);
  assert.ok(result.print);
});

test('a refusal after a lost answer is refunded only when the request id proves unused', async () => {
  const { result, calls } = await selling(
    [lostAnswer, refusedWith('INSUFFICIENT_FLOAT')], [refusedWith('TOP_UP_NOT_FOUND')]);
  assert.equal(result.refund.reason, 'INSUFFICIENT_FLOAT');
  assert.deepEqual(calls, ['create', 'create', 'get']);
});

test('a lost attempt that was saved after all is not refunded', async () => {
  const { result, calls } = await selling(
    [lostAnswer, refusedWith('PARTNER_SUSPENDED'), inState('SUCCEEDED')], [inState('SUCCEEDED')]);
  assert.ok(result.print);
  assert.deepEqual(calls, ['create', 'create', 'get', 'create']);
});

test('a resumed sale counts as one whose answer was lost', async () => {
  const { calls } = await selling([refusedWith('INSUFFICIENT_FLOAT')], [refusedWith('TOP_UP_NOT_FOUND')], true);
  assert.deepEqual(calls, ['create', 'get']);
});

test('nothing is refunded while the certificate is refused and an answer is lost', async () => {
  const { result, calls } = await selling(
    [lostAnswer, refusedWith('CERTIFICATE_REVOKED'), inState('FAILED')], [refusedWith('CERTIFICATE_REVOKED')]);
  assert.deepEqual(result, { refund: { reason: 'FAILED' } });
  assert.deepEqual(calls, ['create', 'create', 'get', 'create']);
});

test('the README prints this very recipe', () => {
  const readme = readFileSync(new URL('../../../protos/README.md', import.meta.url), 'utf8');
  const recipe = readFileSync(new URL('sell.mjs', import.meta.url), 'utf8');
  assert.ok(readme.includes('```js\n' + recipe + '```\n'), 'protos/README.md prints another sell.mjs');
});
