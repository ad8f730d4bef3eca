import { ActActuationError } from '../../act/errors.ts';
import { callInContext, ownWorld, type Frame } from '../page/frame.ts';
import type { Tab } from '../page/tab.ts';
import { listFields, type FieldFacts } from './list-fields.ts';

/** A field of a document. */
export interface FoundField extends FieldFacts {
  readonly frame: Frame;
  /** Our world of that document, where `novaActFields[index]` is the field. */
  readonly contextId: number;
  readonly index: number;
}

/** How a text can mean a field; the first way that finds any counts. */
const WAYS: readonly ((field: FieldFacts, wanted: string) => boolean)[] = [
  ({ names }, wanted) => names.some((name) => plain(name) === plain(wanted)),
  ({ names }, wanted) => names.some((name) => plain(name).includes(plain(wanted))),
  ({ isSelected }) => isSelected,
];

/** Fields that an error lists by name. */
const NAMED_IN_ERROR = 20;

/** The one field, in whichever document of the tab, that the label names or the selector finds. @throws ActActuationError */
export async function findField(tab: Tab, wanted: string): Promise<FoundField> {
  // A document that goes away meanwhile has no field for anybody.
  const perFrame = await Promise.all(tab.frames.all().map((frame) => fieldsOf(frame, wanted).catch(() => [])));
  const there = perFrame.flat();
  const found =
    WAYS.map((way) => there.filter((field) => way(field, wanted))).find((fields) => fields.length > 0) ?? [];
  const [field, ...others] = found;
  if (field && others.length === 0) return field;
  throw new ActActuationError(
    `There must be one field '${wanted}', and ${found.length === 0 ? 'none was' : `${found.length} were`} found. ` +
      (there.length === 0
        ? 'The page has no field that can be written into.'
        : `The fields of the page are: ${there.slice(0, NAMED_IN_ERROR).map(called).join(', ')}.`),
  );
}

async function fieldsOf(frame: Frame, wanted: string): Promise<FoundField[]> {
  const contextId = await ownWorld(frame);
  const fields = await callInContext(frame.session, contextId, listFields, wanted);
  return fields.map((field, index) => ({ ...field, frame, contextId, index }));
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
