import middy from '@middy/core';
import type * as z from 'zod';
import { readConfiguration, type Configuration } from './configuration.ts';
import { makePorts, type Ports } from './ports.ts';

/** What a handler gets beside its event. */
export interface Invocation {
  readonly ports: Ports;
  readonly configuration: Configuration;
  readonly remainingMs: () => number;
}

interface Environment {
  readonly configuration: Configuration;
  readonly ports: Ports;
}

// Made by the first invocation, so that what is wrong with it shows as that invocation's error.
let environment: Environment | undefined;

/**
 * A Lambda function: its event is checked, what it needs is at hand, and its errors reach its log with the execution
 * they belong to.
 *
 * @param eventSchema - of a state's `Payload`, or of the event of a rule
 */
export function lambdaHandler<Event extends { execution?: { name: string } }, Result>(
  eventSchema: z.ZodType<Event>,
  handle: (event: Event, invocation: Invocation) => Promise<Result>,
) {
  return middy<unknown, Result>()
    .onError(({ event, error, context }) => {
      const { name, stack = '' } = error ?? new Error('unknown');
      // Without the message: it may quote the input or a page, and this log has other readers than the run's.
      const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
      const execution = eventSchema.safeParse(event).data?.execution?.name;
      // oxlint-disable-next-line no-console -- a function's log is its standard output
      console.error(JSON.stringify({ level: 'ERROR', execution, requestId: context.awsRequestId, name, frames }));
    })
    .handler(async (event, context) => {
      environment ??= makeEnvironment();
      return handle(eventSchema.parse(event), {
        ...environment,
        remainingMs: () => context.getRemainingTimeInMillis(),
      });
    });
}

function makeEnvironment(): Environment {
  const configuration = readConfiguration();
  return { configuration, ports: makePorts(configuration) };
}
