import type { App } from 'aws-cdk-lib';
import { deploymentSettings } from './context.ts';
import { NovaActServerlessStack } from './stack.ts';
import { readSchedulesFile } from './start-settings.ts';
import { readToolsFile } from './tools.ts';
import { inFile, readWorkflowFiles } from './workflow-files.ts';

const description = 'Runs Amazon Nova Act workflows on Step Functions and Lambda';

/**
 * The stacks that an app's context asks for: one, or with `-c workflows=DIR` one for each file of the folder.
 *
 * @throws ContextError with one line per problem
 */
export function makeStacks(app: App): readonly NovaActServerlessStack[] {
  const { workflows, tools, schedules, ...settings } = deploymentSettings(app.node.getAllContext());
  if (workflows === undefined)
    return [
      new NovaActServerlessStack(app, 'NovaActServerlessStack', {
        description,
        settings: { ...settings, ...(schedules !== undefined && { schedules: readSchedulesFile(schedules) }) },
        tools: tools === undefined ? [] : readToolsFile(tools),
      }),
    ];
  const { region, destroyData } = settings;
  return readWorkflowFiles(workflows, { region, destroyData }).map((file) =>
    inFile(file.path, () => new NovaActServerlessStack(app, `NovaAct-${file.name}`, { description, ...file })),
  );
}
