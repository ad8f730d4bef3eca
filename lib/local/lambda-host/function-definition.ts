/** A function as it is deployed to the host. */
export interface FunctionDefinition {
  name: string;
  /** Path of the bundle, an ES module that exports `handler`. Its directory is the working directory, as `/var/task` is. */
  bundle: string;
  /** Time limit of an invocation. The import of the bundle before the first one has 10 s of its own, as on Lambda. */
  timeoutSeconds: number;
  /** Limit of the JavaScript heap. What other processes of the function take is not counted, unlike on Lambda. */
  memoryMegabytes: number;
  /** Configuration. Nothing else of the host's own environment is visible to the function but its paths. */
  environment: Record<string, string>;
}

// The only region of the service, and an account that cannot exist.
const region = 'us-east-1';
const account = '000000000000';

const inherited = ['PATH', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH'];

/** `arn:aws:lambda:…:function:<name>`. */
export function functionArn(name: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** All environment variables of the function's processes; those of the definition win. */
export function environmentVariables(definition: FunctionDefinition): Record<string, string> {
  const paths = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(paths),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    NODE_OPTIONS: '--enable-source-maps',
    AWS_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
    ...definition.environment,
  };
}
