import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../bin/nova-act.ts', import.meta.url));

/** The command line in a process of its own, as `npx nova-act` would start it. */
export function nova(...args: string[]) {
  return novaWith({}, ...args);
}

/** As {@link nova}, with these variables beside this process's own. */
export function novaWith(variables: Readonly<Record<string, string>>, ...args: string[]) {
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const closed = once(child, 'close');
  return {
    pid: child.pid ?? 0,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** What it has said so far. */
    get stderr() {
      return stderr;
    },
    /** Resolves when standard error has the text; rejects when the command ends without it. */
    async said(text: string): Promise<void> {
      while (!stderr.includes(text)) {
        await Promise.race([
          once(child.stderr, 'data'),
          closed.then(() => Promise.reject(new Error(`it ended without saying '${text}':\n${stderr}`))),
        ]);
      }
    },
    async ended(): Promise<{ status: number | null; stdout: string; stderr: string }> {
      await closed;
      return { status: child.exitCode, stdout, stderr };
    },
  };
}
