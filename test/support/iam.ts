/** A statement of a policy with plain ARNs. */
export interface PlainStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What somebody asks of AWS. */
export interface Asked {
  readonly action: string;
  readonly resource: string;
  /** Values of condition keys, the caller's tags as `aws:PrincipalTag/<name>` among them. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** Whether a policy allows it, as IAM would say: for the operators that this project's policies use, and no others. */
export function allows(statements: readonly PlainStatement[], asked: Asked): boolean {
  const applying = statements.filter((statement) => applies(statement, asked));
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow');
}

function applies({ Action, Resource, Condition = {} }: PlainStatement, { action, resource, context }: Asked): boolean {
  return (
    list(Action).some((pattern) => fits(action, pattern, context)) &&
    list(Resource).some((pattern) => fits(resource, pattern, context)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, context[key], list(wanted), context)),
    )
  );
}

function holds(
  operator: string,
  value: string | readonly string[] | undefined,
  wanted: readonly string[],
  context: Asked['context'],
): boolean {
  const equals = (one: string) => wanted.some((text) => filled(text, context) === one);
  const like = (one: string) => wanted.some((pattern) => fits(one, pattern, context));
  switch (operator) {
    case 'StringEquals':
      return typeof value === 'string' && equals(value);
    case 'StringLike':
      return typeof value === 'string' && like(value);
    // A request without the key has no value that is another.
    case 'ForAllValues:StringEquals':
      return list(value ?? []).every(equals);
    case 'ForAllValues:StringLike':
      return list(value ?? []).every(like);
    case 'Null':
      return wanted.includes(String(value === undefined));
    default:
      throw new Error(`${operator} is not known here`);
  }
}

/** The text with what its variables give; undefined where one gives nothing. */
function filled(text: string, context: Asked['context']): string | undefined {
  const parts = text.split(VARIABLE).map((part) => (part.startsWith('${') ? valueOf(part, context) : part));
  return parts.includes(undefined) ? undefined : parts.join('');
}

/** A pattern with a variable that gives nothing fits nothing; what a variable gives is taken letter by letter. */
function fits(text: string, pattern: string, context: Asked['context']): boolean {
  const parts = pattern.split(VARIABLE).flatMap((part) => {
    if (!part.startsWith('${')) return part.split(/([*?])/).map((piece) => WILDCARDS[piece] ?? escaped(piece));
    const value = valueOf(part, context);
    return [value === undefined ? undefined : escaped(value)];
  });
  return !parts.includes(undefined) && new RegExp(`^${parts.join('')}$`, 's').test(text);
}

const VARIABLE = /(\$\{[^}]*\})/;
const WILDCARDS: Readonly<Record<string, string>> = { '*': '.*', '?': '.' };

function valueOf(variable: string, context: Asked['context']): string | undefined {
  const value = context[variable.slice(2, -1)];
  return typeof value === 'string' ? value : undefined;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
