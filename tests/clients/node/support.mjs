// What the tests share: where the server is, who calls, and small readings of answers.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mutualTls, open } from './contract.mjs';
import { refusalOf } from './status-details.mjs';

function setting(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; tests/clients/with-server.sh starts a server and sets it`);
  }
  return value;
}

export const address = setting('PARTNER_ADDRESS').replace(/^https:\/\//, '');
export const ca = setting('PARTNER_CA');

const credentials = mutualTls({ ca, cert: setting('PARTNER_CERT'), key: setting('PARTNER_KEY') });

/** One client per service, with the partner's certificate. */
export const api = {
  balances: open('BalanceService', address, credentials),
  cards: open('CardService', address, credentials),
  plans: open('PlanCatalogService', address, credentials),
  topUps: open('TopUpService', address, credentials),
};

export function closeAll() {
  Object.values(api).forEach((client) => client.close());
}

/** A request id as the contract recommends it: one per sale. */
export const newSale = () => randomUUID();

/** Money as one whole number of billionths, so that sums are exact. */
export const nanos = ({ units, nanos: rest }) => BigInt(units) * 1_000_000_000n + BigInt(rest);

/** The refusal that a call ends with; fails when the call succeeds, or ends without status details. */
export async function refusal(call) {
  const error = await call.then(() => null, (thrown) => thrown);
  assert.ok(error, 'the call was not refused');
  return refusalOf(error) ?? assert.fail(`the error carries no status details: ${error.message}`);
}

/** All items of a paged list. */
export async function allPages(list, request, items) {
  const found = [];
  let pageToken = '';
  do {
    const page = await list({ ...request, page_token: pageToken });
    found.push(...page[items]);
    pageToken = page.next_page_token;
  } while (pageToken);
  return found;
}

/** Every message of a stream that the server ends by itself. */
export async function untilEnd(stream) {
  const messages = [];
  for await (const message of stream) {
    messages.push(message);
  }
  return messages;
}

/** Whether the last digit of a number is its Luhn check digit (ISO/IEC 7812-1). */
export function passesLuhn(digits) {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (1 + (place % 2));
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
