import * as z from 'zod';
import type { JsonValue } from '../../act/json.ts';

const object = z.record(z.string(), z.json());

/** The workflow with these parameters laid over its own. What is no workflow is left as it is, to be refused later. */
export function withParameters(workflow: JsonValue, parameters: Readonly<Record<string, string>>): JsonValue {
  const { success, data } = object.safeParse(workflow);
  const own = object.safeParse(data?.['parameters'] ?? {}).data;
  if (!success || own === undefined || Object.keys(parameters).length === 0) return workflow;
  return { ...data, parameters: { ...own, ...parameters } };
}
