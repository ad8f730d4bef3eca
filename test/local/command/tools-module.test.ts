import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkedToolsModule } from '../../../lib/local/command/tools-module.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

it.for([
  ['is no TypeScript', 'const a = 1;\nexport const tools = [;\n', 'Expression expected at FILE:2'],
  ['has what is not erased', '\nenum A { B }\n', 'is not supported in strip-only mode at FILE:2'],
  ['wants what another does not have', "import { tol } from 'node:fs';\ntol();\n", "named 'tol' at FILE:1"],
  ['throws as it is imported', '\nfunction go() {\n  throw new Error("at import");\n}\ngo();\n', 'at import at FILE:3'],
  ['throws outside of any function', '\n\nthrow new Error("at import");\n', 'at import at FILE:3'],
  ['wants what is not there', "import './nothing.ts';\n", 'imported from FILE)'],
  ['throws what is no error', 'throw "x";', 'cannot be imported (x)'],
  ['exports no tools', 'export const tool = 1;', 'exports no `tools`'],
  ['exports what are no tools', 'export const tools = 1;', 'tools: got no tool, allowed: what tool({ … }) gives'],
] as const)('a module of tools that %s is refused, and the place is named', async ([, source, told]) => {
  using directory = temporaryDirectory();
  const file = join(directory.path, '100% my tools.ts');
  writeFileSync(file, source);
  await expect(checkedToolsModule(file)).rejects.toMatchObject({
    name: 'InvalidInput',
    message: expect.stringContaining(told.replace('FILE', file)),
  });
});

it('a module of tools whose mistake Node does not place is refused without another place', async () => {
  using directory = temporaryDirectory();
  const file = join(directory.path, 'tools.mjs');
  writeFileSync(file, 'export const tools = [;');
  await expect(checkedToolsModule(file)).rejects.toMatchObject({
    message: `--tools: ${file}: cannot be imported (SyntaxError: Unexpected token ';')`,
  });
});
