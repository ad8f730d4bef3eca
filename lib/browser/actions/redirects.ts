import { AgentRedirectError } from '../../act/errors.ts';
import type { ElementFacts } from '../page/element-at.ts';

/** What the model is told of controls that open windows no screenshot shows. The texts are what it was trained on. */
const ADVICE: Readonly<Record<string, (facts: ElementFacts) => string>> = {
  select: ({ optionLabels }) =>
    `This dropdown cannot be clicked. Use agentType(<value>, <same bbox>), with one of these values: ${choices(optionLabels)}`,
  color: () => 'This color input cannot be clicked. Use agentType(<value>, <same bbox>), with this format: #RRGGBB',
  range: ({ min, max }) =>
    `This range input cannot be clicked. Use agentType(<value>, <same bbox>), with a value from ${min} to ${max}.`,
};

/** @throws AgentRedirectError when the element is not to be clicked */
export function refuseUnclickable(facts: ElementFacts): void {
  const advice = Object.hasOwn(ADVICE, facts.control) ? ADVICE[facts.control] : undefined;
  if (advice) throw new AgentRedirectError(advice(facts));
}

/** After a click that opened a file chooser. */
export function fileChooserAdvice(): AgentRedirectError {
  return new AgentRedirectError(
    'This file input cannot be clicked. Use agentType(<value>, <same bbox>), with this format: /path/to/file',
  );
}

/** A dropdown's choices as the model knows them: both members hold the label. */
export function choices(optionLabels: readonly string[] | null): string {
  return JSON.stringify(optionLabels && optionLabels.map((label) => ({ label, value: label })));
}
