import { problem } from './check-options.ts';
import { InvalidOption } from './errors.ts';
import type { WorkflowOptions } from './workflow-options.ts';
import { checkWorkflowOptions } from './workflow-schemas.ts';
import { Workflow } from './workflow.ts';

/**
 * Makes a function each of whose calls is a workflow run of its own, which ends as the call does. Within it, and in all
 * it calls, `getCurrentWorkflow()` gives the workflow. Also a decorator of methods: `@workflow({ … })`.
 *
 * `this`, the arguments and what is returned stay as they are; a function that returned a value returns its promise.
 *
 * @throws InvalidOption for options that cannot be right; how to sign in is decided at each call, which then throws what
 *   `Workflow.run` throws
 * @example
 * import { NovaAct, workflow } from 'nova-act-serverless';
 *
 * const titleOf = workflow({ workflowDefinitionName: 'price-check' })(async (startingPage: string) => {
 *   await using nova = await NovaAct.start({ startingPage });
 *   const page = await nova.page();
 *   return await page.title();
 * });
 *
 * console.log(await titleOf('https://cottages.example'));
 */
export function workflow(options: WorkflowOptions) {
  checkWorkflowOptions(options);
  return <This, Arguments extends unknown[], Result>(
    perform: (this: This, ...given: Arguments) => Result,
    context?: Pick<ClassMethodDecoratorContext, 'kind'>,
  ): ((this: This, ...given: Arguments) => Promise<Awaited<Result>>) => {
    if (typeof perform !== 'function' || (context !== undefined && context.kind !== 'method'))
      throw new InvalidOption([problem('workflow', context?.kind ?? perform, 'a function, or a method of a class')]);
    const performed = async function (this: This, ...given: Arguments): Promise<Awaited<Result>> {
      return Workflow.run(options, async (): Promise<Awaited<Result>> => await perform.apply(this, given));
    };
    return Object.defineProperty(performed, 'name', { value: perform.name, configurable: true });
  };
}
