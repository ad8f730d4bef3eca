import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Code that the documentation shows. */
export interface Example {
  /** Where it stands: `lib/sdk/tool.ts:40`. */
  readonly place: string;
  readonly code: string;
}

/** A name that `nova-act-serverless` exports. */
export interface PublicName {
  readonly name: string;
  /** The word that declares it: `class`, `function`, `const`, `interface` or `type`. */
  readonly kind: string;
  /** The comment before its declaration; empty when there is none. */
  readonly docstring: string;
  /** Members without a docstring of their own: of a class, and of what a user fills in. */
  readonly bareMembers: readonly string[];
}

/** Every `@example` of the library and every ts block of the guide. */
export function allExamples(): Example[] {
  const sources = globSync('lib/**/*.ts', { cwd: PROJECT }).toSorted();
  return [...sources.flatMap(examplesOfSource), ...examplesOfGuide('docs/nova-act.md')];
}

function examplesOfSource(path: string): Example[] {
  const source = readFileSync(join(PROJECT, path), 'utf8');
  return [...source.matchAll(/^ *\/\*\*\n.*?^ *\*\/$/gms)].flatMap((comment) => {
    const text = comment[0].replaceAll(/^ *(\/\*\*|\*\/| \* ?)/gm, '').replaceAll(/^\* ?/gm, '');
    return text
      .split(/^@example\b/m)
      .slice(1)
      .map((example) => ({
        place: placeOf(path, source, comment.index),
        code: codeOf(example),
      }));
  });
}

/** Fenced, or up to the next tag. */
function codeOf(example: string): string {
  const fenced = /^```ts\n(.*?)^```$/ms.exec(example)?.[1];
  return `${(fenced ?? example.split(/^@[a-z]+ /m)[0] ?? '').trim()}\n`;
}

function examplesOfGuide(path: string): Example[] {
  const source = readFileSync(join(PROJECT, path), 'utf8');
  return [...source.matchAll(/^```ts\n(.*?)^```$/gms)].map((block) => ({
    place: placeOf(path, source, block.index),
    code: block[1] ?? '',
  }));
}

function placeOf(path: string, source: string, index: number): string {
  return `${path}:${source.slice(0, index).split('\n').length}`;
}

/** What lib/sdk/index.ts exports, read from its text and from those of the files it names. */
export function publicNames(): PublicName[] {
  const index = readFileSync(join(PROJECT, 'lib/sdk/index.ts'), 'utf8');
  return [...index.matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)';$/gm)].flatMap(
    ([, names = '', path = '']) => {
      const source = readFileSync(join(PROJECT, 'lib/sdk', path), 'utf8');
      const listed = names.split(',').map((name) => name.trim().replace(/^type /, ''));
      return listed.filter(Boolean).map((name) => publicName(name, source, path));
    },
  );
}

function publicName(name: string, source: string, path: string): PublicName {
  const declaration = new RegExp(
    `(?<docstring>^/\\*\\*(?:(?!\\*/).)*\\*/\\n)?^export (?:abstract |async )*(?<kind>class|function|const|interface|type) ${name}\\b(?<rest>.*?^\\}?$)`,
    'ms',
  ).exec(source)?.groups;
  if (declaration === undefined) throw new Error(`${path} does not declare ${name}`);
  const { docstring = '', kind = '', rest = '' } = declaration;
  const isFilledIn = kind === 'interface' && /(Options|Config)$/.test(name);
  return {
    name,
    docstring,
    kind,
    bareMembers: kind === 'class' || isFilledIn ? bareMembers(rest) : [],
  };
}

/** An error's own are said by its class. */
const UNSAID = new Set(['name', 'constructor']);

/** Members are indented by two. What is said of one overload is said of all. */
function bareMembers(body: string): string[] {
  const members = body.matchAll(
    /(?<said>\*\/\n)?^ {2}(?:static |async |get |readonly |override |abstract )*(?<name>[a-zA-Z]\w*)(?:<[^>]*>)?\??[(:;]/gm,
  );
  const found = [...members].map(({ groups }) => ({
    name: groups?.['name'] ?? '',
    isSaid: groups?.['said'] !== undefined,
  }));
  const said = new Set(found.filter(({ isSaid }) => isSaid).map(({ name }) => name));
  return found.map(({ name }) => name).filter((name) => !said.has(name) && !UNSAID.has(name));
}
