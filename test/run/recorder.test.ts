import { describe, expect, it } from 'vitest';
import { readEvents, RunRecorder } from '../../lib/run/recorder.ts';
import { DirectoryArtifacts } from '../../lib/storage/directory-artifacts.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe('the record of a run', () => {
  it('has each event once and in order, though it is kept twice at the same time', async () => {
    using directory = temporaryDirectory();
    const artifacts = new DirectoryArtifacts(directory.path);
    const kept: number[] = [];
    const recorder = await RunRecorder.open({
      artifacts,
      execution: 'run',
      fence: 1,
      tell: () => {},
      onKept: (bytes) => kept.push(bytes),
    });
    const told = [1, 2, 3].map((durationMs) => {
      const event = recorder.record({ type: 'BrowserStarted', browserId: 'b', durationMs });
      return { event, flushed: recorder.flush() };
    });
    await Promise.all(told.map(({ flushed }) => flushed));
    expect(await readEvents(artifacts)).toEqual(told.map(({ event }) => event));
    expect(kept.reduce((sum, bytes) => sum + bytes, 0)).toBe(
      told.reduce((sum, { event }) => sum + JSON.stringify(event).length + 1, 0),
    );
  });
});
