import { BrowserCrashed } from './errors.ts';
import type { Journal } from './ports.ts';

/**
 * The leave to dispatch one effect, asked for in the tick of each dispatch. It is known afterwards whether it was ever
 * given: an effect without leave did not happen, however it failed.
 */
export class DispatchLeave {
  readonly #journal: Pick<Journal, 'mayDispatch'>;
  #wasTaken = false;
  #isRevoked = false;

  constructor(journal: Pick<Journal, 'mayDispatch'>) {
    this.#journal = journal;
  }

  /** @throws LeaseLost, and BrowserCrashed when the effect was given up already */
  readonly take = (): void => {
    if (this.#isRevoked) throw new BrowserCrashed('the effect was given up before it was dispatched');
    this.#journal.mayDispatch();
    this.#wasTaken = true;
  };

  /** From here on the effect cannot be dispatched any more. Says whether it certainly never was. */
  revoke(): boolean {
    this.#isRevoked = true;
    return !this.#wasTaken;
  }
}
