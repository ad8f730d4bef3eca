import type { JsonValue } from '../act/json.ts';
import type { ActOutcome, KeptDownload } from '../act/outcome.ts';
import type { Artifacts, JournalStore, StoredOutcome } from './ports.ts';

interface OutcomePorts {
  readonly store: JournalStore;
  readonly artifacts: Artifacts;
}

/** A longer response stands among the artifacts and is named by its place. */
const RESPONSE_BYTES_LIMIT = 4_096;

/** Keeps an act's outcome. */
export async function storeOutcome(
  act: { readonly id: string; readonly index: number; readonly actId: string | undefined },
  outcome: ActOutcome,
  execution: string,
  ports: OutcomePorts,
): Promise<StoredOutcome> {
  const entry = { ...outcome, id: act.id, ...(act.actId !== undefined && { actId: act.actId }) };
  const response = outcome.status === 'SUCCEEDED' ? outcome.response : undefined;
  const stored = isLong(response) ? await placed(entry, act.index, response, ports.artifacts) : entry;
  await ports.store.putOutcome(execution, act.index, stored);
  return stored;
}

/** Keeps an outcome of an earlier run as one of this run, with its response. */
export async function takeOverOutcome(
  { outcome, at, from, earlier }: { outcome: StoredOutcome; at: number; from: string; earlier: Artifacts },
  execution: string,
  { store, artifacts }: OutcomePorts,
): Promise<void> {
  const response = outcome.responseLocation === undefined ? undefined : await responseOf(outcome, at, earlier);
  const place = response === undefined ? {} : { responseLocation: await putResponse(at, response, artifacts) };
  await store.putOutcome(execution, at, { ...outcome, execution: outcome.execution ?? from, ...place });
}

/** What the ended acts answered, by their ids, for `{{ acts.<id>.response }}`. */
export async function readResponses(
  execution: string,
  ports: OutcomePorts,
): Promise<Record<string, { response?: JsonValue }>> {
  const outcomes = await ports.store.readOutcomes(execution);
  return Object.fromEntries(
    await Promise.all(
      outcomes.map(async (outcome, index) => {
        const response = await responseOf(outcome, index, ports.artifacts);
        return [outcome.id, response === undefined ? {} : { response }] as const;
      }),
    ),
  );
}

/** Puts a response among the artifacts and gives its place. */
export async function putResponse(actIndex: number, response: JsonValue, artifacts: Artifacts): Promise<string> {
  const key = responseKey(actIndex);
  await artifacts.put(key, JSON.stringify(response), 'application/json');
  return artifacts.location(key);
}

/** Puts an act's long lists among the artifacts and gives their place. */
export async function putDetails(
  actIndex: number,
  details: { readonly downloads: readonly KeptDownload[] | undefined; readonly lost: readonly string[] | undefined },
  artifacts: Artifacts,
): Promise<string> {
  const key = `details/${String(actIndex).padStart(5, '0')}.json`;
  await artifacts.put(key, JSON.stringify(details), 'application/json');
  return artifacts.location(key);
}

function isLong(response: JsonValue | undefined): response is JsonValue {
  return response !== undefined && Buffer.byteLength(JSON.stringify(response)) > RESPONSE_BYTES_LIMIT;
}

async function placed(
  { response: _, ...entry }: StoredOutcome & { response?: JsonValue },
  actIndex: number,
  response: JsonValue,
  artifacts: Artifacts,
): Promise<StoredOutcome> {
  return { ...entry, responseLocation: await putResponse(actIndex, response, artifacts) };
}

async function responseOf(
  outcome: StoredOutcome,
  actIndex: number,
  artifacts: Artifacts,
): Promise<JsonValue | undefined> {
  if (outcome.status !== 'SUCCEEDED') return undefined;
  if (outcome.responseLocation === undefined) return outcome.response;
  const response: JsonValue = JSON.parse(new TextDecoder().decode(await artifacts.get(responseKey(actIndex))));
  return response;
}

function responseKey(actIndex: number): string {
  return `responses/${String(actIndex).padStart(5, '0')}.json`;
}
