import * as z from 'zod';
import type { Action } from './action.ts';
import { parseBox } from './box.ts';
import { ActInvalidModelGenerationError, ActToolError } from './errors.ts';
import { isTooDeep, LEVELS_LIMIT, type JsonValue } from './json.ts';
import { safeString } from './safe-string.ts';
import type { Call } from './step.ts';

/** Arguments whose kinds a message names; no action has more than three. */
const KINDS_SHOWN = 5;

type Keywords = Record<string, unknown>;

/** A built-in action: its positional arguments by name, and what its named arguments mean. */
interface BuiltIn {
  /** Undefined when the number of arguments is wrong. */
  readonly named: (positional: readonly JsonValue[]) => Keywords | undefined;
  readonly action: (keywords: Keywords) => Action;
}

const box = z.string().transform(parseBox);
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const anyText = z.json().transform((value) => (typeof value === 'string' ? value : JSON.stringify(value)));

const click = z.object({
  box,
  click_type: z.enum(['left', 'left-double', 'right']).default('left'),
  click_options: z.object({ blurField: z.boolean().default(false) }).default({ blurField: false }),
});
const hover = z.object({ box });
const scroll = z.object({
  direction: z.enum(['up', 'down', 'left', 'right']),
  box,
  value: z.number().nonnegative().optional(),
});
const type = z.object({ value: text, box, pressEnter: z.boolean().default(false) });
const goToUrl = z.object({ url: z.string() });
const wait = z.object({
  seconds: z.union([z.number().nonnegative(), z.string().regex(/^\s*\d+(\.\d+)?\s*$/)]).transform(Number),
});
const value = z.object({ value: anyText.default('') });

const BUILT_INS: Readonly<Record<string, BuiltIn>> = {
  agentClick: {
    named: ([target, option, ...rest]) =>
      target === undefined || rest.length > 0
        ? undefined
        : { box: target, click_type: isObject(option) ? option['clickType'] : option },
    action: (keywords) => {
      const { box: target, click_type: clickType, click_options: options } = click.parse(keywords);
      return { kind: 'browser', action: { kind: 'click', box: target, clickType, blurField: options.blurField } };
    },
  },
  agentHover: {
    named: (positional) => (positional.length === 1 ? { box: positional[0] } : undefined),
    action: (keywords) => ({ kind: 'browser', action: { kind: 'hover', ...hover.parse(keywords) } }),
  },
  agentScroll: {
    named: (positional) => (positional.length === 2 ? { direction: positional[0], box: positional[1] } : undefined),
    action: (keywords) => {
      const { value: distance, ...rest } = scroll.parse(keywords);
      return {
        kind: 'browser',
        action: { kind: 'scroll', ...rest, ...(distance === undefined ? {} : { value: distance }) },
      };
    },
  },
  agentType: {
    named: ([typed, target, option, ...rest]) =>
      target === undefined || rest.length > 0
        ? undefined
        : { value: typed, box: target, pressEnter: isObject(option) ? option['pressEnter'] : option },
    action: (keywords) => ({ kind: 'browser', action: { kind: 'type', ...type.parse(keywords) } }),
  },
  goToUrl: {
    named: ([url]) => (url === undefined ? undefined : { url }),
    action: (keywords) => ({ kind: 'browser', action: { kind: 'goToUrl', ...goToUrl.parse(keywords) } }),
  },
  wait: {
    named: (positional) => (positional.length === 1 ? { seconds: positional[0] } : undefined),
    action: (keywords) => ({ kind: 'browser', action: { kind: 'wait', ...wait.parse(keywords) } }),
  },
  waitForPageToSettle: {
    named: (positional) => (positional.length === 0 ? {} : undefined),
    action: () => ({ kind: 'browser', action: { kind: 'waitForPageToSettle' } }),
  },
  takeObservation: {
    named: (positional) => (positional.length === 0 ? {} : undefined),
    action: () => ({ kind: 'observe' }),
  },
  think: {
    named: ([thought]) => (thought === undefined ? undefined : { value: thought }),
    action: (keywords) => ({ kind: 'think', text: value.parse(keywords).value }),
  },
  return: {
    named: (positional) => ({ value: positional.length === 1 ? positional[0] : '' }),
    action: (keywords) => ({ kind: 'return', value: value.parse(keywords).value }),
  },
  throw: {
    named: ([message]) => ({ value: message ?? '' }),
    action: (keywords) => ({ kind: 'throw', message: value.parse(keywords).value }),
  },
};

