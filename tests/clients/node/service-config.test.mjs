// What protos/service_config.json makes a client do, tried against a server of this file's own.
import assert from 'node:assert/strict';
import test from 'node:test';
import grpc from '@grpc/grpc-js';
import { open, serviceConfig, serviceNames, v1 } from './contract.mjs';

async function balanceCallsAnswered(codes) {
  let calls = 0;
  const server = new grpc.Server();
  server.addService(v1.BalanceService.service, {
    getBalance: (_, reply) => {
      const code = codes[calls++];
      reply(code === grpc.status.OK ? null : { code }, {});
    },
  });
  const port = await new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      (error ? reject(error) : resolve(bound)));
  });

  const client = open('BalanceService', `127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const code = await client.GetBalance({}).then(() => grpc.status.OK, (error) => error.code);
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

test('the policy names every service of the contract', () => {
  const named = serviceConfig.methodConfig.flatMap(({ name }) => name.map(({ service }) => service));
  assert.deepEqual(named.toSorted(), serviceNames.toSorted());
});
