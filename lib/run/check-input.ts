import type * as z from 'zod';
import { taskLength, TASK_LENGTH_LIMIT, type AnswerSchema } from '../act/answer.ts';
import type { AfterLoss } from '../act/loss.ts';
import { guardrailRefusal } from '../act/guardrails.ts';
import { checkUrl } from '../act/url.ts';
import { InvalidInput } from './errors.ts';
import type { Execution } from './run.ts';
import { hasOpenPlaceholder, lookUp, render, templatePaths, type TemplateValues } from './template.ts';
import { workflowInputSchema, type WorkflowInput } from './workflow-input.ts';

/** Step Functions takes 256 KiB for a state's input; the rest is for what travels with it. */
const INPUT_BYTES_LIMIT = 200_000;

type GivenAct = WorkflowInput['acts'][number];
type EveryAct = { readonly id: string; readonly afterLoss: AfterLoss };
type PromptAct = Omit<GivenAct, 'id' | 'prompt' | 'fill' | 'afterLoss'> & EveryAct & { readonly prompt: string };
type FillAct = EveryAct & { readonly fill: NonNullable<GivenAct['fill']> };

/** An input that may be run: acts have ids, the starting page is filled in. */
export interface CheckedInput extends Omit<WorkflowInput, 'acts'> {
  readonly acts: readonly (PromptAct | FillAct)[];
}

/**
 * Checks everything that can be known before a run begins.
 *
 * @throws InvalidInput with one line per problem
 */
export function checkInput(input: unknown, execution: Pick<Execution, 'name' | 'startTime'>): CheckedInput {
  return refusingTooDeep(() => readInput(input, execution));
}

/**
 * The input as its schema, or one of a part of it, has it.
 *
 * @throws InvalidInput with one line per problem
 */
export function readShape<Shape>(schema: z.ZodType<Shape>, input: unknown): Shape {
  return refusingTooDeep(() => {
    const bytes = Buffer.byteLength(JSON.stringify(input) ?? '');
    if (bytes > INPUT_BYTES_LIMIT)
      throw new InvalidInput([`input: has ${bytes} bytes, allowed: at most ${INPUT_BYTES_LIMIT}`]);
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new InvalidInput(shapeProblems(parsed.error, input));
    return parsed.data;
  });
}

function refusingTooDeep<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidInput(['input: is nested too deeply']);
    throw error;
  }
}

function readInput(input: unknown, execution: Pick<Execution, 'name' | 'startTime'>): CheckedInput {
  const given = readShape(workflowInputSchema, input);
  const acts = given.acts.map((act, index) => checkedAct(act, index, given.afterLoss));
  const values: TemplateValues = { parameters: given.parameters, acts: {}, execution };
  const problems = [
    ...startingPageProblems(given, values),
    ...actProblems(acts, values),
    ...resumeProblems(given.resume, acts),
  ];
  if (problems.length > 0) throw new InvalidInput(problems);

  const startingPage = checkUrl(render(given.startingPage, values, unreachable));
  if (!startingPage.ok) return unreachable('startingPage');
  return { ...given, acts, startingPage: startingPage.url };
}

function checkedAct(
  { id = '', prompt = '', fill, ...given }: GivenAct,
  index: number,
  afterLossOfRun: AfterLoss,
): PromptAct | FillAct {
  const { afterLoss = afterLossOfRun, ...limits } = given;
  const every = { id: id || `act-${index + 1}`, afterLoss };
  return fill === undefined ? { ...limits, ...every, prompt } : { ...every, fill };
}

function startingPageProblems({ startingPage, guardrails }: WorkflowInput, values: TemplateValues): string[] {
  const unknown = templatePaths(startingPage).filter((path) => lookUp(path, values) === undefined);
  if (unknown.length > 0) return unknown.map((path) => unknownPath('startingPage', path, values, []));
  const checked = checkUrl(render(startingPage, values, unreachable));
  if (!checked.ok)
    return [problem('startingPage', startingPage, `an http or https URL, or about:blank (${checked.reason})`)];
  const refusal = guardrailRefusal(checked.url, guardrails);
  return refusal === undefined
    ? []
    : [problem('startingPage', startingPage, `a page within the guardrails: ${refusal}`)];
}

