import { EgressProxy } from '../../lib/browser/proxy/egress-proxy.ts';

/** A proxy that forwards to servers of this machine. */
export async function startLoopbackProxy(): Promise<EgressProxy> {
  const proxy = await EgressProxy.start({ access: { allowLoopback: true, allowHosts: [] } });
  proxy.forwarding = true;
  return proxy;
}

/** For browsers that visit nobody: the port of a proxy that is not there. */
export const NO_PROXY = { proxyPort: 9 };
