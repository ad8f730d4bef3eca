import middy from '@middy/core';
import type * as z from 'zod';
import type { LogEvent } from '../../lib/run/log-event.ts';
import type { RunMetrics } from '../../lib/run/run-metrics.ts';
import { readConfiguration, type Configuration } from './configuration.ts';
import { emfMetrics } from './emf-metrics.ts';
import { FunctionLog } from './function-log.ts';
import { makePorts, type Ports } from './ports.ts';

/** What a handler gets beside its event. */
export interface Invocation {
  readonly ports: Ports & FunctionPorts;
  readonly configuration: Configuration;
  /** The function's own log. */
  readonly log: FunctionLog;
  readonly remainingMs: () => number;
}

/** Where a function tells what happens. */
interface FunctionPorts {
  readonly tell: (event: LogEvent) => void;
  readonly warn: (message: string) => void;
  readonly metrics: RunMetrics;
}

interface Environment {
  readonly configuration: Configuration;
  readonly ports: Ports & FunctionPorts;
}

const log = new FunctionLog();

// Made by the first invocation, so that what is wrong with it shows as that invocation's error.
let environment: Environment | undefined;

/**
 * A Lambda function: its event is checked, what it needs is at hand, and its errors reach its log with the execution
 * they belong to.
 *
 * @param eventSchema - of a state's `Payload`, or of the event of a rule
 */
export function lambdaHandler<Event extends { execution?: { name: string }; run?: { workflowRunId: string } }, Result>(
  eventSchema: z.ZodType<Event>,
  handle: (event: Event, invocation: Invocation) => Promise<Result>,
) {
  return middy<unknown, Result>()
    .onError(({ error }) => log.error(error ?? new Error('unknown')))
    .handler(async (given, context) => {
      const { data, error } = eventSchema.safeParse(given);
      log.begin(context, { execution: data?.execution?.name, workflowRunId: data?.run?.workflowRunId });
      if (error) throw error;
      environment ??= makeEnvironment();
      return handle(data, { ...environment, log, remainingMs: () => context.getRemainingTimeInMillis() });
    });
}

function makeEnvironment(): Environment {
  const configuration = readConfiguration();
  const { kind } = configuration.storage;
  const ports = {
    ...makePorts(configuration),
    tell: (event: LogEvent) => log.event(event, kind),
    warn: (message: string) => log.warn(message),
    metrics: emfMetrics,
  };
  return { configuration, ports };
}
