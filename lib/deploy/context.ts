import * as z from 'zod';
import {
  apiKeyDefinition,
  apiKeyProblems,
  ContextError,
  elsewhere,
  matching,
  novaActRegion,
  settingProblems,
  settingValues,
} from './setting-values.ts';
import { alarmsSchema } from './start-settings.ts';
import { settingsShape, type WorkflowSettings } from './workflow-settings.ts';

const NAME = /^[a-zA-Z0-9/_+=.@-]{1,256}(,[a-zA-Z0-9/_+=.@-]{1,256})*$/;

/** On the command line a value is a text. What has parts of its own stands in files. */
const contextSchema = z.strictObject({
  ...settingsShape,
  /** Name of the workflow definition that all runs of the stack belong to. Default `nova-act-serverless`. */
  workflowDefinitionName: settingValues.workflowDefinitionName.default('nova-act-serverless'),
  /** Hosts that pages may reach though they are private or at another port: `host:port`, commas between. Default none. */
  allowHosts: hostsAndPorts().optional(),
  /** JSON file with the Lambda functions that agents may call. Default none. */
  tools: matching(/^.+\.json$/, 'the path of a JSON file').optional(),
  /** Secrets that a `fill` may name, by their names, commas between. Default none. */
  secrets: matching(NAME, 'names of secrets, with commas between several').optional(),
  /** JSON file with schedules by their names. Default none. */
  schedules: matching(/^.+\.json$/, 'the path of a JSON file').optional(),
  /** `true` for alarms that tell nobody, or the ARNs of the SNS topics that they tell, commas between. Default none. */
  alarms: alarms().optional(),
  logGroupExists: yesOrNo().optional(),
  destroyData: yesOrNo().optional(),
  /** Directory with a `NAME.json` for each workflow, instead of all else here but `region` and `destroyData`. */
  workflows: matching(/^.+$/, 'the path of a directory').optional(),
});

/** What the context of a deployment says. */
export interface DeploymentSettings extends Omit<WorkflowSettings, 'schedules'> {
  /** A JSON file. */
  readonly tools?: string | undefined;
  /** A JSON file. */
  readonly schedules?: string | undefined;
  /** A directory. */
  readonly workflows?: string | undefined;
}

/** Holds for whatever is deployed, a workflow's file aside. */
const BESIDE_WORKFLOWS = ['workflows', 'region', 'destroyData'];

/**
 * Reads the deployment's settings from CDK context (`-c key=value`).
 * @param context all of the context; the CDK's own keys are passed over
 * @throws ContextError for a mistyped key, a value outside its pattern, or a definition where the service is not
 */
export function deploymentSettings(context: Readonly<Record<string, unknown>>): DeploymentSettings {
  const own = Object.fromEntries(Object.entries(context).filter(([key]) => isOwnKey(key)));
  const parsed = contextSchema.safeParse(own);
  if (!parsed.success)
    throw new ContextError(settingProblems(parsed.error, own, Object.keys(contextSchema.shape)).join('\n'));
  const besides = 'workflows' in own ? Object.keys(own).filter((key) => !BESIDE_WORKFLOWS.includes(key)) : [];
  if (besides.length > 0)
    throw new ContextError(
      besides.map((key) => `${key}: came ${JSON.stringify(own[key])}; must be in the files of -c workflows`).join('\n'),
    );
  const { allowHosts, secrets, ...settings } = parsed.data;
  if (settings.workflows !== undefined) return settings;
  return {
    ...completeSettings(settings, own, 'pass -c workflowDefinition=existing'),
    ...(allowHosts !== undefined && { browser: { allowHosts } }),
    ...(secrets !== undefined && { secrets: secrets.split(',') }),
  };
}

/**
 * Settings with what follows from one another.
 *
 * @param given - before defaults: what somebody really said
 * @param instead - of creating a definition where there can be none
 * @throws ContextError with one line per problem
 */
export function completeSettings<Settings extends Omit<WorkflowSettings, 'schedules'>>(
  settings: Settings,
  given: Readonly<Record<string, unknown>>,
  instead: string,
): Settings {
  const isKeyed = settings.apiKeySecret !== undefined;
  const unheard = isKeyed ? apiKeyProblems(given, () => false) : [];
  if (unheard.length > 0) throw new ContextError(unheard.join('\n'));
  const whole: Settings = { ...settings, ...(isKeyed && apiKeyDefinition) };
  if (whole.workflowDefinition === 'create' && whole.region !== novaActRegion)
    throw new ContextError(elsewhere(whole.region, instead));
  if (whole.logGroupExists === true && whole.logGroupName === undefined && whole.workflowDefinition === 'existing')
    throw new ContextError('logGroupExists: came true; must come with the logGroupName that exists');
  // For a definition that exists the construct makes a name that no other stack has.
  return whole.workflowDefinition === 'create'
    ? { ...whole, logGroupName: whole.logGroupName ?? `/nova-act/${whole.workflowDefinitionName}` }
    : whole;
}

/**
 * The CDK's own keys and its users' look-ups carry a separator; plain words are this app's, right or mistyped, and so is what
 * would be one of its settings without separators.
 */
function isOwnKey(key: string): boolean {
  const word = key.replaceAll(/[-_. ]/g, '').toLowerCase();
  return /^[a-zA-Z]+$/.test(key) || Object.keys(contextSchema.shape).some((setting) => setting.toLowerCase() === word);
}

/** Of one that is wrong the message shows the whole text. */
function hostsAndPorts() {
  const error = 'must be host:port, with commas between several';
  return z.string(error).transform((text, context) => {
    const hosts = text.split(',');
    const { error: wrong } = z.array(settingValues.allowedHost).safeParse(hosts);
    for (const { message } of wrong?.issues ?? []) context.addIssue(`${message}, with commas between several`);
    return hosts;
  });
}

/** On the command line ARNs have commas between them. */
function alarms() {
  return z.preprocess((given) => {
    if (given === 'true' || given === 'false') return given === 'true';
    return typeof given === 'string' ? given.split(',') : given;
  }, alarmsSchema);
}

/** `-c key=true`, or `true` in cdk.json. */
function yesOrNo() {
  const choices = z.enum(['true', 'false'], 'must be true or false').transform((word) => word === 'true');
  return z.union([z.boolean(), choices], 'must be true or false');
}
