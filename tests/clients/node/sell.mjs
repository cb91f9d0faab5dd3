import { setTimeout as sleep } from 'node:timers/promises';
import { refusalOf } from './status-details.mjs';

/**
 * Sells one top-up and comes back when it is certain what became of it: { print: topUp } or { refund: why }.
 * Store the order with its request_id before the first call. After a power cut, call again with the stored order
 * and resumed = true: an answer may have been lost with the power. `patience` is how long the customer waits for an
 * answer, in milliseconds: after that the sale is given up, unless it turns out that it was made.
 */
export async function sell(topUps, order, { resumed = false, pause = 500, patience = 120_000 } = {}) {
  let open = resumed; // whether an earlier attempt may have been saved
  const giveUpAt = Date.now() + patience;

  for (;;) {
    let topUp;
    let wait = pause;
    try {
      ({ top_up: topUp } = await topUps.CreateTopUp(order, { seconds: 15 }));
    } catch (error) {
      const refusal = refusalOf(error);
      const refused = refusal?.metadata.money_moved === 'no';
      const isPatient = Date.now() < giveUpAt;
      if (['OVERLOADED', 'RATE_LIMITED'].includes(refusal?.reason) && isPatient) {
        wait = Math.max(pause, Number(refusal.retryDelay?.seconds ?? 0) * 1000);
      } else if (refused && !open) {
        return { refund: refusal };
      } else {
        open ||= !refused;
        if (refused || !isPatient) {
          const certain = await makeSure(topUps, order.request_id);
          if (certain.abandoned) {
            return { refund: refusal ?? { reason: 'REQUEST_ABANDONED' } };
          }
          topUp = certain.top_up;
        }
      }
    }

    if (topUp?.state === 'TOP_UP_STATE_SUCCEEDED') {
      return { print: topUp };
    }
    if (['FAILED', 'CANCELLED', 'REVERSED'].some((state) => topUp?.state === `TOP_UP_STATE_${state}`)) {
      return { refund: topUp.outcome };
    }
    open ||= topUp !== undefined; // saved, and not final
    await sleep(wait); // then the very same message again
  }
}

/** What the request id made: { top_up }, { abandoned: true } when it made nothing and never will, {} while unknown. */
async function makeSure(topUps, requestId) {
  return topUps.AbandonTopUp({ request_id: requestId }, { seconds: 15 }).catch(() => ({}));
}
