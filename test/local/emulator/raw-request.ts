const DEFINITIONS = '/workflow-definitions';
const DEFINITION = `${DEFINITIONS}/{workflowDefinitionName}`;
const RUNS = `${DEFINITION}/workflow-runs`;
const RUN = `${RUNS}/{workflowRunId}`;
const ACTS = `${RUN}/sessions/{sessionId}/acts`;
const PAGE = ['maxResults', 'nextToken'];

/** Where the service's model has each operation: method, path, members of the query. The others are in the body. */
const places: Readonly<Record<string, readonly [method: string, path: string, query: readonly string[]]>> = {
  CreateWorkflowDefinition: ['PUT', DEFINITIONS, []],
  GetWorkflowDefinition: ['GET', DEFINITION, []],
  ListWorkflowDefinitions: ['POST', DEFINITIONS, PAGE],
  DeleteWorkflowDefinition: ['DELETE', DEFINITION, []],
  CreateWorkflowRun: ['PUT', RUNS, []],
  GetWorkflowRun: ['GET', RUN, []],
  ListWorkflowRuns: ['POST', RUNS, PAGE],
  UpdateWorkflowRun: ['PUT', RUN, []],
  DeleteWorkflowRun: ['DELETE', RUN, []],
  CreateSession: ['PUT', `${RUN}/sessions`, []],
  ListSessions: ['POST', RUN, PAGE],
  CreateAct: ['PUT', ACTS, []],
  InvokeActStep: ['PUT', `${ACTS}/{actId}/invoke-step/`, []],
  UpdateAct: ['PUT', `${ACTS}/{actId}`, []],
  ListActs: ['POST', `${DEFINITION}/acts`, [...PAGE, 'workflowRunId', 'sessionId']],
  ListModels: ['POST', '/models', ['clientCompatibilityVersion']],
};

interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** A request as it travels; `undefined` when what is wrong with it cannot be said in a path. */
export function rawRequest(operation: string, members: Readonly<Record<string, unknown>>): RawRequest | undefined {
  const [method, template, query] = places[operation] ?? ['', '', []];
  const inPath = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const values = inPath.map((name) => members[name]);
  if (!values.every((value) => typeof value === 'string' && value !== '')) return undefined;
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(members[name])));
  const asked = query.filter((name) => members[name] !== undefined).map((name) => [name, String(members[name])]);
  const others = Object.entries(members).filter(([name]) => !inPath.includes(name) && !query.includes(name));
  return {
    method,
    path: asked.length === 0 ? path : `${path}?${new URLSearchParams(asked)}`,
    body: method === 'GET' || method === 'DELETE' ? undefined : Object.fromEntries(others),
  };
}
