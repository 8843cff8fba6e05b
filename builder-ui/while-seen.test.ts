import { afterEach, expect, test, vi } from 'vitest';
import { whileSeen } from './while-seen.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('what is held while a window is seen is let go with it, and for good when it is stopped', () => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', page);
  const show = (state: string) => {
    page.visibilityState = state;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  let open = 0;
  let opened = 0;
  const stop = whileSeen(() => {
    open++;
    opened++;
    return () => open--;
  });
  show('visible');
  expect([open, opened]).toEqual([1, 1]);
  show('hidden');
  expect(open).toBe(0);
  show('visible');
  expect([open, opened]).toEqual([1, 2]);
  stop();
  show('hidden');
  show('visible');
  expect([open, opened]).toEqual([0, 2]);
});
