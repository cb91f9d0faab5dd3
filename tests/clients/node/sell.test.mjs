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

async function selling(creates, abandons = [], options = {}) {
  const calls = [];
  const answers = (name, script) => async (request) => {
    calls.push(`${name} ${request.request_id}`);
    const answer = script.shift();
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
  const topUps = { CreateTopUp: answers('create', creates), AbandonTopUp: answers('abandon', abandons) };
  const result = await sell(topUps, order, { pause: 0, ...options });
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

test('a refusal after a lost answer is refunded only when the request id is abandoned', async () => {
  const { result, calls } = await selling([lostAnswer, refusedWith('INSUFFICIENT_FLOAT')], [{ abandoned: true }]);
  assert.equal(result.refund.reason, 'INSUFFICIENT_FLOAT');
  assert.deepEqual(calls, ['create', 'create', 'abandon']);
});

test('a lost attempt that was saved after all is not refunded', async () => {
  const { result, calls } = await selling([lostAnswer, refusedWith('INSUFFICIENT_FLOAT')], [inState('SUCCEEDED')]);
  assert.ok(result.print);
  assert.deepEqual(calls, ['create', 'create', 'abandon']);
});

test('a lost attempt that is still processing is waited for', async () => {
  const { result, calls } = await selling(
    [lostAnswer, refusedWith('PARTNER_SUSPENDED'), inState('FAILED')], [inState('PROCESSING')]);
  assert.deepEqual(result, { refund: { reason: 'FAILED' } });
  assert.deepEqual(calls, ['create', 'create', 'abandon', 'create']);
});

test('a resumed sale counts as one whose answer was lost', async () => {
  const { calls } = await selling([refusedWith('INSUFFICIENT_FLOAT')], [{ abandoned: true }], { resumed: true });
  assert.deepEqual(calls, ['create', 'abandon']);
});

for (const unknown of [lostAnswer, refusedWith('OVERLOADED'), refusedWith('REQUEST_ID_CONFLICT'), {}]) {
  test(`an abandonment that ends with ${unknown.message ?? 'neither'} promises nothing`, async () => {
    const { result, calls } = await selling(
      [lostAnswer, refusedWith('INSUFFICIENT_FLOAT'), inState('SUCCEEDED')], [unknown]);
    assert.ok(result.print);
    assert.deepEqual(calls, ['create', 'create', 'abandon', 'create']);
  });
}

test('nothing is refunded while the certificate is refused and an answer is lost', async () => {
  const { result, calls } = await selling(
    [lostAnswer, refusedWith('CERTIFICATE_REVOKED'), inState('FAILED')], [refusedWith('CERTIFICATE_REVOKED')]);
  assert.deepEqual(result, { refund: { reason: 'FAILED' } });
  assert.deepEqual(calls, ['create', 'create', 'abandon', 'create']);
});

test('a refusal does not make a top-up undone that was seen processing', async () => {
  const { result, calls } = await selling(
    [inState('PROCESSING'), refusedWith('CERTIFICATE_REVOKED'), inState('SUCCEEDED')],
    [refusedWith('CERTIFICATE_REVOKED')]);
  assert.ok(result.print);
  assert.deepEqual(calls, ['create', 'create', 'abandon', 'create']);
});

test('a sale that is not answered for longer than the customer waits is given up', async () => {
  const { result, calls } = await selling([lostAnswer], [{ abandoned: true }], { patience: 0 });
  assert.deepEqual(result, { refund: { reason: 'REQUEST_ABANDONED' } });
  assert.deepEqual(calls, ['create', 'abandon']);
});

test('an overloaded service is asked again, and then refused like any other', async () => {
  const busy = () => refusedWith('OVERLOADED');
  const { result, calls } = await selling([busy(), inState('SUCCEEDED')]);
  assert.ok(result.print);
  assert.deepEqual(calls, ['create', 'create']);
  const given = await selling([busy()], [], { patience: 0 });
  assert.equal(given.result.refund.reason, 'OVERLOADED');
});

test('the README prints this very recipe', () => {
  const readme = readFileSync(new URL('../../../protos/README.md', import.meta.url), 'utf8');
  const recipe = readFileSync(new URL('sell.mjs', import.meta.url), 'utf8');
  assert.ok(readme.includes('```js\n' + recipe + '```\n'), 'protos/README.md prints another sell.mjs');
});
