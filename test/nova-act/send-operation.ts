import type { NovaAct } from '../../lib/nova-act/client/index.ts';

/** Sends a request that nobody has checked, by the operation's name. */
export function sendOperation(novaAct: NovaAct, operation: string, request: object): Promise<unknown> {
  const name = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}`;
  const method: unknown = Reflect.get(novaAct, name);
  if (typeof method !== 'function') throw new Error(`no operation ${operation}`);
  return Reflect.apply(method, novaAct, [request]);
}
