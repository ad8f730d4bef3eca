/* oxlint-disable no-new -- a construct registers itself with its scope */
import { Stack, Token } from 'aws-cdk-lib';
import type { IMetric, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnWorkflowDefinition } from 'aws-cdk-lib/aws-novaact';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { DeployedHandlerName } from '../../lambdas/bundling.ts';
import { WorkflowAlarms } from './alarms.ts';
import type { Permission } from './acknowledge.ts';
import { checkedDefinition } from './checked-props.ts';
import { ChromiumLayer } from './chromium-layer.ts';
import { allowLogs } from './encryption.ts';
import { type ExecutionEventOptions, executionRule } from './execution-rule.ts';
import { deployedDefaults, functionSettings } from './function-settings.ts';
import { HandlerFunction } from './functions.ts';
import { handlerBundles } from './handler-bundles.ts';
import { assertPackageFits } from './package-size.ts';
import { grantingPermissions, rulePermissions, statePermissions } from './permissions.ts';
import { RunAccess } from './run-access.ts';
import { runPermissions } from './run-permissions.ts';
import { RunClosing } from './run-closing.ts';
import { stagedBundle } from './staged-bundle.ts';
import { RunWorkflow } from './state-machine.ts';
import { RunStorage } from './storage.ts';
import { packTools } from './tools.ts';
import { failedExecutions, runMetric } from './workflow-metrics.ts';
import type { AnyBucket, AnySecret, NovaActWorkflowProps } from './workflow-props.ts';
import { type WorkflowScheduleProps, WorkflowSchedules } from './workflow-schedule.ts';

/**
 * Everything that one workflow definition needs to run: state machine, functions, storage, what closes the runs of
 * executions that were stopped, and the definition itself. Nothing of it costs money while nothing runs, a
 * customer's own key aside.
 *
 * @throws ContextError where props cannot be deployed, with one line per problem
 */
export class NovaActWorkflow extends Construct {
  /** One execution is one run; its input is a workflow, its output the result. */
  readonly stateMachine: StateMachine;
  /** Screenshots, results and replay pages, below `runs/<execution>/`. */
  readonly artifacts: AnyBucket;
  readonly journal: Table;
  /** Of the events of runs. */
  readonly logGroup: ILogGroup;
  readonly workflowDefinitionName: string;
  /** Undefined where none were asked for. */
  readonly alarms: WorkflowAlarms | undefined;
  readonly #encryptionKey: IKey | undefined;
  readonly #props: NovaActWorkflowProps;
  #schedules: WorkflowSchedules | undefined;

  constructor(scope: Construct, id: string, props: NovaActWorkflowProps = {}) {
    super(scope, id);
    const stack = Stack.of(this);
    const { encryptionKey, exportBucket } = props;
    const { workflowDefinitionName, ...definition } = checkedDefinition(this, props);
    const isCreated = definition.workflowDefinition === 'create';
    const tools = packTools(props.tools ?? []);
    const bundles = handlerBundles(this);
    const chromium = ChromiumLayer.of(this);
    assertPackageFits(chromium.content.directory, Object.values(bundles));
    const settings = functionSettings(props, { tools, chromium });

    if (isCreated) {
      new CfnWorkflowDefinition(this, 'WorkflowDefinition', {
        name: workflowDefinitionName,
        ...(exportBucket !== undefined && {
          exportConfig: { s3BucketName: exportBucket.bucketName, s3KeyPrefix: workflowDefinitionName },
        }),
      });
    }
    if (encryptionKey !== undefined) allowLogs(stack, encryptionKey);
    const storage = new RunStorage(this, 'Storage', { ...props, logGroup: props.logGroup ?? definition.logGroupName });

    const environment = {
      WORKFLOW_DEFINITION_NAME: workflowDefinitionName,
      MODEL_ID: definition.modelId,
      LOG_GROUP_NAME: storage.logGroup.logGroupName,
      TABLE_NAME: storage.journal.tableName,
      ARTIFACTS_BUCKET: storage.artifacts.bucketName,
      // The secret's name: the key itself would be there for whoever may look at the function.
      ...(props.apiKeySecret !== undefined && { API_KEY_SECRET: nameOf(props.apiKeySecret) }),
    };
    const handlerFunction = <Name extends DeployedHandlerName>(
      handler: Name,
      permissions: Readonly<Record<Name, Permission[]>>,
      told: Readonly<Record<string, string>> = {},
    ) =>
      new HandlerFunction(this, handler, {
        handler,
        bundleDirectory: stagedBundle(this, handler, bundles[handler], settings[handler].files),
        environment: { ...environment, ...told },
        permissions: permissions[handler],
        encryptionKey,
        options: settings[handler].options,
      });

    const resources = {
      ...props,
      workflowDefinitionName,
      storage,
      secrets: props.secrets ?? [],
      toolFunctions: tools.functionArns,
      // Below which prefix a definition exports that is there already, only whoever made it knows.
      trajectories: exportBucket && { bucket: exportBucket, prefix: isCreated ? `${workflowDefinitionName}/` : '' },
    };
    const grantAccess = handlerFunction('GrantAccess', { GrantAccess: grantingPermissions(stack, resources) });
    new RunAccess(this, 'RunAccess', { grantAccess, permissions: runPermissions(stack, resources) });

    const ofStates = statePermissions(stack, { ...resources, grantAccess: grantAccess.function });
    const performSteps = handlerFunction('PerformSteps', ofStates, {
      RUN_ACCESS_FUNCTION: grantAccess.function.functionArn,
    });
    const { stateMachine } = new RunWorkflow(this, 'RunWorkflow', {
      encryptionKey,
      functions: {
        CreateRun: handlerFunction('CreateRun', ofStates).function,
        PerformSteps: performSteps.function,
        FinalizeRun: handlerFunction('FinalizeRun', ofStates).function,
      },
    });

    // After the state machine, which knows nothing of them.
    const ofRules = rulePermissions(stack, { ...resources, stateMachine });
    const sweepRuns = handlerFunction('SweepRuns', ofRules, {
      STATE_MACHINE_ARN: stateMachine.stateMachineArn,
      // Of a definition that others use as well, runs that the journal does not know may be theirs.
      OWNS_DEFINITION: String(isCreated),
    }).function;
    const closeRun = handlerFunction('CloseRun', ofRules).function;
    new RunClosing(this, 'RunClosing', { stateMachine, closeRun, sweepRuns });

    this.stateMachine = stateMachine;
    this.artifacts = storage.artifacts;
    this.journal = storage.journal;
    this.logGroup = storage.logGroup;
    this.workflowDefinitionName = workflowDefinitionName;
    this.#encryptionKey = encryptionKey;
    this.#props = props;
    this.alarms =
      props.alarms &&
      new WorkflowAlarms(this, 'Alarms', { workflowDefinitionName, stateMachine, sweepRuns }, props.alarms);
    for (const [name, schedule] of Object.entries(props.schedules ?? {})) this.addSchedule(name, schedule);
  }

