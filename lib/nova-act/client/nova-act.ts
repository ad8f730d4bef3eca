import { createAggregatedClient } from '@smithy/core/client';
import { NovaActClient } from './client.ts';
import { CreateActCommand } from './operations/create-act.ts';
import { CreateSessionCommand } from './operations/create-session.ts';
import { CreateWorkflowDefinitionCommand } from './operations/create-workflow-definition.ts';
import { CreateWorkflowRunCommand } from './operations/create-workflow-run.ts';
import { DeleteWorkflowDefinitionCommand } from './operations/delete-workflow-definition.ts';
import { DeleteWorkflowRunCommand } from './operations/delete-workflow-run.ts';
import { GetWorkflowDefinitionCommand } from './operations/get-workflow-definition.ts';
import { GetWorkflowRunCommand } from './operations/get-workflow-run.ts';
import { InvokeActStepCommand } from './operations/invoke-act-step.ts';
import { ListActsCommand } from './operations/list-acts.ts';
import { ListModelsCommand } from './operations/list-models.ts';
import { ListSessionsCommand } from './operations/list-sessions.ts';
import { ListWorkflowDefinitionsCommand } from './operations/list-workflow-definitions.ts';
import { ListWorkflowRunsCommand } from './operations/list-workflow-runs.ts';
import { UpdateActCommand } from './operations/update-act.ts';
import { UpdateWorkflowRunCommand } from './operations/update-workflow-run.ts';
import {
  paginateListActs,
  paginateListSessions,
  paginateListWorkflowDefinitions,
  paginateListWorkflowRuns,
} from './pagination.ts';

const commands = {
  CreateActCommand,
  CreateSessionCommand,
  CreateWorkflowDefinitionCommand,
  CreateWorkflowRunCommand,
  DeleteWorkflowDefinitionCommand,
  DeleteWorkflowRunCommand,
  GetWorkflowDefinitionCommand,
  GetWorkflowRunCommand,
  InvokeActStepCommand,
  ListActsCommand,
  ListModelsCommand,
  ListSessionsCommand,
  ListWorkflowDefinitionsCommand,
  ListWorkflowRunsCommand,
  UpdateActCommand,
  UpdateWorkflowRunCommand,
};

const paginators = {
  paginateListActs,
  paginateListSessions,
  paginateListWorkflowDefinitions,
  paginateListWorkflowRuns,
};

type Commands = typeof commands;
type SendOptions = Parameters<NovaActClient['send']>[1];
type Answer<Class extends Commands[keyof Commands]> = Awaited<
  ReturnType<ReturnType<InstanceType<Class>['resolveMiddleware']>>
>['output'];
type Method<Class extends Commands[keyof Commands]> = (
  ...args: [...input: ConstructorParameters<Class>, options?: SendOptions]
) => Promise<Answer<Class>>;

type Methods = {
  [Name in keyof Commands as Name extends `${infer Operation}Command` ? Uncapitalize<Operation> : never]: Method<
    Commands[Name]
  >;
};
type Paginators = {
  [Name in keyof typeof paginators]: (
    input: Parameters<(typeof paginators)[Name]>[1],
    configuration?: Omit<Parameters<(typeof paginators)[Name]>[0], 'client'>,
  ) => ReturnType<(typeof paginators)[Name]>;
};

// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- the SDK puts these methods on the prototype below
export interface NovaAct extends Methods, Paginators {}
/** The client with a method for each operation, such as `novaAct.createAct({ … })`. */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- as above
export class NovaAct extends NovaActClient {}
createAggregatedClient(commands, NovaAct, { paginators });
