import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { allowed, operations, requestWith, violations } from '../../nova-act/constraint-violations.ts';
import { startResults } from '../../nova-act/emulated-service.ts';
import { rawRequest } from './raw-request.ts';
import { callResults, emptyService, rawService } from './raw-service.ts';
import type { Answer } from './raw-service.ts';

const refusal = z.object({
  message: z.string(),
  reason: z.literal('FieldValidationFailed'),
  fieldList: z.array(z.object({ name: z.string(), message: z.string() })),
});

let service: Awaited<ReturnType<typeof emptyService>>;
beforeAll(async () => {
  service = await emptyService();
});
afterAll(async () => {
  await service.emulator.close();
});

const sendable = violations.flatMap(({ operation, member, problem, request }) => {
  const raw = rawRequest(operation, request);
  // In a query everything is text.
  const isAllowedThere = member === 'nextToken' && problem === 'not a text';
  return raw === undefined || isAllowedThere ? [] : [[operation, member, problem, raw] as const];
});

describe("a request outside of the model's constraints", () => {
  it.for(sendable)('is refused by the name of the member: %s with %s %s', async ([, member, , raw]) => {
    const answer = await service.send(raw.method, raw.path, raw.body);

    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-amzn-errortype')).toBe('ValidationException');
    const { message, fieldList } = refusal.parse(answer.body);
    expect(new Set(fieldList.map(({ name }) => name))).toEqual(new Set([member]));
    expect(message).toContain(`'${member}' must `);
  });
});

describe('a member that is null', () => {
  const definition = { description: null, exportConfig: { s3BucketName: 'traces', s3KeyPrefix: null } };

  it('is as good as absent where it is optional, in structures too', async () => {
    const answer = await service.send('PUT', '/workflow-definitions', { ...definition, name: 'with-nulls' });
    expect(answer.status).toBe(201);
    const { body } = await service.send('GET', '/workflow-definitions/with-nulls');
    expect(body).not.toHaveProperty('description');
    expect(body).toMatchObject({ exportConfig: { s3BucketName: 'traces' } });
  });

  it('is refused where it is wanted', async () => {
    const answer = await service.send('PUT', '/workflow-definitions', { ...definition, name: null });
    expect(answer.body).toMatchObject({ fieldList: [{ name: 'name', message: 'must be a string' }] });
  });
});

/** The fields that an answer complains about, but for a page token that this emulator did not give. */
function complaints({ body }: Answer): string[] {
  const fields = refusal.safeParse(body).data?.fieldList ?? [];
  return fields.filter(({ message }) => !message.includes('that this operation gave')).map(({ name }) => name);
}

describe('a request at the limits of the model', () => {
  const whole = Object.entries(operations).map(([operation, { valid }]) => [operation, '', valid] as const);
  const atLimits = allowed.map(
    ([operation, path, value]) => [operation, path, requestWith(operation, path, value)] as const,
  );

  it.for([...whole, ...atLimits])('is understood: %s %s', async ([operation, , request]) => {
    const raw = rawRequest(operation, request);
    const answer = await service.send(raw?.method ?? '', raw?.path ?? '', raw?.body);
    expect(complaints(answer)).toEqual([]);
    expect(answer.headers.get('x-amzn-errortype')).not.toBe('UnknownOperationException');
  });
});

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** The value with a text that makes its JSON just so long, in bytes; in characters it is shorter. */
function padded<T>(bytes: number, of: (padding: string) => T): T {
  const umlauts = 'ü'.repeat(1_000);
  const value = of(umlauts + 'x'.repeat(bytes - bytesOf(of(umlauts))));
  expect(bytesOf(value)).toBe(bytes);
  return value;
}

const stepWith = (padding: string) => ({ callResults: callResults(startResults), padding });
const toolsWith = (title: string) => [{ name: 'lookUp', description: 'Looks up', inputSchema: { json: { title } } }];

describe('the bytes', () => {
  it.for([
    [0, 200, []],
    [1, 400, ['body']],
  ] as const)('of a step may be 5 MB, and %i more are answered with %i', async ([more, status, refused]) => {
    await using own = await rawService();
    const answer = await own.put(own.paths.step, padded(5 * 1024 * 1024 + more, stepWith));
    expect(answer.status).toBe(status);
    expect(complaints(answer)).toEqual(refused);
  });

  it.for([
    [0, 201, []],
    [1, 400, ['toolSpecs']],
  ] as const)("of an act's tools may be 350 KB, and %i more are answered with %i", async ([more, status, refused]) => {
    await using own = await rawService();
    const toolSpecs = padded(350 * 1024 + more, toolsWith);
    const answer = await own.put(`${own.paths.session}/acts`, { task: 'Look', toolSpecs });
    expect(answer.status).toBe(status);
    expect(complaints(answer)).toEqual(refused);
  });
});
