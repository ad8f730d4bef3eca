import * as z from 'zod';
import type { Guardrails } from '../act/guardrails.ts';
import type { Tool } from '../act/ports.ts';
import { HUMAN_TOOLS, TOOLS_LIMIT } from '../act/tool-list.ts';
import { checkUrl } from '../act/url.ts';
import { readAllowedHost } from '../browser/proxy/allowed-host.ts';
import { uploadPatternProblem } from '../browser/upload-allow-list.ts';
import { browserSettings } from '../run/browser-settings.ts';
import { text } from '../run/input-values.ts';
import { workflowInputSchema } from '../run/workflow-input.ts';
import { checkOptions, hasFunctions } from './check-options.ts';
import type { SdkEnvironment } from './environment.ts';
import { InvalidOption } from './errors.ts';
import type { HumanInputCallbacks } from './human-input.ts';
import type { StateGuardrail } from './state-guardrail.ts';
import { stopHook, type StopHook } from './stop-hooks.ts';
import { toolsByName } from './tool-list.ts';
import type { ClientConfig } from './workflow-options.ts';
import type { Workflow } from './workflow.ts';

/**
 * What a session may reach and give away. Nothing beyond the public web unless it is allowed here.
 *
 * @example
 * import type { SecurityOptions } from 'nova-act-serverless';
 *
 * const securityOptions: SecurityOptions = {
 *   allowedFileUploadPaths: ['/srv/invoices/*'],
 *   allowHosts: ['intranet.example.com:8080'],
 * };
 */
export interface SecurityOptions {
  /** The files that may be given to pages: `/path/to/file`, `/dir/*` for all below it, or `*`. @default none */
  readonly allowedFileUploadPaths?: readonly string[] | undefined;
  /** `host:port` each, in a private network too, such as `intranet.example.com:8080`. @default none */
  readonly allowHosts?: readonly string[] | undefined;
  /** Whether pages may visit this machine, at any port. @default NOVA_ACT_ALLOW_LOOPBACK, else false */
  readonly allowLoopback?: boolean | undefined;
}

/**
 * How the browser presents itself to pages.
 *
 * @example
 * import type { BrowserOptions } from 'nova-act-serverless';
 *
 * const browser: BrowserOptions = { width: 1440, height: 900, locale: 'de-DE', timeZone: 'Europe/Berlin' };
 */
