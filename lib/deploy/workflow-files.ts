import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import type { DefaultInput, DeployedGuardrails } from '../../lambdas/deployed-defaults.ts';
import type { DeployedTool } from '../../lambdas/deployed-tools.ts';
import { completeSettings } from './context.ts';
import { ContextError, settingProblems, settingValues } from './setting-values.ts';
import { alarmsSchema, schedulesSchema } from './start-settings.ts';
import { settingsShape, type WorkflowSettings } from './workflow-settings.ts';

const SECRETS = 'must be a list of names of secrets';
const OBJECT = 'must be an object';

/** As the construct is given it, which checks what is inside. */
function passedOn<T>(is: (value: unknown) => boolean, error: string) {
  return z.custom<T>(is, { error });
}

const fileSchema = z.strictObject({
  ...settingsShape,
  workflowDefinitionName: settingValues.workflowDefinitionName.optional(),
  logGroupExists: z.boolean('must be true or false').optional(),
  destroyData: z.boolean('must be true or false').optional(),
  secrets: z.array(z.string(SECRETS).regex(/^[a-zA-Z0-9/_+=.@-]{1,256}$/, SECRETS), SECRETS).optional(),
  tools: passedOn<DeployedTool[]>(Array.isArray, 'must be a list of tools').optional(),
  schedules: schedulesSchema.optional(),
  alarms: alarmsSchema.optional(),
  defaultInput: passedOn<DefaultInput>(isObject, OBJECT).optional(),
  guardrails: passedOn<DeployedGuardrails>(isObject, OBJECT).optional(),
  browser: z
    .strictObject(
      {
        memory: settingValues.memory.optional(),
        width: z.number().optional(),
        height: z.number().optional(),
        locale: z.string().optional(),
        allowHosts: z.array(settingValues.allowedHost, 'must be a list of host:port').optional(),
      },
      { error: 'must be an object with memory, width, height, locale or allowHosts' },
    )
    .optional(),
});

/** A workflow of the folder. */
export interface WorkflowFile {
  readonly path: string;
  /** The file's, without `.json`. */
  readonly name: string;
  readonly settings: WorkflowSettings;
  readonly tools: readonly DeployedTool[];
}

/**
 * Reads the workflows of a folder, each from its `NAME.json`, in the order of their names.
 *
 * @param common - what holds where a file is silent
 * @throws ContextError with one line per problem of all files
 */
export function readWorkflowFiles(
  directory: string,
  common: Pick<WorkflowSettings, 'region' | 'destroyData'>,
): readonly WorkflowFile[] {
  const names = fileNames(directory);
  const problems: string[] = [];
  const files = names.flatMap((fileName) => {
    const path = join(directory, fileName);
    try {
      return inFile(path, () => readWorkflow(path, common));
    } catch (error) {
      if (!(error instanceof ContextError)) throw error;
      problems.push(error.message);
      return [];
    }
  });
  problems.push(...collisions(files));
  if (problems.length > 0) throw new ContextError(problems.join('\n'));
  return files;
}

/** Lets each line of what is wrong begin with the file that it is about. */
export function inFile<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ContextError)) throw error;
    throw new ContextError(error.message.replaceAll(/^/gm, `${path}: `), { cause: error });
  }
}

function fileNames(directory: string): string[] {
  const allowed = 'must be a directory with a NAME.json for each workflow';
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ContextError(`workflows: came ${JSON.stringify(directory)}; ${allowed} (${reason})`, { cause: error });
  }
  const found = names.filter((name) => name.endsWith('.json')).toSorted();
  if (found.length === 0)
    throw new ContextError(`workflows: came ${JSON.stringify(directory)}, which has none; ${allowed}`);
  return found;
}

function readWorkflow(path: string, common: Pick<WorkflowSettings, 'region' | 'destroyData'>): WorkflowFile {
  const name = basename(path, '.json');
  if (!/^[a-zA-Z0-9-]{1,40}$/.test(name))
    throw new ContextError(`came ${JSON.stringify(name)} for a name; must be 1 to 40 letters, digits or "-"`);
  const given = parsedFile(path);
  if (!isObject(given)) throw new ContextError(`came ${JSON.stringify(given)}; must be an object`);
  const parsed = fileSchema.safeParse({ region: common.region, ...given });
  if (!parsed.success)
    throw new ContextError(settingProblems(parsed.error, given, Object.keys(fileSchema.shape)).join('\n'));
  const { tools = [], ...settings } = parsed.data;
  const whole = { ...common, ...settings, workflowDefinitionName: settings.workflowDefinitionName ?? name };
  return { path, name, tools, settings: completeSettings(whole, { ...given }, 'say "workflowDefinition": "existing"') };
}

function parsedFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ContextError(`cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** What two workflows would both create. */
function collisions(files: readonly WorkflowFile[]): string[] {
  return (['workflowDefinitionName', 'logGroupName'] as const).flatMap((key) => {
    const created = files.filter(({ settings }) =>
      key === 'logGroupName' ? settings.logGroupExists !== true : settings.workflowDefinition === 'create',
    );
    return [...Map.groupBy(created, ({ settings }) => settings[key])].flatMap(([value, [first, ...others]]) =>
      value === undefined || first === undefined
        ? []
        : others.map(
            ({ path }) => `${path}: ${key}: came ${JSON.stringify(value)}; must be another one than in ${first.path}`,
          ),
    );
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
