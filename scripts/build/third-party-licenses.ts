import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';

const sourceMap = z.object({ sources: z.array(z.string()) });
const manifest = z.object({ name: z.string(), version: z.string(), license: z.string().default('no licence named') });

/** The directory of the innermost package that a file belongs to. */
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/**
 * The licences of the packages that are within bundles, as those licences ask of whoever hands the bundles on. A text
 * that several packages have stands there once.
 *
 * @param maps - the bundles' source maps, which say what is in them
 */
export function thirdPartyLicenses(maps: readonly string[]): string {
  const packagesByText = Map.groupBy([...new Set(maps.flatMap(packagesOf))].toSorted(), licenseText);
  const sections = [...packagesByText].map(
    ([text, packages]) => `${packages.map(title).join('\n')}\n\n${text.trim()}\n`,
  );
  return `The bundles in this directory contain parts of these packages.\n\n${sections.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function packagesOf(map: string): string[] {
  const { sources } = sourceMap.parse(JSON.parse(readFileSync(map, 'utf8')));
  return sources.flatMap((source) => PACKAGE.exec(resolve(dirname(map), source)) ?? []);
}

function title(directory: string): string {
  const { name, version, license } = manifest.parse(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')));
  return `${name} ${version} (${license})`;
}

function licenseText(directory: string): string {
  const texts = readdirSync(directory)
    .filter((name) => /^(licen[cs]e|notice)/i.test(name))
    .toSorted()
    .map((name) => readFileSync(join(directory, name), 'utf8').trim());
  return texts.length === 0 ? 'Its package has no text of the licence.' : texts.join('\n\n');
}
