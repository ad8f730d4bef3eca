import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { elsewhereProblem } from './same-region.ts';
import { ContextError } from './setting-values.ts';

/** Whom an alarm tells: under `exactOptionalPropertyTypes` a topic of one's own is no `ITopic`. */
export type AnyAlarmAction = ITopic | Topic | IAlarmAction;

/** CloudWatch's own limit for an alarm. */
const MOST = 5;

/**
 * What alarms do to tell these, with the use of the topics' keys for that.
 *
 * @throws ContextError with one line for each that an alarm cannot tell
 */
export function alarmActions(scope: Construct, notify: readonly AnyAlarmAction[]): readonly IAlarmAction[] {
  const problems = [
    ...(notify.length > MOST ? [`alarms.notify: came ${notify.length}; must be at most ${MOST}`] : []),
    ...notify.flatMap((one, index) => (isTopic(one) ? topicProblems(scope, `alarms.notify.${index}`, one) : [])),
  ];
  if (problems.length > 0) throw new ContextError(problems.join('\n'));
  const topics = notify.filter(isTopic);
  for (const key of new Set(topics.map(({ masterKey }) => masterKey)))
    // As AWS documents it. Of a key that was looked up, its owner must.
    key?.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    );
  return notify.map((one) => (isTopic(one) ? new SnsAction(one) : one));
}

function topicProblems(scope: Construct, key: string, topic: ITopic | Topic): string[] {
  return [
    ...elsewhereProblem(scope, key, topic.env.region),
    ...(topic.fifo ? [`${key}: came a FIFO topic, which alarms do not tell; must be another one`] : []),
  ];
}

function isTopic(one: AnyAlarmAction): one is ITopic | Topic {
  return 'topicArn' in one;
}
