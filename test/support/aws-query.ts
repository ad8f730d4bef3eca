import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listening } from './listening.ts';

export interface AwsQuery extends AsyncDisposable {
  readonly url: string;
  /** The outputs of the stacks that there are, by the stack's name. */
  readonly stacks: Map<string, { readonly status: string; readonly outputs: Readonly<Record<string, string>> }>;
  /** Errors instead of answers, by the operation's name. */
  readonly faults: Map<string, { readonly code: string; readonly message: string }>;
}

/** CloudFormation's DescribeStacks and STS's GetCallerIdentity over HTTP: requests are forms, answers XML. */
export async function startAwsQuery(): Promise<AwsQuery> {
  const stacks: AwsQuery['stacks'] = new Map();
  const faults: AwsQuery['faults'] = new Map();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const action = form.get('Action') ?? '';
    const stackName = form.get('StackName') ?? '';
    const stack = stacks.get(stackName);
    const none = { code: 'ValidationError', message: `Stack with id ${stackName} does not exist` };
    const failure = faults.get(action) ?? (action === 'DescribeStacks' && stack === undefined ? none : undefined);
    response.writeHead(failure === undefined ? 200 : 400, { 'content-type': 'text/xml' });
    if (failure !== undefined)
      response.end(
        `<ErrorResponse><Error><Type>Sender</Type>${tags(failure, (key) => upper(key))}</Error></ErrorResponse>`,
      );
    else if (stack !== undefined)
      response.end(result(action, `<Stacks><member>${described(stackName, stack)}</member></Stacks>`));
    else
      response.end(
        result(
          action,
          tags({ account: '123456789012', arn: 'arn:aws:iam::123456789012:user/ada', userId: 'AIDA' }, upper),
        ),
      );
  }

  const server = createServer((request, response) => void answer(request, response));
  return {
    ...(await listening(server)),
    stacks,
    faults,
  };
}

function described(
  name: string,
  { status, outputs }: { readonly status: string; readonly outputs: Readonly<Record<string, string>> },
): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member>${tags({ outputKey: key, outputValue: value }, upper)}</member>`,
  );
  return `${tags({ stackName: name, creationTime: '2026-01-01T00:00:00Z', stackStatus: status }, upper)}<Outputs>${members.join('')}</Outputs>`;
}

function result(action: string, content: string): string {
  return `<${action}Response><${action}Result>${content}</${action}Result></${action}Response>`;
}

function tags(values: Readonly<Record<string, string>>, nameOf: (key: string) => string): string {
  return Object.entries(values)
    .map(([key, value]) => `<${nameOf(key)}>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${nameOf(key)}>`)
    .join('');
}

function upper(key: string): string {
  return key.slice(0, 1).toUpperCase() + key.slice(1);
}
