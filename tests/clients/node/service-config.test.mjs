// What protos/service_config.json makes a client do, tried against a server of this file's own.
import assert from 'node:assert/strict';
import test from 'node:test';
import grpc from '@grpc/grpc-js';
import { open, serviceConfig, serviceNames, v1 } from './contract.mjs';

const balanceCallsAnswered = (codes) => callsAnswered('BalanceService', 'GetBalance', codes);

async function callsAnswered(service, method, codes) {
  let calls = 0;
  const server = new grpc.Server();
  server.addService(v1[service].service, {
    [method]: (_, reply) => {
      const code = codes[calls++];
      reply(code === grpc.status.OK ? null : { code }, {});
    },
  });
  const port = await new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      (error ? reject(error) : resolve(bound)));
  });

  const client = open(service, `127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const code = await client[method]({}).then(() => grpc.status.OK, (error) => error.code);
  client.close();
  server.forceShutdown();
  return { calls, code };
}

const { OK, UNAVAILABLE, INTERNAL } = grpc.status;

test('a call refused with UNAVAILABLE is repeated until it is answered', async () => {
  assert.deepEqual(await balanceCallsAnswered([UNAVAILABLE, UNAVAILABLE, OK]), { calls: 3, code: OK });
});

test('a call is made at most four times', async () => {
  const codes = [UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, OK];
  assert.deepEqual(await balanceCallsAnswered(codes), { calls: 4, code: UNAVAILABLE });
});

test('no other status is repeated', async () => {
  assert.deepEqual(await balanceCallsAnswered([INTERNAL, OK]), { calls: 1, code: INTERNAL });
});

for (const method of ['CreateTopUp', 'ReverseTopUp']) {
  test(`${method} is left to the recipe, which must know of an answer that was lost`, async () => {
    const answered = await callsAnswered('TopUpService', method, [UNAVAILABLE, OK]);
    assert.deepEqual(answered, { calls: 1, code: UNAVAILABLE });
  });
}

test('AbandonTopUp is repeated like any other method', async () => {
  assert.deepEqual(await callsAnswered('TopUpService', 'AbandonTopUp', [UNAVAILABLE, OK]), { calls: 2, code: OK });
});

test('the policy names every service of the contract', () => {
  const named = serviceConfig.methodConfig
    .flatMap(({ name }) => name.filter(({ method }) => !method).map(({ service }) => service))
    .filter((service) => service.startsWith('leb.partner.'));
  assert.deepEqual(named.toSorted(), serviceNames.toSorted());
});
