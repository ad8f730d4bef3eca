/// <reference lib="dom" />

import { ActActuationError } from '../../act/errors.ts';
import { callInContext, callInFrame, ownWorld, type Frame } from '../page/frame.ts';
import type { Tab } from '../page/tab.ts';
import { listFields, type FieldFacts } from './list-fields.ts';

/** A field of a document. */
export interface FoundField extends FieldFacts {
  readonly frame: Frame;
  /** Our world of that document, where `novaActFields[index]` is the field. */
  readonly contextId: number;
  readonly index: number;
  /** Of its document; 'null' when that has none of its own. */
  readonly origin: string;
}

/** How a text can mean a field; the first way that finds any counts. */
const WAYS: readonly ((field: FieldFacts, wanted: string) => boolean)[] = [
  ({ names }, wanted) => names.some((name) => plain(name) === plain(wanted)),
  ({ names }, wanted) => names.some((name) => plain(name).includes(plain(wanted))),
  ({ isSelected }) => isSelected,
];

/** Fields that an error lists by name. */
const NAMED_IN_ERROR = 20;

/**
 * The one field that the label names or the selector finds, in the tab's main document or a frame of the same origin:
 * anybody else may give a field the name of a secret. @throws ActActuationError
 */
export async function findField(tab: Tab, wanted: string): Promise<FoundField> {
  // A document that goes away meanwhile has no field for anybody.
  const perFrame = await Promise.all(tab.frames.all().map((frame) => fieldsOf(frame, wanted).catch(() => [])));
  const everywhere = perFrame.flat();
  const main = await callInFrame(tab.mainFrame, originHere);
  const isOwn = ({ frame, origin }: FoundField): boolean =>
    frame.id === tab.targetId || (origin !== 'null' && origin === main);
  const there = everywhere.filter(isOwn);
  const found = matching(there, wanted);
  const [field, ...others] = found;
  if (field && others.length === 0) return field;
  const [foreign] = found.length > 0 ? [] : matching(everywhere, wanted);
  if (foreign)
    throw new ActActuationError(
      `The field '${wanted}' is in a frame of another origin (${foreign.origin}) than the page (${main}). ` +
        "Secrets are put into fields of the page's own origin only.",
    );
  throw new ActActuationError(
    `There must be one field '${wanted}', and ${found.length === 0 ? 'none was' : `${found.length} were`} found. ` +
      (there.length === 0
        ? 'The page has no field that can be written into.'
        : `The fields of the page are: ${there.slice(0, NAMED_IN_ERROR).map(called).join(', ')}.`),
  );
}

/** Those that are meant by the first way that finds any. */
function matching(fields: readonly FoundField[], wanted: string): readonly FoundField[] {
  return WAYS.map((way) => fields.filter((field) => way(field, wanted))).find(({ length }) => length > 0) ?? [];
}

async function fieldsOf(frame: Frame, wanted: string): Promise<FoundField[]> {
  const contextId = await ownWorld(frame);
  const [fields, origin] = await Promise.all([
    callInContext(frame.session, contextId, listFields, wanted),
    callInContext(frame.session, contextId, originHere),
  ]);
  return fields.map((field, index) => ({ ...field, frame, contextId, index, origin }));
}

/** Runs in our world of a document. */
function originHere(): string {
  return globalThis.origin;
}

function called({ names }: FieldFacts): string {
  return names[0] === undefined ? 'one without a label' : `'${names[0].slice(0, 80)}'`;
}

/** Marks of a field that must be filled in are no part of its name. */
function plain(name: string): string {
  return name
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s:*]+$/, '')
    .trim()
    .toLowerCase();
}
