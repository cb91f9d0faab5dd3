// A small story, so that there is something to see: sales that succeed, one that fails, one that is taken back, two
// that the issuer says nothing about, and one that it goes back on and whose customer waits, with names that try to
// break out of the page.
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { mutualTls, open, operators } from '../node/contract.mjs';

const cards = {
  succeeds: '8986030000000000014',
  declined: '8986030000000002010',
  silent: '8986030000000003075',
  deniedLater: '8986030000000005039',
};

/** What a hostile till sends. */
export const hostile = '<script>alert(1)</script>" \' שלום';

/** Asks for a deposit that a second person must approve; returns the approval's name. */
export async function ask({ address, ca, cert, key }) {
  const partners = new operators.PartnerService(address.replace('https://', ''), mutualTls({ ca, cert, key }));
  try {
    const { approval } = await promisify(partners.CreateDeposit.bind(partners))({
      name: 'partners/demo', request_id: randomUUID(), amount: { currency_code: 'CNY', units: '200000' }, why: hostile,
    });
    return approval.name;
  } finally {
    partners.close();
  }
}

/** Reports a top-up that did not arrive, and that the issuer now denies: its case is escalated. Returns its name. */
export async function complain({ address, ca, cert, key }) {
  const to = [address.replace('https://', ''), mutualTls({ ca, cert, key })];
  const [topUps, arrivals] = [open('TopUpService', ...to), open('ArrivalService', ...to)];
  try {
    const { top_up: topUp } = await topUps.CreateTopUp({
      request_id: randomUUID(), card: { iccid: cards.deniedLater }, plan: 'plans/phone-50', channel: 'CHANNEL_POS',
      outlet: hostile, client_reference: hostile, allow_duplicate: true, wait: { seconds: 15 },
    });
    await arrivals.ReportNotArrived({ top_up: topUp.name });
    return topUp.name;
  } finally {
    topUps.close();
    arrivals.close();
  }
}

/** Sells; returns the names of the top-ups that stay in doubt. */
export async function tell({ address, ca, cert, key }) {
  const topUps = open('TopUpService', address.replace('https://', ''), mutualTls({ ca, cert, key }));
  const sell = (iccid, wait = 15, more = {}) => topUps.CreateTopUp({
    request_id: randomUUID(), card: { iccid }, plan: 'plans/phone-50', channel: 'CHANNEL_POS', allow_duplicate: true,
    wait: { seconds: wait }, ...more,
  });
  try {
    const sold = [];
    for (let index = 0; index < 12; index += 1) {
      sold.push((await sell(cards.succeeds)).top_up);
    }
    await sell(cards.declined);
    await topUps.ReverseTopUp({
      request_id: randomUUID(), top_up: sold[0].name, comment: 'The customer changed their mind', wait: { seconds: 15 },
    });
    const silent = [];
    for (let index = 0; index < 2; index += 1) {
      const { top_up: topUp } = await sell(cards.silent, 0, {
        outlet: hostile, client_reference: `${hostile} ${index}`,
      });
      silent.push(topUp.name);
    }
    return silent;
  } finally {
    topUps.close();
  }
}
