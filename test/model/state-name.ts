/** Names by which states are found again. */
import type { Journal, State } from './state.ts';

/**
 * Gives equal states equal names. The two environments are alike, so states that differ only in which is which have one
 * name.
 */
export function namer(): (state: State) => string {
  // Journals are few, long, and in many places of a state.
  const known = new WeakMap<object, string>();
  const numbers = new Map<string, string>();
  const journalName = (journal: object): string => {
    let name = known.get(journal);
    if (name === undefined) {
      const text = Object.values(journal).join();
      name = numbers.get(text) ?? `#${numbers.size}`;
      numbers.set(text, name);
      known.set(journal, name);
    }
    return name;
  };
  const nameOf = (value: Value): string => {
    if (typeof value !== 'object') return `${value}`;
    if (isJournal(value)) return journalName(value);
    let name = '';
    for (const part of Object.values(value)) name += `${nameOf(part)},`;
    return name;
  };
  return ({ environments, holder, ...rest }) => {
    const [one = '', other = ''] = environments.map(nameOf);
    const others = nameOf(rest);
    const isSwapped = one > other || (one === other && holder === 1);
    return isSwapped && holder >= 0 ? `${other};${one};${1 - holder};${others}` : `${one};${other};${holder};${others}`;
  };
}

type Value = string | number | boolean | undefined | object;

function isJournal(value: object): value is Journal {
  return 'decided' in value;
}
