import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../../lib/local/emulator/emulator.ts';
import { plainEnglishPlanner } from '../../../lib/local/planners/plain-english/plain-english-planner.ts';
import { nova } from '../../support/command-line.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

describe('a log that cannot be written', () => {
  it('refuses the run on the command line before the service hears of it, and says where and what to do', async () => {
    await using emulator = await startEmulator({ planner: plainEnglishPlanner });
    using out = temporaryDirectory();
    writeFileSync(join(out.path, 'logs'), 'a file is in the way');
    const { status, stderr, stdout } = await nova(
      'run',
      'examples/find-a-price.json',
      '--param',
      'site=http://127.0.0.1:9',
      '--endpoint-url',
      emulator.url,
      '--out',
      out.path,
    ).ended();
    expect(status).toBe(1);
    const told = `${stdout}\n${stderr}`.split('\n').filter((line) => line.includes('cannot be written'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(join(out.path, 'logs'));
    expect(told[0]).toContain('the directory must be one that may be written');
    expect(stdout + stderr).toContain('FAILED  LogGroupUnwritable');
    expect(emulator.requests).toEqual([]);
  });
});
