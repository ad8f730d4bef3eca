import * as z from 'zod';

/** Something that happened, as EventBridge tells it. */
export type Event = Readonly<Record<string, unknown>>;

/** What EventBridge Scheduler hands over: it puts the values of its attributes wherever their names stand. */
export function scheduledInput(input: unknown, attributes: Readonly<Record<string, string>>): unknown {
  const filled = z
    .string()
    .parse(input)
    .replaceAll(/<aws\.scheduler\.([a-z-]+)>/g, (_, name: string) => z.string().parse(attributes[name]));
  return JSON.parse(filled);
}

const transformer = z.object({ InputTemplate: z.string(), InputPathsMap: z.record(z.string(), z.string()) });

/** What a rule hands to its target. */
export function ruleInput(given: unknown, event: Event): unknown {
  const { InputTemplate, InputPathsMap } = transformer.parse(given);
  return transformed(InputTemplate, /<([A-Za-z0-9_-]+)>/g, (name) => at(InputPathsMap[name], event));
}

/** What a pipe makes of a message of a queue, whose body it reads as JSON. */
export function pipeOutput(template: unknown, message: Event): unknown {
  const read = { ...message, body: JSON.parse(z.string().parse(message['body'])) };
  return transformed(z.string().parse(template), /<(\$[^>]*)>/g, (path) => at(path, read));
}

/** Values are written as JSON, and within a text as they are: what would break the text breaks it. */
function transformed(template: string, placeholders: RegExp, valueOf: (name: string) => unknown): unknown {
  const filled = template.replaceAll(placeholders, (_, name: string, offset: number) => {
    const isWithinText = (template.slice(0, offset).match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1;
    return isWithinText ? z.string().parse(valueOf(name)) : JSON.stringify(valueOf(name));
  });
  return JSON.parse(filled);
}

/** The value at a path such as `$.detail.request-id`; it has to be there. */
function at(path: string | undefined, event: Event): unknown {
  if (path === undefined) throw new Error('a placeholder has no path');
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, key) => {
      const found = z.looseObject({}).parse(value)[key];
      if (found === undefined) throw new Error(`${path} is not there`);
      return found;
    }, event);
}
