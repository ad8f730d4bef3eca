import { readTarget, spelled, type Target } from './target.ts';

/** What a page asked for and did not get. */
export interface Failure {
  readonly kind: 'refused' | 'failed';
  readonly target: Target;
  /** Of a refusal, why; of a failure, Chromium's name for it. */
  readonly reason: string;
}

/** What Chromium calls these failures when it connects itself; behind a proxy it cannot tell them apart. */
const NAMES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'net::ERR_NAME_NOT_RESOLVED',
  EAI_AGAIN: 'net::ERR_NAME_NOT_RESOLVED',
  ECONNREFUSED: 'net::ERR_CONNECTION_REFUSED',
  ECONNRESET: 'net::ERR_CONNECTION_RESET',
  EPIPE: 'net::ERR_CONNECTION_RESET',
  ETIMEDOUT: 'net::ERR_CONNECTION_TIMED_OUT',
  EHOSTUNREACH: 'net::ERR_ADDRESS_UNREACHABLE',
  ENETUNREACH: 'net::ERR_ADDRESS_UNREACHABLE',
};

export function failureName(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  return NAMES[code] ?? `net::ERR_CONNECTION_FAILED (${code || error.message})`;
}

/** How a refusal is told, to the page and in the log. */
export function refusalText({ target, reason }: Pick<Failure, 'target' | 'reason'>): string {
  return `${spelled(target)} is out of reach for pages: ${reason}`;
}

/** Explains why a page did not arrive, where Chromium knows no more than that its proxy did not deliver. */
export class RecentFailures {
  readonly #byTarget = new Map<string, Failure>();

  note(failure: Failure): void {
    this.#byTarget.set(spelled(failure.target), failure);
  }

  forget(): void {
    this.#byTarget.clear();
  }

  /**
   * Undefined when the page did arrive. The small page with which a refusal is answered is none.
   *
   * @param errorText - Chromium's own word
   */
  explain(url: string, errorText: string | undefined): string | undefined {
    const { hostname, port, protocol } = new URL(url);
    const target = readTarget(hostname, Number(port || (protocol === 'https:' ? 443 : 80)));
    const failure = target && this.#byTarget.get(spelled(target));
    if (failure?.kind === 'refused') return refusalText(failure);
    return errorText && (failure?.reason ?? errorText);
  }
}
