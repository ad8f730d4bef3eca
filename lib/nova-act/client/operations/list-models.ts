import { command } from '../command.ts';
import type { Metadata } from '../command.ts';
import { integer, listOf, operation, query } from '../schema.ts';
import { CompatibilityInformation$, ModelAlias$, ModelSummary$ } from '../shapes.ts';
import type { CompatibilityInformation, ModelAlias, ModelSummary } from '../shapes.ts';

export interface ListModelsRequest {
  readonly clientCompatibilityVersion: number;
}

export interface ListModelsResponse {
  modelSummaries: ModelSummary[] | undefined;
  modelAliases: ModelAlias[] | undefined;
  compatibilityInformation: CompatibilityInformation | undefined;
}

const ListModels$ = operation('ListModels', ['POST', '/models', 200], {
  input: { clientCompatibilityVersion: query(integer, 'clientCompatibilityVersion') },
  output: {
    modelSummaries: () => listOf('ModelSummaries', ModelSummary$),
    modelAliases: () => listOf('ModelAliases', ModelAlias$),
    compatibilityInformation: () => CompatibilityInformation$,
  },
});

export type ListModelsCommandInput = ListModelsRequest;
export type ListModelsCommandOutput = ListModelsResponse & Metadata;
export class ListModelsCommand extends command<ListModelsCommandInput, ListModelsCommandOutput>(ListModels$) {}
