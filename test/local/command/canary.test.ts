import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { nova } from '../../support/command-line.ts';
import { startPageServer } from '../../support/page-server.ts';
import { spellings } from '../../support/spellings.ts';
import { NOTE, NOTES } from '../../support/telltale-page.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** Words that are nowhere else, by who has the say. */
const words = {
  secret: 'secretCanary5711',
  typed: 'typedCanary5712',
  given: 'givenCanary5713',
  gave: 'gaveCanary5714',
  asked: 'askedCanary5715',
  answered: 'answeredCanary5716',
};
const ALL_BUT_THE_SECRET = ['typed', 'given', 'gave', 'asked', 'answered'];

const prompt = `Write ${words.asked} down`;
const order = (item: string) => ({ name: 'order', input: { item } });
const script = {
  [prompt]: [
    [
      { name: 'agentType', input: [words.typed, NOTE] },
      order(words.given),
      order('kettle'),
      { name: 'takeObservation', input: [] },
    ],
    [{ name: 'return', input: [words.answered] }],
  ],
};

/** Which of the words are in these files. */
function found(paths: readonly string[]): string[] {
  const texts = paths.map((path) => readFileSync(path, 'latin1'));
  return Object.entries(words)
    .filter(([, word]) => spellings(word).some((spelt) => texts.some((text) => text.includes(spelt))))
    .map(([name]) => name);
}

it('the log of a run shows nothing that was said, and a secret is in no file of it', async () => {
  using directory = temporaryDirectory();
  await using pages = await startPageServer();
  pages.serve('/notes', NOTES);
  vi.stubEnv('NOVA_ACT_SECRET_NOTES_PASSWORD', words.secret);
  vi.stubEnv('TEST_SHOP', words.gave);
  const file = (name: string, content: object) => {
    writeFileSync(join(directory.path, name), JSON.stringify(content));
    return join(directory.path, name);
  };
  const login = { id: 'login', fill: { secret: 'notes/password', into: 'Password' } };
  const startingPage = `http://127.0.0.1:${pages.port}/notes`;
  const workflow = file('workflow.json', { startingPage, acts: [login, { id: 'write', prompt }] });
  const tools = 'test/local/command/functions/order-tools.ts';
  const out = join(directory.path, 'out');
  const options = ['--script', file('script.json', script), '--tools', tools, '--out', out, '--json'];
  const { status, stdout, stderr } = await nova('run', workflow, ...options).ended();
  vi.unstubAllEnvs();
  expect({ status, stderr }).toMatchObject({ status: 0 });

  const files = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const log = files.filter((path) => path.startsWith(join(out, 'logs')));
  expect(log.length).toBeGreaterThan(0);
  expect(found(log)).toEqual([]);
  // The private record, the journal and the checkpoints have the rest, and the secret is not even there.
  expect(found(files)).toEqual(ALL_BUT_THE_SECRET);
  expect(found(files.filter((path) => path.endsWith('replay.html')))).toEqual(ALL_BUT_THE_SECRET);
  expect(stdout + stderr).not.toContain(words.secret);
});
