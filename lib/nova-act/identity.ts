import manifest from '../../package.json' with { type: 'json' };

/** This package's version, as the service is told. */
export const VERSION: string = manifest.version;

/** Which answers this client understands; the service chooses the model by it. */
export const COMPATIBILITY_VERSION = 1;

export function defaultEndpoint(region: string): string {
  return `https://nova-act.${region}.amazonaws.com`;
}
