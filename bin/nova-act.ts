#!/usr/bin/env node
import { problemOfCommandLine } from '../lib/local/command/node-version.ts';

// The rest is loaded afterwards: an older Node cannot read it, and says so in a way that helps nobody.
const problem = problemOfCommandLine(process.version);
if (problem === undefined) {
  const { commandLine } = await import('../lib/local/command/command-line.ts');
  process.exitCode = await commandLine(process.argv.slice(2));
} else {
  process.stderr.write(`node: ${problem.found}\ntry:     ${problem.advice}\n`);
  process.exitCode = 2;
}
