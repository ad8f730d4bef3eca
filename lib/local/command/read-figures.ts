import { join } from 'node:path';
import { readEvents } from '../../run/recorder.ts';
import { actFigures, type ActFigures } from '../../run/run-figures.ts';
import { DirectoryArtifacts } from '../../storage/directory-artifacts.ts';

/** Where the time of each act of a run of this machine went, as far as its events were kept. */
export async function readFigures(out: string, execution: string): Promise<ActFigures[]> {
  return actFigures(await readEvents(new DirectoryArtifacts(join(out, 'runs', execution))));
}
