import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { startSite } from '../../examples/site/site.ts';
import { plainEnglishPlanner } from '../../lib/local/planners/plain-english/plain-english-planner.ts';
import { startCloud } from './cloud-with-service.ts';
import type { Figure, Part } from './figures.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);
const exampleSchema = z.looseObject({ parameters: z.record(z.string(), z.json()).default({}) });

/** The heaviest value that crosses the state machine, of each example. */
export const statePayload: Part = {
  title: 'The largest state payload of each example',
  async measure(bench) {
    await using site = await startSite();
    await using cloud = await startCloud(bench, plainEnglishPlanner, { replayable: true });
    const figures: Figure[] = [];
    for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith('.json'))) {
      const example = exampleSchema.parse(JSON.parse(readFileSync(fileURLToPath(new URL(file, EXAMPLES)), 'utf8')));
      const input = z.json().parse({ ...example, parameters: { ...example.parameters, site: site.url } });
      const { status, largestStateBytes } = await cloud.run(input);
      const label = `${file} (${status})`;
      figures.push({ id: `statePayload.${file}`, label, value: largestStateBytes, unit: 'bytes' });
    }
    return figures;
  },
};
