import { expect, test } from 'vitest';
import { readState } from '../../../lib/browser/state/browser-state.ts';

test.for([null, {}, { formatVersion: 2, cookies: [], tabs: [], lost: [] }, { formatVersion: 1, tabs: [], lost: [] }])(
  'a state that no browser gave is refused: %j',
  (state) => {
    expect(() => readState(state)).toThrow(expect.objectContaining({ name: 'CheckpointUnreadable' }));
  },
);