export interface BrowserOptions {
  /** The viewport's width in CSS pixels, 1280 to 1920. @default 1600, which the model was made for */
  readonly width?: number | undefined;
  /** The viewport's height in CSS pixels, 651 to 975. @default 813, which the model was made for */
  readonly height?: number | undefined;
  /** The language that pages are asked for. @default en-US */
  readonly locale?: string | undefined;
  /** The time zone that pages see, such as `Europe/Berlin`. @default UTC */
  readonly timeZone?: string | undefined;
  /** What the browser calls itself. @default Chromium's own name and ` Agent-NovaAct/0.9` */
  readonly userAgent?: string | undefined;
  /** Headers sent with every request. @default none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * What a {@link NovaAct} is started with.
 *
 * @example
 * import type { NovaActOptions } from 'nova-act-serverless';
 *
 * const options: NovaActOptions = {
 *   startingPage: 'https://cottages.example',
 *   guardrails: { allowedDomains: ['cottages.example'] },
 *   downloadsDirectory: '/srv/downloads',
 * };
 */
export interface NovaActOptions {
  /** Where the browser begins: an http or https URL, or `about:blank`. */
  readonly startingPage: string;
  /**
   * In whose run the session takes part; it must have been started. @default the current workflow; without one and with an
   * API key, a run of the session's own, which ends with it
   */
  readonly workflow?: Workflow | undefined;
  /** Of nova.amazon.com, where there is no workflow. @default NOVA_ACT_API_KEY */
  readonly novaActApiKey?: string | undefined;
  /** How requests are made with that key. */
  readonly clientConfig?: ClientConfig | undefined;
  /** What the agent may call beside the browser, at most 100 that `tool({ … })` gives. @default none */
  readonly tools?: readonly Tool[] | undefined;
  /** How the agent asks a person. @default it cannot */
  readonly humanInputCallbacks?: HumanInputCallbacks | undefined;
  /** Says whether the agent may be at an address. @default it may be anywhere */
  readonly stateGuardrail?: StateGuardrail | undefined;
  /** Where the browser may be; what leads elsewhere is not even asked for. @default everywhere */
  readonly guardrails?: Partial<Guardrails> | undefined;
  /** What the session may reach and give away beyond the public web. @default nothing */
  readonly securityOptions?: SecurityOptions | undefined;
  /** How the browser presents itself to pages. */
  readonly browser?: BrowserOptions | undefined;
  /**
   * Whether the page's simplified DOM goes to the service with each look at the page. @default NOVA_ACT_REPLAYABLE, else
   * false
   */
  readonly replayable?: boolean | undefined;
  /** Of a Chromium or headless shell. @default the one of the package `@sparticuz/chromium`, unpacked once per machine */
  readonly executablePath?: string | undefined;
  /** Where files are kept that pages give, below the session's id. @default a temporary directory, gone with the session */
  readonly downloadsDirectory?: string | undefined;
  /** Called when the session stops, in this order. @default none */
  readonly stopHooks?: readonly StopHook[] | undefined;
}

/** Options in which nothing is left open but the workflow. */
export type NovaActSettings = ReturnType<typeof readNovaActOptions>;

const STARTING_PAGE = 'an http or https URL, or about:blank';

/** Not whether it was made by this very class: a bundle may have a copy of its own. */
function isWorkflow(given: unknown): given is Workflow {
  return typeof given === 'object' && given !== null && 'workflowRun' in given && 'backend' in given;
}

const schema = z.strictObject(
  {
    startingPage: z.string({ error: STARTING_PAGE }).transform((given, context) => {
      const checked = checkUrl(given);
      if (checked.ok && given.length <= 2048) return checked.url;
      context.addIssue(checked.ok ? 'an address of at most 2048 characters' : `${STARTING_PAGE}; ${checked.reason}`);
      return z.NEVER;
    }),
    workflow: z.custom<Workflow>(isWorkflow, { error: 'a Workflow' }).optional(),
    novaActApiKey: z.string({ error: 'a text' }).optional(),
    // Checked by the workflow that is made of it.
    clientConfig: z.custom<ClientConfig>().optional(),
    tools: z.unknown().optional(),
    humanInputCallbacks: z
      .custom<HumanInputCallbacks>((given) => hasFunctions(given, 'approve', 'uiTakeover'), {
        error: 'an object with the functions approve and uiTakeover',
      })
      .optional(),
    stateGuardrail: z
      .custom<StateGuardrail>((given) => typeof given === 'function', {
        error: 'a function that gives PASS or BLOCK',
      })
      .optional(),
    guardrails: workflowInputSchema.shape.guardrails,
    securityOptions: z
      .strictObject(
        {
          allowedFileUploadPaths: z
            .array(
              z.string({ error: 'a path' }).superRefine((pattern, context) => {
                const broken = uploadPatternProblem(pattern);
                if (broken !== undefined) context.addIssue(`/path/to/file, /dir/* or *; ${broken}`);
              }),
              { error: 'a list of paths' },
            )
            .default([]),
          allowHosts: z
            .array(
              z.string({ error: 'host:port' }).transform((entry, context) => {
                const host = readAllowedHost(entry);
                if (host !== undefined) return host;
                context.addIssue('host:port; never this machine, link-local and reserved addresses');
                return z.NEVER;
              }),
              { error: 'a list of host:port' },
            )
            .default([]),
          allowLoopback: z.boolean({ error: 'true or false' }).optional(),
        },
        { error: 'allowedFileUploadPaths, allowHosts or allowLoopback' },
      )
      .prefault({}),
    browser: browserSettings.prefault({}),
    replayable: z.boolean({ error: 'true or false' }).optional(),
    executablePath: text(1, 2048).optional(),
    downloadsDirectory: text(1, 2048).optional(),
    stopHooks: z.array(stopHook, { error: 'a list of objects with a function onStop' }).default([]),
  },
  {
    error:
      'an object with startingPage, workflow, novaActApiKey, clientConfig, tools, humanInputCallbacks, stateGuardrail, ' +
      'guardrails, securityOptions, browser, replayable, executablePath, downloadsDirectory or stopHooks',
  },
);

/**
 * What the options mean, with nothing started.
 *
 * @throws InvalidOption
 */
export function readNovaActOptions(given: unknown, environment: SdkEnvironment) {
  const { tools = [], securityOptions, replayable, ...settings } = checkOptions('NovaAct', schema, given);
  const { allowLoopback = environment.allowLoopback, ...security } = securityOptions;
  const byName = toolsByName(tools);
  const room = TOOLS_LIMIT - HUMAN_TOOLS.length;
  if (settings.humanInputCallbacks && byName.size > room)
    throw new InvalidOption([`NovaAct.tools: got ${byName.size} tools, allowed: ${room} beside humanInputCallbacks`]);
  return {
    ...settings,
    tools: byName,
    replayable: replayable ?? environment.replayable,
    securityOptions: { ...security, allowLoopback },
  };
}
