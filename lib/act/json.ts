/** Whatever JSON can say. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** Levels of lists and objects in one another. What goes deeper overflows the stack of whatever walks it later. */
export const LEVELS_LIMIT = 500;

/** Whether lists and objects are in one another more than `LEVELS_LIMIT` times, as they are in a circle. */
export function isTooDeep(value: unknown, levels: number = LEVELS_LIMIT): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}
