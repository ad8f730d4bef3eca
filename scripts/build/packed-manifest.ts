import * as z from 'zod';

const versions = z.record(z.string(), z.string());

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  type: z.string(),
  engines: versions,
  exports: versions,
  bin: versions,
  dependencies: versions.and(z.object({ zod: z.string() })),
  peerDependencies: versions,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean() })),
});

/**
 * The manifest of the package, from the repository's own: what it says of a source it says of what was compiled from it.
 * What only the repository needs stays behind: scripts, devDependencies, and the Node of optionalDependencies.
 *
 * @param repositorys - the repository's `package.json`, as read
 * @param files - the top-level names of what is packed
 */
export function packedManifest(repositorys: unknown, files: readonly string[]): object {
  const { exports, bin, dependencies, ...others } = manifestSchema.parse(repositorys);
  return {
    ...others,
    files,
    exports: mapped(exports, (path) =>
      path.endsWith('.ts') ? { types: path.replace(/\.ts$/, '.d.ts'), default: compiled(path) } : path,
    ),
    bin: mapped(bin, compiled),
    // Whoever installs hands in schemas of a zod of their own: a range lets npm install one that is both. All else is
    // what was tested.
    dependencies: { ...dependencies, zod: `^${dependencies.zod}` },
  };
}

function compiled(path: string): string {
  return path.replace(/\.ts$/, '.js');
}

function mapped<Value>(record: Readonly<Record<string, string>>, change: (value: string) => Value) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
