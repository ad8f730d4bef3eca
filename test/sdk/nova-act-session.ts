import { startEmulator, type Emulator } from '../../lib/local/emulator/emulator.ts';
import type { PlannedCall, Planner } from '../../lib/local/emulator/planner.ts';
import { plainEnglishPlanner } from '../../lib/local/planners/plain-english/plain-english-planner.ts';
import type { NovaActOptions } from '../../lib/sdk/nova-act-options.ts';
import { Workflow } from '../../lib/sdk/workflow.ts';
import { startPageServer, type PageServer } from '../support/page-server.ts';

export const look: PlannedCall = { name: 'takeObservation', input: [] };
export const gives = (value: string): PlannedCall => ({ name: 'return', input: [value] });

/** What sessions need around them: a service whose model does what a test says, a site, and a workflow run. */
export class Surroundings implements AsyncDisposable {
  readonly emulator: Emulator;
  readonly site: PageServer;
  readonly workflow: Workflow;

  private constructor(emulator: Emulator, site: PageServer, workflow: Workflow) {
    this.emulator = emulator;
    this.site = site;
    this.workflow = workflow;
  }

  /** @param script - the steps for a prompt; what it does not have is read as plain English */
  static async start(script: Readonly<Record<string, readonly (readonly PlannedCall[])[]>>): Promise<Surroundings> {
    await using started = new AsyncDisposableStack();
    const planner: Planner = {
      name: 'script, then plain English',
      nextCalls: (request) => {
        if (request.task === 'Think for ever') return new Promise<never>(() => {});
        const steps = script[request.task.replace(/, format output with jsonschema: .*$/, '')];
        return steps ? (steps[request.steps.length] ?? [look]) : plainEnglishPlanner.nextCalls(request);
      },
    };
    const emulator = started.use(await startEmulator({ planner }));
    const site = started.use(await startPageServer());
    const workflow = started.use(
      await Workflow.start({
        workflowDefinitionName: 'price-check',
        clientConfig: { endpoint: emulator.url },
        awsConfig: { credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' } },
      }),
    );
    started.move();
    return new Surroundings(emulator, site, workflow);
  }

  /** Of a session that begins at a page of test/site. */
  options(page: string): NovaActOptions {
    return {
      startingPage: this.site.url(page),
      workflow: this.workflow,
      replayable: true,
      securityOptions: { allowLoopback: true },
    };
  }

  /** The act that was created last, as the service knows it. */
  get lastAct() {
    return this.emulator.acts.at(-1);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.workflow.complete();
    await this.workflow[Symbol.asyncDispose]();
    await this.emulator.close();
    await this.site[Symbol.asyncDispose]();
  }
}
