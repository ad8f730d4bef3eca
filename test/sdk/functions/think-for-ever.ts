import { NovaAct } from '../../../lib/sdk/nova-act.ts';
import { Workflow } from '../../../lib/sdk/workflow.ts';

/** A program whose act never ends; with an argument it hears of the signal itself, and goes on. */
const [, , ownSignal] = process.argv;
if (ownSignal !== undefined) process.once(ownSignal, () => console.log('heard'));

await Workflow.run({ workflowDefinitionName: 'price-check' }, async () => {
  await using nova = await NovaAct.start({ startingPage: 'about:blank' });
  await nova.act('Think for ever').catch((error: unknown) => {
    console.log(error instanceof Error ? error.name : error);
    if (ownSignal === undefined) return new Promise(() => {});
  });
}).catch((error: unknown) => console.log(String(error)));
