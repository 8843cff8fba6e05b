import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { changesOf } from './change.ts';

test('a stream that hears nothing for long keeps nothing of the waits that are over', async () => {
  const dispatch = { watch: () => () => {} };
  const { signal } = new AbortController();
  const { changed } = changesOf(dispatch, 'ten_1', {}, 1);
  for (let n = 0; n < 3; n++) await changed(signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
