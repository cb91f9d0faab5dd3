import { setTimeout as sleep } from 'node:timers/promises';
import { refusalOf } from './status-details.mjs';

/**
 * Sells one top-up and comes back when it is certain what became of it: { print: topUp } or { refund: why }.
 * Store the order with its request_id before the first call. After a power cut, call again with the stored order
 * and resumed = true: an answer may have been lost with the power.
 */
export async function sell(topUps, order, { resumed = false, pause = 500, confirmAfter = 60_000 } = {}) {
  let lost = resumed; // whether an attempt may have ended without an answer

  for (;;) {
    try {
      const { top_up: topUp } = await topUps.CreateTopUp(order, { seconds: 15 });
      if (topUp.state === 'TOP_UP_STATE_SUCCEEDED') {
        return { print: topUp };
      }
      if (topUp.state !== 'TOP_UP_STATE_PROCESSING') {
        return { refund: topUp.outcome };
      }
    } catch (error) {
      const refusal = refusalOf(error);
      const refused = refusal?.metadata.money_moved === 'no';
      if (refused && (!lost || await neverSaved(topUps, order.request_id, confirmAfter))) {
        return { refund: refusal };
      }
      lost ||= !refused;
    }
    await sleep(pause); // then the very same message again
  }
}

/** Whether an attempt whose answer was lost left nothing behind, asked when it can no longer be on its way. */
async function neverSaved(topUps, requestId, confirmAfter) {
  await sleep(confirmAfter);
  return topUps.GetTopUp({ request_id: requestId })
    .then(() => false, (error) => refusalOf(error)?.reason === 'TOP_UP_NOT_FOUND');
}
