import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { resource } from '../deploy/synthesis.ts';

const definitionSchema = z.looseObject({ States: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** The definition of a state machine, in which what CloudFormation knows stands as the name of a resource or value. */
export function definitionOf(template: Template, idPrefix: string): z.output<typeof definitionSchema> {
  const { DefinitionString } = resource(template, 'AWS::StepFunctions::StateMachine', idPrefix).Properties;
  return definitionSchema.parse(JSON.parse(written(DefinitionString)));
}

function written(part: unknown): string {
  if (typeof part === 'string') return part;
  const { 'Fn::Join': joined, Ref, 'Fn::GetAtt': attribute } = Object(part);
  if (joined !== undefined) return joined[1].map(written).join(joined[0]);
  return String(Ref ?? attribute[0]).replace('AWS::Partition', 'PARTITION');
}
