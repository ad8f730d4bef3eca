import { guardrailRefusal, type Guardrails } from '../act/guardrails.ts';
import { InvalidInput } from './errors.ts';
import type { WorkflowInput } from './workflow-input.ts';

/**
 * The guardrails of a run: the stack's, which hold for every run, and its input's, which can make them narrower and never
 * wider.
 *
 * @throws InvalidInput where the input allows a domain that the stack does not, or starts outside of both
 */
export function narrowGuardrails(
  { guardrails: given, startingPage }: Pick<WorkflowInput, 'guardrails' | 'startingPage'>,
  stack: Guardrails | undefined,
): WorkflowInput['guardrails'] {
  if (stack === undefined) return given;
  const ofStack = stack.allowedDomains;
  const tooWide = (given?.allowedDomains ?? []).filter(
    (domain) => ofStack !== undefined && !ofStack.some((wide) => covers(wide, domain)),
  );
  if (tooWide.length > 0)
    throw new InvalidInput(
      tooWide.map(
        (domain) => `guardrails.allowedDomains: got "${domain}", allowed: within this stack's ${ofStack?.join(', ')}`,
      ),
    );
  const blocked = [...new Set([...(stack.blockedDomains ?? []), ...(given?.blockedDomains ?? [])])];
  const allowed = given?.allowedDomains ?? ofStack;
  const both = {
    ...(allowed !== undefined && { allowedDomains: [...allowed] }),
    ...(blocked.length > 0 && { blockedDomains: blocked }),
    strict: stack.strict || given?.strict === true,
  };
  const refusal = guardrailRefusal(startingPage, both);
  if (refusal !== undefined)
    throw new InvalidInput([
      `startingPage: got "${startingPage}", allowed: a page within this stack's guardrails: ${refusal}`,
    ]);
  return both;
}

/** Whether all that one pattern lets through is let through by the other. */
function covers(allowed: string, domain: string): boolean {
  const [wide, narrow] = [allowed.toLowerCase(), domain.toLowerCase()];
  return wide === narrow || (wide.startsWith('*.') && narrow.endsWith(wide.slice(1)));
}
