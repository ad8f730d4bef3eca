import { rmSync, writeFileSync } from 'node:fs';
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

  it('fails a run whose log was lost under way, and says what its acts gave all the same', async () => {
    using directory = temporaryDirectory();
    const [file, script] = [join(directory.path, 'workflow.json'), join(directory.path, 'script.json')];
    const out = join(directory.path, 'out');
    writeFileSync(file, JSON.stringify({ startingPage: 'about:blank', acts: [{ id: 'wait', prompt: 'Wait' }] }));
    const look = { name: 'takeObservation', input: [] };
    const steps = [[{ name: 'wait', input: [1] }, look], [{ name: 'return', input: ['"seen"'] }]];
    writeFileSync(script, JSON.stringify({ Wait: steps }));
    const running = nova('run', file, '--script', script, '--out', out, '--json');
    await running.said('step 1: wait');
    rmSync(join(out, 'logs'), { recursive: true });
    writeFileSync(join(out, 'logs'), 'a file is in the way');
    const { status, stdout } = await running.ended();
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'FAILED',
      error: { name: 'FinalizeFailed', message: expect.stringMatching(/^LogGroupUnwritable: log group .* cannot/) },
      acts: [{ id: 'wait', status: 'SUCCEEDED', steps: 2 }],
      replay: expect.stringContaining('replay.html'),
    });
    expect(status).toBe(1);
  });
});
