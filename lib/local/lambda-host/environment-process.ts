import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentVariables, type FunctionDefinition } from './function-definition.ts';

// Compiled, it is JavaScript as this file is.
const bootstrap = fileURLToPath(new URL(`bootstrap${extname(import.meta.url)}`, import.meta.url));

/** Starts the process of a function environment, with a channel for messages. */
export function startEnvironmentProcess(definition: FunctionDefinition): ChildProcess {
  const options = [
    `--max-old-space-size=${definition.memoryMegabytes}`,
    // Node's remarks about its own experimental features are not the function's log.
    '--disable-warning=ExperimentalWarning',
  ];
  return spawn(process.execPath, [...options, bootstrap, definition.bundle], {
    cwd: dirname(definition.bundle),
    env: environmentVariables(definition),
    // A process group of its own: the terminal's Ctrl-C is for the host, which ends its environments in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // JSON would wrap the payloads, JSON already, once more.
    serialization: 'advanced',
  });
}
