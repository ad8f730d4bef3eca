import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ApiKeyService } from '../../lib/nova-act/api-key-service.ts';
import { apiKey, token } from './emulated-service.ts';
import { startRecorder } from './recorder.ts';

const run = () => ({ workflowDefinitionName: 'price-check', modelId: 'nova-act-preview', clientToken: token() });

/** Everything an error could tell, in whatever way it is looked at. */
const allOf = (error: unknown) => `${inspect(error, { depth: Infinity, showHidden: true })} ${JSON.stringify(error)}`;

describe('an API key', () => {
  it('that is empty is refused before anything is sent', async () => {
    await using recorder = await startRecorder();
    using service = new ApiKeyService({ apiKey: '', endpoint: recorder.url });
    await expect(service.createWorkflowRun(run())).rejects.toMatchObject({
      name: 'AuthError',
      message: expect.stringContaining('0 characters'),
    });
    expect(recorder.requests).toEqual([]);
  });

  it.for([
    ['too short', apiKey.slice(1), '35 characters'],
    ['too long', `${apiKey}x`, '37 characters'],
    ['with a line end', `${apiKey.slice(1)}\n`, '36 characters'],
    ['with letters that no header takes', `${apiKey.slice(1)}ß`, '36 characters'],
  ] as const)('that is %s is refused before anything is sent, and not shown', async ([, wrong, told]) => {
    await using recorder = await startRecorder();
    for (const source of [wrong, async () => wrong]) {
      using service = new ApiKeyService({ apiKey: source, endpoint: recorder.url });
      const error: unknown = await service.createWorkflowRun(run()).catch((failure: unknown) => failure);
      expect(error).toMatchObject({ name: 'AuthError', message: expect.stringContaining(told) });
      expect(allOf(error)).not.toContain(wrong);
    }
    expect(recorder.requests).toEqual([]);
  });

  it('that is read from somewhere is read once, and again when it was refused', async () => {
    let reads = 0;
    const read = async () => `${String((reads += 1)).padStart(2, '0')}${apiKey.slice(2)}`;
    const created = { body: '{"workflowRunId": "r"}' };
    await using recorder = await startRecorder(created, created, { status: 403 }, created);
    using service = new ApiKeyService({ apiKey: read, endpoint: recorder.url });

    await service.createWorkflowRun(run());
    await service.createWorkflowRun(run());
    await expect(service.createWorkflowRun(run())).rejects.toMatchObject({ name: 'AuthError' });
    await service.createWorkflowRun(run());

    const used = recorder.requests.map(({ headers }) => String(headers['x-api-key']).slice(0, 2));
    expect(used).toEqual(['01', '01', '01', '02']);
  });

  it('that cannot be read is asked for again by the next call', async () => {
    let reads = 0;
    const read = async () => {
      if ((reads += 1) === 1) throw new Error('no such secret');
      return apiKey;
    };
    await using recorder = await startRecorder({ body: '{"workflowRunId": "r"}' });
    using service = new ApiKeyService({ apiKey: read, endpoint: recorder.url });

    await expect(service.createWorkflowRun(run())).rejects.toMatchObject({
      name: 'AuthError',
      message: 'The API key cannot be read: no such secret',
    });
    expect(await service.createWorkflowRun(run())).toBe('r');
  });

  it('may come from a function that waits for nothing', async () => {
    await using recorder = await startRecorder({ body: '{"workflowRunId": "r"}' });
    using service = new ApiKeyService({ apiKey: () => apiKey, endpoint: recorder.url });
    expect(await service.createWorkflowRun(run())).toBe('r');
  });

  it.for<[string, unknown, string]>([
    ['an error', new Error('no such secret'), 'no such secret'],
    ['a text', 'no such secret', 'what was thrown is no Error'],
    ['what has no text', Object.create(null), 'what was thrown is no Error'],
  ])('that cannot be read is told as an AuthError, whatever is thrown: %s', async ([, thrown, told]) => {
    const source = () => {
      throw thrown;
    };
    using service = new ApiKeyService({ apiKey: source, endpoint: 'http://127.0.0.1:9' });
    await expect(service.createWorkflowRun(run())).rejects.toMatchObject({
      name: 'AuthError',
      message: `The API key cannot be read: ${told}`,
    });
  });

  it.for([
    ['with a quotation mark, as JSON writes it', 'key"of-36-characters-made-for-tests.', (text: string) => text],
    [
      'with a slash that is escaped',
      'key/of-36-characters-made-for-tests.',
      (text: string) => text.replaceAll('/', '\\/'),
    ],
    ['in unicode escapes', apiKey, (text: string) => text.replaceAll('k', '\\u006b')],
  ] as const)('is in no error, however the answer spells it: %s', async ([, key, spell]) => {
    const body = JSON.stringify({ message: `bad ${key}`, fields: [{ name: key, message: key }] });
    await using recorder = await startRecorder({ status: 400, headers: { 'x-amz-rid': key }, body: spell(body) });
    using service = new ApiKeyService({ apiKey: key, endpoint: recorder.url });

    const error: unknown = await service.createWorkflowRun(run()).catch((failure: unknown) => failure);

    expect(error).toMatchObject({
      message: 'Validation failed: bad [API key] Fields: [API key]: [API key]',
      requestId: '[API key]',
    });
    for (const shown of [key, JSON.stringify(key).slice(1, -1)]) expect(allOf(error)).not.toContain(shown);
  });

  it.for([
    [
      'an answer that repeats it',
      { status: 400, body: JSON.stringify({ message: `bad key ${apiKey}` }) },
      'bad key [API key]',
    ],
    [
      'a refusal that repeats it',
      { status: 403, body: JSON.stringify({ message: `bad key ${apiKey}` }) },
      'bad key [API key]',
    ],
    ['a page that repeats it', { status: 502, body: `<html>${apiKey}</html>` }, 'answered 502'],
    ['an answer cut in two', { status: 200, body: `{"${apiKey}` }, 'answered 200'],
    ['a lost connection', { drop: true }, 'cannot reach'],
  ] as const)('is in no error: %s', async ([, reply, told]) => {
    await using recorder = await startRecorder(reply, reply);
    using service = new ApiKeyService({ apiKey, endpoint: recorder.url });

    const error: unknown = await service.createWorkflowRun(run()).catch((failure: unknown) => failure);

    expect(error).toMatchObject({ message: expect.stringContaining(told) });
    expect(allOf(error)).not.toContain(apiKey);
    expect(allOf(service)).not.toContain(apiKey);
  });
});
