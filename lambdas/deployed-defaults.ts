import type * as z from 'zod';
import { checkInput, readShape, shapeProblems } from '../lib/run/check-input.ts';
import type { Execution } from '../lib/run/run.ts';
import { templatePaths } from '../lib/run/template.ts';
import { workflowInputSchema } from '../lib/run/workflow-input.ts';

/** Belongs to one execution: with it in every input, all but the first would be refused. */
const OF_ONE_EXECUTION = ['requestId', 'resume'];
/** The stack has settings of its own for them. */
const OF_THE_STACK = ['workflowDefinitionName', 'logGroupName', 'modelId'];

const partialInput = workflowInputSchema.partial();

/** What an execution's input may say, and a stack for all executions whose input does not: any of its keys. */
export type DefaultInput = z.input<typeof partialInput>;

/** Where browsers may be, whatever an input says. */
export interface DeployedGuardrails {
  /** Host names, or `*.` and a host name for all below it. @default - everywhere but `blockedDomains` */
  readonly allowedDomains?: string[] | undefined;
  /** Written likewise; wins over `allowedDomains`. @default - none */
  readonly blockedDomains?: string[] | undefined;
  /** Whether every request of a page is held to them, not only what the browser shows. @default false */
  readonly strict?: boolean | undefined;
}

/** How browsers present themselves to pages, where an input's `browser` is silent. */
export interface DeployedBrowser {
  /** The viewport's width in CSS pixels, 1280 to 1920. @default 1600 */
  readonly width?: number | undefined;
  /** The viewport's height in CSS pixels, 651 to 975. @default 813 */
  readonly height?: number | undefined;
  /** The language that pages are asked for. @default 'en-US' */
  readonly locale?: string | undefined;
}

/** What a stack says where an input is silent, and what holds for every input. It travels as a file beside CreateRun. */
export interface DeployedDefaults {
  readonly input?: DefaultInput | undefined;
  readonly browser?: DeployedBrowser | undefined;
  readonly guardrails?: DeployedGuardrails | undefined;
}

/** What is wrong with the stack's defaults, a line per problem. */
export function deployedDefaultsProblems({ input = {}, ...rest }: DeployedDefaults): string[] {
  const parsed = partialInput.safeParse(input);
  const ofInput = [
    ...misplaced(input, OF_ONE_EXECUTION, 'nothing here: it belongs to one execution'),
    ...misplaced(input, OF_THE_STACK, 'nothing here: it is a setting of its own'),
    ...(parsed.success ? [] : shapeProblems(parsed.error, input)),
  ];
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const parts = partialInput.safeParse(given);
  return [
    ...ofInput.map((line) => `defaultInput.${line}`),
    ...(parts.success ? [] : shapeProblems(parts.error, given)),
  ];
}

/**
 * Checks what can be known of an execution's input before it is sent to a stack that may fill in what it leaves out:
 * CreateRun says the rest.
 *
 * @throws InvalidInput with one line per problem
 */
export function checkGivenInput(input: unknown, execution: Pick<Execution, 'name' | 'startTime'>): void {
  const { startingPage, acts } = readShape(partialInput, input);
  if (startingPage === undefined || acts === undefined) return;
  const named = [startingPage, ...acts.map(({ prompt = '' }) => prompt)].flatMap(templatePaths);
  const needsParameters = named.some((path) => path.startsWith('parameters.'));
  // In what was read they have the schema's own default.
  if (needsParameters && isObject(input) && !('parameters' in input)) return;
  checkInput(input, execution);
}

/** An execution's input with the stack's defaults: its own keys win, and in its `browser` each key of that. */
export function withDefaults(given: unknown, { input, browser }: DeployedDefaults): unknown {
  if (!isObject(given)) return given;
  const whole: Record<string, unknown> = { ...input, ...given };
  const { browser: ofInput = {} } = whole;
  return browser !== undefined && isObject(ofInput) ? { ...whole, browser: { ...browser, ...ofInput } } : whole;
}

function misplaced(input: DefaultInput, keys: readonly string[], allowed: string): string[] {
  return Object.entries(input).flatMap(([key, value]) =>
    keys.includes(key) ? [`${key}: got ${JSON.stringify(value)}, allowed: ${allowed}`] : [],
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