/** The names of the built-in actions. */
export const builtInNames: readonly string[] = Object.keys(BUILT_INS);

/**
 * What a call of the service asks for. Names with the prefixes of the API documentation's pattern (`browser.`,
 * `tool.`) mean the same as bare ones; a tool hides a built-in action of its name.
 *
 * @throws ActToolError when no tool and no built-in action has the name
 * @throws ActInvalidModelGenerationError when the arguments are not the action's
 */
export function decodeCall(call: Call, toolNames: ReadonlySet<string>): Action {
  const name = bareName(call);
  const { input } = call;
  if (isTooDeep(input))
    throw new ActInvalidModelGenerationError(
      `ValueError: the arguments of ${call.name} have over ${LEVELS_LIMIT} levels`,
    );
  if (isObject(input) && toolNames.has(name)) return { kind: 'tool', name, input };
  const builtIn = Object.hasOwn(BUILT_INS, name) ? BUILT_INS[name] : undefined;
  if (builtIn === undefined) throw new ActToolError(`tool '${call.name}' was called and is not registered`);
  const keywords = Array.isArray(input) ? builtIn.named(cleaned(input)) : isObject(input) ? input : undefined;
  if (keywords === undefined) throw invalidArguments(call, 'the number or the kind of its arguments is wrong');
  try {
    return builtIn.action(withoutUndefined(keywords));
  } catch (error) {
    if (error instanceof z.ZodError) throw invalidArguments(call, z.prettifyError(error));
    throw error;
  }
}

/** A call's name without the prefix that the service may give it. */
export function bareName({ name }: Pick<Call, 'name'>): string {
  return name.replace(/^(browser|tool)\./, '');
}

/** Whether performing the action can change the world, so that it must never be done twice. */
export function isEffect(action: Action): boolean {
  return (
    action.kind === 'tool' || (action.kind === 'browser' && ['click', 'type', 'goToUrl'].includes(action.action.kind))
  );
}

function cleaned(input: readonly JsonValue[]): JsonValue[] {
  return input.map(cleanedValue);
}

function cleanedValue(input: JsonValue): JsonValue {
  if (typeof input === 'string') return safeString(input);
  if (Array.isArray(input)) return cleaned(input);
  if (isObject(input))
    return Object.fromEntries(Object.entries(input).map(([key, inner]) => [key, cleanedValue(inner)]));
  return input;
}

function isObject(input: JsonValue | undefined): input is { [key: string]: JsonValue } {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function withoutUndefined(keywords: Keywords): Keywords {
  return Object.fromEntries(Object.entries(keywords).filter(([, inner]) => inner !== undefined));
}

/** Says of the arguments what kinds they are: what they hold may be what was typed, and the message travels far. */
function invalidArguments(call: Call, why: string): ActInvalidModelGenerationError {
  const kinds = Array.isArray(call.input)
    ? call.input.slice(0, KINDS_SHOWN).map(kindOf).join(', ')
    : kindOf(call.input);
  return new ActInvalidModelGenerationError(`ValueError: ${call.name}(${kinds}) cannot be performed: ${why}`);
}

function kindOf(input: JsonValue): string {
  if (typeof input === 'string') return `a text of ${input.length} characters`;
  if (Array.isArray(input)) return `a list of ${input.length}`;
  if (input === null) return 'null';
  return typeof input === 'object' ? 'an object' : `a ${typeof input}`;
}
