import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { COMMANDS, commandOf } from '../lib/local/command/commands.ts';
import { helpOf } from '../lib/local/command/help.ts';
import { workflowInputSchema } from '../lib/run/workflow-input.ts';

// Writes what the docs say of the execution input from the schema itself, and of the command line what its help says; with
// --check it only says whether they are up to date.

const jsonSchema = z.toJSONSchema(workflowInputSchema, { io: 'input', unrepresentable: 'any' });

const documents: Readonly<Record<string, string>> = {
  'docs/workflow-input.schema.json': `${JSON.stringify({ title: 'nova-act-serverless workflow input', ...jsonSchema }, null, 2)}\n`,
  'docs/workflow-input.md': reference(),
  'docs/command-line.md': withHelp(readFileSync('docs/command-line.md', 'utf8')),
};

let outdated = 0;
for (const [path, text] of Object.entries(documents)) {
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    outdated += 1;
    process.stderr.write(`${path} is out of date: npm run docs\n`);
  }
}
process.exitCode = outdated > 0 ? 1 : 0;

function reference(): string {
  const { acts, guardrails, browser, resume, log } = workflowInputSchema.shape;
  return `# The execution input

Written from the schema in \`lib/run/workflow-input.ts\` by \`npm run docs\`. For editors: \`docs/workflow-input.schema.json\`.
Unknown keys are refused, and so is an input of more than 200,000 bytes.

A stack may say what holds where an input is silent, and guardrails that hold in any case ([deploy.md](deploy.md)): then an input only needs
the keys that the stack leaves open. On AWS an input names no other workflow definition than the stack's, no log group beyond
those the stack lets it name, and no secret that the stack was not given.

${table(workflowInputSchema.shape)}

## An act

${table(acts.element.shape)}

## \`fill\`

${table(acts.element.shape.fill.unwrap().shape)}

## \`guardrails\`

${table(guardrails.unwrap().shape)}

## \`browser\`

${table(browser.unwrap().shape)}

## \`log\`

${table(log.unwrap().shape)}

## \`resume\`

How it goes on, and when it is refused: [durability.md](durability.md#going-on-after-a-failure).

${table(resume.unwrap().shape)}
`;
}

/** The page with the help of each command after the comment that names it. */
function withHelp(page: string): string {
  const told: string[] = [];
  const text = page.replaceAll(/<!-- help of (\w+) -->\n(\n```\n[^`]*```\n)?/g, (comment, name: string) => {
    const found = commandOf(name);
    if (found === undefined) return comment;
    told.push(name);
    return `<!-- help of ${name} -->\n\n\`\`\`\n${helpOf(found.name)}\`\`\`\n`;
  });
  const missing = Object.keys(COMMANDS).filter((name) => !told.includes(name));
  if (missing.length > 0) throw new Error(`docs/command-line.md has no help of ${missing.join(', ')}`);
  return text;
}

function table(shape: Readonly<Record<string, z.ZodType>>): string {
  return `| key | what it is | allowed | default |\n| --- | --- | --- | --- |\n${rows(shape)}`;
}

function rows(shape: Readonly<Record<string, z.ZodType>>): string {
  return Object.entries(shape)
    .map(([key, schema]) => `| \`${key}\` | ${schema.description ?? ''} | ${allowed(schema)} | ${defaultOf(schema)} |`)
    .join('\n');
}

function defaultOf(schema: z.ZodType): string {
  const absent = schema.safeParse(undefined);
  if (!absent.success) return 'required';
  return absent.data === undefined ? '' : `\`${JSON.stringify(absent.data)}\``;
}

/** What the schema itself says when a value is not allowed, so that docs and errors agree. */
function allowed(schema: z.ZodType): string {
  const message = schema.safeParse(Symbol('a value no key takes')).error?.issues[0]?.message ?? '';
  return message.replaceAll('|', '\\|');
}
