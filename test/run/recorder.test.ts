import { describe, expect, it } from 'vitest';
import { readableEvents, readEvents, RunRecorder } from '../../lib/run/recorder.ts';
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

  it('is refused where a line is no event, but to whoever has to close the run; the count goes on', async () => {
    using directory = temporaryDirectory();
    const artifacts = new DirectoryArtifacts(directory.path);
    const options = { artifacts, execution: 'run', fence: 1, tell: () => {} };
    const recorder = await RunRecorder.open(options);
    const event = recorder.record({ type: 'BrowserStarted', browserId: 'b', durationMs: 1 });
    await recorder.flush();
    for (const [index, line] of ['torn', 'null', '7', '{}', JSON.stringify({ ...event, at: 'never' })].entries())
      await artifacts.put(`events/00002-0000${index + 1}.jsonl`, `${line}\n`);

    expect(await readableEvents(artifacts)).toEqual([event]);
    await expect(readEvents(artifacts)).rejects.toMatchObject({
      name: 'JournalUnreadable',
      message: expect.stringMatching(/^line 1 of .*events\/00002-00001.jsonl is no event$/),
    });
    const later = await RunRecorder.open({ ...options, fence: 3 });
    expect(later.record({ type: 'BrowserStarted', browserId: 'c', durationMs: 1 }).seq).toBe(event.seq + 1);
  });
});
