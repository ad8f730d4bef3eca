import { NovaAct } from '../../lib/nova-act/client/index.ts';
import type { NovaActClientConfig } from '../../lib/nova-act/client/index.ts';

export const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

/** The bare client, closed at the end of its block. */
export class ClosingClient extends NovaAct implements Disposable {
  constructor(config: NovaActClientConfig) {
    super({ credentials, ...config });
  }
  [Symbol.dispose](): void {
    this.destroy();
  }
}