function actProblems(acts: CheckedInput['acts'], values: TemplateValues): string[] {
  const seen: string[] = [];
  return acts.flatMap((act, index) => {
    const key = `acts.${index}`;
    const found = templatePaths('prompt' in act ? act.prompt : '')
      .filter((path) => !isAnswerOf(path, seen) && lookUp(path, values) === undefined)
      .map((path) => unknownPath(`${key}.prompt`, path, values, seen));
    if ('prompt' in act && hasOpenPlaceholder(act.prompt))
      found.push(problem(`${key}.prompt`, act.prompt, 'a text in which each {{ has its }}'));
    if ('prompt' in act) found.push(...lengthProblems(`${key}.prompt`, act.prompt, act.schema));
    if (seen.includes(act.id)) found.push(problem(`${key}.id`, act.id, 'an id that no other act has'));
    seen.push(act.id);
    return found;
  });
}

function resumeProblems(given: WorkflowInput['resume'], acts: CheckedInput['acts']): string[] {
  if (given === undefined) return [];
  const { repeatAct, skipAct } = given;
  if (repeatAct !== undefined && skipAct !== undefined)
    return ['resume: has repeatAct and skipAct, allowed: one of them'];
  const ids = acts.map(({ id }) => id);
  return Object.entries({ repeatAct, skipAct }).flatMap(([key, id]) =>
    id === undefined || ids.includes(id) ? [] : [problem(`resume.${key}`, id, `the id of an act: ${ids.join(', ')}`)],
  );
}

/** Prompt and schema travel as one text; what values add to it is only known when the act begins. */
function lengthProblems(key: string, prompt: string, schema: AnswerSchema | undefined): string[] {
  const length = taskLength(prompt, schema);
  return length > TASK_LENGTH_LIMIT
    ? [`${key}: has ${length} characters with its schema, allowed: ${TASK_LENGTH_LIMIT}`]
    : [];
}

function isAnswerOf(path: string, actIds: readonly string[]): boolean {
  return actIds.some((id) => path === `acts.${id}.response` || path.startsWith(`acts.${id}.response.`));
}

function unknownPath(key: string, path: string, values: TemplateValues, earlier: readonly string[]): string {
  const known = [
    ...Object.keys(values.parameters).map((name) => `parameters.${name}`),
    ...earlier.map((id) => `acts.${id}.response`),
    'execution.name',
    'execution.startTime',
  ];
  return `${key}: ${shown(`{{ ${path} }}`)}, allowed: a path that has a value here: ${known.slice(0, 12).join(', ')}`;
}

/** What is wrong with an input's shape, or with that of a part of one: a line per problem. */
export function shapeProblems(error: z.ZodError, input: unknown): string[] {
  return [...new Set(error.issues.flatMap((issue) => lines(issue, input)))];
}

/** One line for each thing that is wrong at one place. */
function lines(issue: z.core.$ZodIssue, input: unknown): string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${[...path, key].join('.')}: unknown key, allowed: ${knownKeys(path)}`);
  return [problem(path.join('.') || 'input', valueAt(input, path), issue.message)];
}

/** The keys of the object at a path, with `acts.<index>` as one place. */
const { acts, guardrails, browser, resume, log } = workflowInputSchema.shape;
const OBJECTS: Readonly<Record<string, object>> = {
  '': workflowInputSchema.shape,
  acts: acts.element.shape,
  'acts.fill': acts.element.shape.fill.unwrap().shape,
  guardrails: guardrails.unwrap().shape,
  browser: browser.unwrap().shape,
  resume: resume.unwrap().shape,
  log: log.unwrap().shape,
};

function knownKeys(path: readonly string[]): string {
  const place = path.filter((key) => !/^\d+$/.test(key)).join('.');
  return Object.keys(OBJECTS[place] ?? {}).join(', ');
}

function valueAt(input: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([name]) => name === key)?.[1]
        : undefined,
    input,
  );
}

/** Lambda writes what a function throws into the function's log, and no log shows a prompt. */
const PROMPT = /^acts\.\d+\.prompt$/;

function problem(key: string, came: unknown, allowed: string): string {
  const isHidden = PROMPT.test(key) && typeof came === 'string';
  return `${key}: ${isHidden ? `has ${came.length} characters` : shown(came)}, allowed: ${allowed}`;
}

function shown(came: unknown): string {
  if (came === undefined) return 'is missing';
  if (typeof came === 'string' && came.length > 80) return `has ${came.length} characters`;
  if (Array.isArray(came)) return `has ${came.length} entries`;
  const text = JSON.stringify(came);
  return `got ${text.length > 80 ? `${text.slice(0, 79)}…` : text}`;
}

function unreachable(path: string): never {
  throw new Error(`${path} was checked before`);
}
