/* oxlint-disable no-new -- a construct registers itself with its scope */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import type { FunctionOptions } from 'aws-cdk-lib/aws-lambda';
import { CfnWorkflowDefinition } from 'aws-cdk-lib/aws-novaact';
import type { Construct } from 'constructs';
import type { DeployedHandlerName } from '../../lambdas/bundling.ts';
import type { DeployedTool } from '../../lambdas/deployed-tools.ts';
import type { ChromiumContent } from './chromium-content.ts';
import { ChromiumLayer } from './chromium-layer.ts';
import type { DeploymentSettings } from './context.ts';
import { HandlerFunction } from './functions.ts';
import { assertPackageFits } from './package-size.ts';
import { rulePermissions, statePermissions } from './permissions.ts';
import { invocationByRule, RunClosing } from './run-closing.ts';
import { RunWorkflow } from './state-machine.ts';
import { RunStorage } from './storage.ts';
import { packTools } from './tools.ts';

/** What {@link NovaActServerlessStack} needs to know. */
export interface NovaActServerlessStackProps extends StackProps {
  readonly settings: DeploymentSettings;
  /** Directory of each handler's bundle. */
  readonly bundleDirectories: Readonly<Record<DeployedHandlerName, string>>;
  readonly chromium: ChromiumContent;
  /** Lambda functions that the agent of every act may call. @default - none */
  readonly tools?: readonly DeployedTool[];
}

/**
 * Everything that one workflow definition needs to run: state machine, functions, storage, what closes the runs of
 * executions that were stopped, and the definition itself.
 */
export class NovaActServerlessStack extends Stack {
  constructor(scope: Construct, id: string, props: NovaActServerlessStackProps) {
    const { settings, bundleDirectories, chromium, tools = [] } = props;
    super(scope, id, { ...props, env: { ...props.env, region: settings.region } });
    assertPackageFits(chromium.directory, Object.values(bundleDirectories));

    if (settings.workflowDefinition === 'create') {
      new CfnWorkflowDefinition(this, 'WorkflowDefinition', { name: settings.workflowDefinitionName });
    }
    const storage = new RunStorage(this, 'Storage', settings);

    const chromiumLayer = new ChromiumLayer(this, 'Chromium', { content: chromium });
    const toolsFile = packTools(tools, bundleDirectories.PerformSteps);
    const environment = {
      WORKFLOW_DEFINITION_NAME: settings.workflowDefinitionName,
      MODEL_ID: settings.modelId,
      LOG_GROUP_NAME: storage.logGroup.logGroupName,
      TABLE_NAME: storage.journal.tableName,
      ARTIFACTS_BUCKET: storage.artifacts.bucketName,
      // The secret's name: the key itself would be there for whoever may look at the function.
      ...(settings.apiKeySecret !== undefined && { API_KEY_SECRET: settings.apiKeySecret }),
    };
    const handlerFunction = <Name extends DeployedHandlerName>(
      handler: Name,
      permissions: Readonly<Record<Name, PolicyStatementProps[]>>,
      options: FunctionOptions = {},
    ) =>
      new HandlerFunction(this, handler, {
        handler,
        bundleDirectory: bundleDirectories[handler],
        environment,
        permissions: permissions[handler],
        options,
      }).function;
    const withBrowser: FunctionOptions = {
      ...chromiumLayer.functionOptions,
      environment: {
        ...chromiumLayer.functionOptions.environment,
        ...(settings.allowHosts !== undefined && { ALLOW_HOSTS: settings.allowHosts }),
        ...toolsFile,
      },
    };
    const resources = { ...settings, storage, toolFunctions: tools.map(({ functionArn }) => functionArn) };
    const ofStates = statePermissions(this, resources);
    const { stateMachine } = new RunWorkflow(this, 'RunWorkflow', {
      functions: {
        CreateRun: handlerFunction('CreateRun', ofStates),
        PerformSteps: handlerFunction('PerformSteps', ofStates, withBrowser),
        FinalizeRun: handlerFunction('FinalizeRun', ofStates),
      },
    });

    // After the state machine, which knows nothing of them.
    const ofRules = rulePermissions(this, { ...resources, stateMachine });
    new RunClosing(this, 'RunClosing', {
      stateMachine,
      closeRun: handlerFunction('CloseRun', ofRules, invocationByRule.CloseRun),
      sweepRuns: handlerFunction('SweepRuns', ofRules, {
        ...invocationByRule.SweepRuns,
        environment: {
          STATE_MACHINE_ARN: stateMachine.stateMachineArn,
          // Of a definition that others use as well, runs that the journal does not know may be theirs.
          OWNS_DEFINITION: String(settings.workflowDefinition === 'create'),
        },
      }),
    });

    new CfnOutput(this, 'StateMachineArn', { value: stateMachine.stateMachineArn });
    new CfnOutput(this, 'RunLogGroupName', { value: storage.logGroup.logGroupName });
    new CfnOutput(this, 'ArtifactsBucketName', { value: storage.artifacts.bucketName });
  }
}
