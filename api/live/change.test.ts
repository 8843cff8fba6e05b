import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import type { Dispatch } from '#domain/dispatch/dispatch.ts';
import { changesOf } from './change.ts';

test('a stream that hears nothing for long keeps nothing of the waits that are over', async () => {
  // Of a dispatch only what is called.
  const dispatch = { watch: () => () => {} } as unknown as Dispatch;
  const { signal } = new AbortController();
  const { changed } = changesOf(dispatch, 'ten_1', {}, 1);
  for (let n = 0; n < 3; n++) await changed(signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
