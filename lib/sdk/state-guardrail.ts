import { ActStateGuardrailError } from '../act/errors.ts';
import { textOf } from '../act/text-of.ts';
import { withoutUserinfo } from '../act/url.ts';
import { shown } from './check-options.ts';

/** What a {@link StateGuardrail} says. */
export type GuardrailDecision = 'PASS' | 'BLOCK';

/**
 * Says whether the agent may be at an address. It is asked after each look at the page, and before the starting page and
 * each `goToUrl`. Whatever it gives but `PASS`, and whatever it throws, ends the act as `ActStateGuardrailError`.
 *
 * What is to be kept from being asked for at all, links and redirects included, belongs into `guardrails`.
 *
 * @example
 * import type { NovaActOptions, StateGuardrail } from 'nova-act-serverless';
 *
 * const noBooking: StateGuardrail = ({ url }) => (url.includes('/book') ? 'BLOCK' : 'PASS');
 * const options: NovaActOptions = { startingPage: 'https://cottages.example', stateGuardrail: noBooking };
 */
export type StateGuardrail = (state: { readonly url: string }) => GuardrailDecision | Promise<GuardrailDecision>;

/** @throws ActStateGuardrailError unless the guardrail lets the address pass */
export async function checkState(url: string, guardrail: StateGuardrail | undefined): Promise<void> {
  if (guardrail === undefined) return;
  const where = withoutUserinfo(url);
  let decision: unknown;
  try {
    decision = await guardrail({ url });
  } catch (cause) {
    throw new ActStateGuardrailError(`the state guardrail failed for ${where}: ${textOf(cause)}`, { cause });
  }
  if (decision === 'PASS') return;
  const why = decision === 'BLOCK' ? '' : `; it ${shown(decision)}, allowed: PASS or BLOCK`;
  throw new ActStateGuardrailError(`the state guardrail blocks ${where}${why}`);
}