  /**
   * Runs the workflow at certain times. A start that cannot be made within 15 minutes goes to a queue, one for all
   * schedules of the workflow.
   *
   * @throws ContextError where the input cannot be run, with one line per problem
   */
  addSchedule(id: string, props: WorkflowScheduleProps): Schedule {
    this.#schedules ??= this.#makeSchedules();
    return this.#schedules.add(id, props);
  }

  /** Calls the target when a run has succeeded. Step Functions sends these events as well as it can, and promises none. */
  onSucceeded(id: string, options: ExecutionEventOptions = {}): Rule {
    return executionRule(this, id, this.stateMachine, 'Succeeded', options);
  }

  /**
   * Calls the target when an execution failed, took too long or was stopped; not when it ended as DuplicateRequest or
   * OverlapSkipped, since what it asked for is done elsewhere. Sent as well as Step Functions can.
   */
  onFailed(id: string, options: ExecutionEventOptions = {}): Rule {
    return executionRule(this, id, this.stateMachine, 'Failed', options);
  }

  /** Executions that were started. @default - added up over 5 minutes */
  metricStarted(options?: MetricOptions): Metric {
    return this.stateMachine.metricStarted(options);
  }

  /** Executions that succeeded, and so did their runs. @default - added up over 5 minutes */
  metricSucceeded(options?: MetricOptions): Metric {
    return this.stateMachine.metricSucceeded(options);
  }

  /**
   * Executions that failed, took too long or were stopped, those among them that ended as DuplicateRequest or
   * OverlapSkipped.
   * @default - added up over 5 minutes
   */
  metricFailed(options?: MetricOptions): IMetric {
    return failedExecutions(this.stateMachine, options);
  }

  /** Seconds that acts worked, which is what the service charges for. @default - added up over 5 minutes */
  metricTimeWorked(options?: MetricOptions): Metric {
    return runMetric(this.workflowDefinitionName, 'TimeWorked', options);
  }

  /** Lets somebody start runs: with the key's use, where the workflow has a key. */
  grantStart(grantee: IGrantable): Grant {
    const grant = this.stateMachine.grantStartExecution(grantee);
    return this.#encryptionKey === undefined
      ? grant
      : grant.combine(this.#encryptionKey.grant(grantee, 'kms:Decrypt', 'kms:GenerateDataKey'));
  }

  #makeSchedules(): WorkflowSchedules {
    const { secrets = [], encryptionKey } = this.#props;
    const secretNames = secrets.map(({ secretName }) => secretName);
    const schedules = new WorkflowSchedules(this, 'Schedules', {
      stateMachine: this.stateMachine,
      grantStart: (grantee) => this.grantStart(grantee),
      encryptionKey,
      settings: {
        ...deployedDefaults(this.#props),
        workflowDefinitionName: this.workflowDefinitionName,
        // Names that CloudFormation makes are not known yet.
        ...(!secretNames.some((name) => Token.isUnresolved(name)) && { secrets: secretNames }),
      },
    });
    this.alarms?.watchDeadLetters(schedules.deadLetters);
    return schedules;
  }
}

function nameOf(secret: AnySecret | string): string {
  return typeof secret === 'string' ? secret : (secret.secretFullArn ?? secret.secretName);
}
