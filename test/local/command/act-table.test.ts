import { describe, expect, it } from 'vitest';
import { actTable } from '../../../lib/local/command/act-table.ts';

describe('the table of acts', () => {
  it('has its whole head, however short the ids of the acts are', () => {
    const act = { id: 'a', actId: 'x', status: 'SUCCEEDED', steps: 1, timeWorkedSeconds: 2 } as const;
    const [head, row] = actTable({ status: 'SUCCEEDED', timeWorkedSeconds: 2, acts: [act], replay: '' }, []);
    expect(head).toMatch(/^act {2}status /);
    expect(row).toMatch(/^a {4}SUCCEEDED /);
  });
});
