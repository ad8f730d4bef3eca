/* oxlint-disable no-new -- a construct registers itself with its scope */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { FunctionOptions } from 'aws-cdk-lib/aws-lambda';
import { CfnWorkflowDefinition } from 'aws-cdk-lib/aws-novaact';
import type { Construct } from 'constructs';
import type { HandlerName } from '../../lambdas/bundling.ts';
import type { ChromiumContent } from './chromium-content.ts';
import { ChromiumLayer } from './chromium-layer.ts';
import type { DeploymentSettings } from './context.ts';
import { HandlerFunction } from './functions.ts';
import { assertPackageFits } from './package-size.ts';
import { handlerPermissions } from './permissions.ts';
import { RunWorkflow } from './state-machine.ts';
import { RunStorage } from './storage.ts';

/** What {@link NovaActServerlessStack} needs to know. */
export interface NovaActServerlessStackProps extends StackProps {
  readonly settings: DeploymentSettings;
  /** Directory of each handler's bundle. */
  readonly bundleDirectories: Readonly<Record<HandlerName, string>>;
  readonly chromium: ChromiumContent;
}

/** Everything that one workflow definition needs to run: state machine, functions, storage and the definition itself. */
export class NovaActServerlessStack extends Stack {
  constructor(scope: Construct, id: string, props: NovaActServerlessStackProps) {
    const { settings, bundleDirectories, chromium } = props;
    super(scope, id, { ...props, env: { ...props.env, region: settings.region } });
    assertPackageFits(chromium.directory, Object.values(bundleDirectories));

    if (settings.workflowDefinition === 'create') {
      new CfnWorkflowDefinition(this, 'WorkflowDefinition', { name: settings.workflowDefinitionName });
    }
    const storage = new RunStorage(this, 'Storage', settings);

    const chromiumLayer = new ChromiumLayer(this, 'Chromium', { content: chromium });
    const permissions = handlerPermissions(this, { ...settings, storage });
    const environment = {
      WORKFLOW_DEFINITION_NAME: settings.workflowDefinitionName,
      MODEL_ID: settings.modelId,
      LOG_GROUP_NAME: storage.logGroup.logGroupName,
      TABLE_NAME: storage.journal.tableName,
      ARTIFACTS_BUCKET: storage.artifacts.bucketName,
    };
    const handlerFunction = (handler: HandlerName, options: FunctionOptions = {}) =>
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
      },
    };
    const { stateMachine } = new RunWorkflow(this, 'RunWorkflow', {
      functions: {
        CreateRun: handlerFunction('CreateRun'),
        PerformSteps: handlerFunction('PerformSteps', withBrowser),
        FinalizeRun: handlerFunction('FinalizeRun'),
      },
    });

    new CfnOutput(this, 'StateMachineArn', { value: stateMachine.stateMachineArn });
    new CfnOutput(this, 'RunLogGroupName', { value: storage.logGroup.logGroupName });
    new CfnOutput(this, 'ArtifactsBucketName', { value: storage.artifacts.bucketName });
  }
}
