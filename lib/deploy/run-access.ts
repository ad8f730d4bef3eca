import { ArnPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { runTags } from '../../lambdas/run-tags.ts';
import { type Permission, permit } from './acknowledge.ts';
import type { HandlerFunction } from './functions.ts';

/** What {@link RunAccess} needs to know. */
export interface RunAccessProps {
  /** The function that knows who was handed which run. */
  readonly grantAccess: HandlerFunction;
  /** On the run that a session is for. */
  readonly permissions: readonly Permission[];
}

/**
 * The rights on one run: a role whose sessions name their run, and which only the function that checks the run's token
 * can give a session of.
 */
export class RunAccess extends Construct {
  constructor(scope: Construct, id: string, { grantAccess, permissions }: RunAccessProps) {
    super(scope, id);
    const tags = Object.values(runTags);
    const role = new Role(this, 'Role', {
      // A session without a run would be of use for nothing; this way there is none.
      assumedBy: new ArnPrincipal(grantAccess.role.roleArn)
        .withConditions({
          StringLike: Object.fromEntries(tags.map((tag) => [`aws:RequestTag/${tag}`, '?*'])),
          'ForAllValues:StringEquals': { 'aws:TagKeys': tags },
        })
        .withSessionTags(),
    });
    for (const permission of permissions) permit(role, permission);
    permit(grantAccess.role, { actions: ['sts:AssumeRole', 'sts:TagSession'], resources: [role.roleArn] });
    grantAccess.function.addEnvironment('RUN_ACCESS_ROLE', role.roleArn);
  }
}

/** In a policy, what a session's tag of this name says. */
export function sessionTag(tag: keyof typeof runTags): string {
  return `\${aws:PrincipalTag/${runTags[tag]}}`;
}
