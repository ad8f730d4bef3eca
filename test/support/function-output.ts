import { vi } from 'vitest';

/** What handlers in this process write for their function's log: each line, to standard output or error. */
export function functionOutput() {
  let text = '';
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      text += String(chunk);
      return true;
    }),
  );
  const lines = () => text.split('\n').filter((line) => line.startsWith('{'));
  return {
    lines,
    /** Those lines as the objects they are. */
    parsed: () => lines().map((line): Record<string, unknown> => JSON.parse(line)),
    clear: () => {
      text = '';
    },
    [Symbol.dispose]: () => spies.forEach((spy) => spy.mockRestore()),
  };
}
