/**
 * This package's version, as the service is told. Not read from package.json, which would go whole into every bundle; a
 * test holds the two together.
 */
export const VERSION = '0.1.0';

/** Which answers this client understands; the service chooses the model by it. */
export const COMPATIBILITY_VERSION = 1;

export function defaultEndpoint(region: string): string {
  return `https://nova-act.${region}.amazonaws.com`;
}
