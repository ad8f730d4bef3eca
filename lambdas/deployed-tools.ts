import * as z from 'zod';
import { toolDeclaration, toolListProblems } from '../lib/act/tool-list.ts';

/** A Lambda function that the agent may call, as the stack declares it. */
export interface DeployedTool {
  /** 1 to 64 letters, digits, `_` and `-`; not the name of a built-in action. */
  readonly name: string;
  /** What it does and when to call it, in 1 to 10,000 characters: the agent chooses by it. */
  readonly description: string;
  /** JSON Schema of Draft 7 with `"type": "object"`. */
  readonly inputSchema: { readonly [key: string]: unknown };
  /** A function, a version or an alias, spelled out. */
  readonly functionArn: string;
  /** How long a call may take, in whole seconds, 1 to 600. @default 60 */
  readonly timeoutSeconds?: number | undefined;
}

const ARN = 'the whole ARN of a Lambda function, as text: arn:aws:lambda:REGION:ACCOUNT:function:NAME';

const deployedTool = toolDeclaration.extend({
  functionArn: z
    .string(ARN)
    .regex(/^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9_-]{1,64}(:[a-zA-Z0-9$_-]{1,128})?$/, ARN),
});

const deployedTools = z.array(deployedTool);

/** What is wrong with the stack's tools, a line per problem. */
export function deployedToolProblems(list: unknown): string[] {
  return toolListProblems(list, deployedTool);
}

/** The tools of a list without problems, with their defaults. */
export function readDeployedTools(list: unknown): z.output<typeof deployedTools> {
  return deployedTools.parse(list);
}
