import { startLoopbackProxy } from './egress.ts';

// A process of its own for tests that kill it: starts a proxy that forwards, says where, and stays.
const proxy = await startLoopbackProxy();
process.stdout.write(`${proxy.port}\n`);
