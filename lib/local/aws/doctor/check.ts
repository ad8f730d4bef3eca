/** What was found out of one thing that a run needs. */
export interface Check {
  readonly name: string;
  /** `skipped`: it could not be looked at, since something before it has a problem or it is not told. */
  readonly state: 'ok' | 'problem' | 'skipped';
  readonly found: string;
  /** What to do about it, in one sentence. */
  readonly advice?: string;
}

/** A check that asks somebody: a request that fails is its problem. */
export async function checked(name: string, look: () => Promise<Omit<Check, 'name'>>): Promise<Check> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const advice = error instanceof Error && 'advice' in error ? String(error.advice) : undefined;
    return { name, state: 'problem', found, ...(advice !== undefined && { advice }) };
  }
}

export function skipped(name: string, found: string): Check {
  return { name, state: 'skipped', found };
}
