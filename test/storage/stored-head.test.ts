import { expect, it } from 'vitest';
import { headOf } from '../../lib/storage/stored-head.ts';
import { firstHead } from './head.ts';

it('a head is of the execution under whose key it was found, whatever it says itself', () => {
  expect(headOf(firstHead('another'), 'run')).toEqual(firstHead('run'));
  expect(headOf({ ...firstHead('another'), formatVersion: 1 }, 'run')).toMatchObject({ execution: 'run' });
});
