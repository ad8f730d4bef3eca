import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { FunctionOptions } from 'aws-cdk-lib/aws-lambda';
import type { DeployedHandlerName } from '../../lambdas/bundling.ts';
import type { DeployedDefaults } from '../../lambdas/deployed-defaults.ts';
import type { ChromiumLayer } from './chromium-layer.ts';
import { invocationByRule } from './run-closing.ts';
import { packRunDefaults } from './run-defaults.ts';
import type { BundledFiles } from './staged-bundle.ts';
import type { packTools } from './tools.ts';
import type { NovaActWorkflowProps } from './workflow-props.ts';

/** What one function gets that the others do not. */
export interface FunctionSettings {
  readonly options: FunctionOptions;
  /** Beside its bundle. */
  readonly files?: BundledFiles;
}

/**
 * What each function of a workflow gets of the workflow's props.
 *
 * @throws ContextError with one line per problem
 */
export function functionSettings(
  props: NovaActWorkflowProps,
  { tools, chromium }: { tools: ReturnType<typeof packTools>; chromium: ChromiumLayer },
): Record<DeployedHandlerName, FunctionSettings> {
  const { allowHosts = [] } = props.browser ?? {};
  return {
    CreateRun: createRun(props),
    PerformSteps: {
      files: tools.files,
      options: {
        ...chromium.functionOptions,
        environment: {
          ...chromium.functionOptions.environment,
          // An empty text is no list of hosts to the function.
          ...(allowHosts.length > 0 && { ALLOW_HOSTS: allowHosts.join(',') }),
          ...tools.variables,
        },
        ...(props.browser?.memory !== undefined && { memorySize: props.browser.memory }),
        // CDK gives it a security group of its own, into which nothing leads.
        ...(props.vpc !== undefined && { vpc: props.vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } }),
      },
    },
    FinalizeRun: { options: {} },
    GrantAccess: { options: {} },
    CloseRun: { options: invocationByRule.CloseRun },
    SweepRuns: { options: invocationByRule.SweepRuns },
  };
}

/** What holds where an input is silent, and what holds for every input. */
export function deployedDefaults({ defaultInput, guardrails, browser = {} }: NovaActWorkflowProps): DeployedDefaults {
  const { memory: _, allowHosts: __, ...ofPages } = browser;
  return { input: defaultInput, guardrails, ...(Object.keys(ofPages).length > 0 && { browser: ofPages }) };
}

/** It checks the input, and is told what an input may say and what holds where it is silent. */
function createRun(props: NovaActWorkflowProps) {
  const { logGroupPrefix, secrets = [] } = props;
  const { files, variables } = packRunDefaults(deployedDefaults(props));
  const environment = {
    ...variables,
    ...(logGroupPrefix !== undefined && { LOG_GROUP_PREFIX: logGroupPrefix }),
    ...(secrets.length > 0 && { SECRETS: secrets.map(({ secretName }) => secretName).join(',') }),
  };
  return { files, options: { environment } };
}
