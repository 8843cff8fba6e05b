import { afterEach, beforeEach, expect, type MockInstance, vi } from 'vitest';

let printed: MockInstance<typeof console.error>;

beforeEach(() => {
  printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

// What nobody expected is a finding, though all assertions hold: a test that provokes an error spies on it itself,
// which puts its own spy in place of this one.
afterEach(() => {
  const lines = printed.mock.calls.map((call) => call.map(String).join(' '));
  printed.mockRestore();
  expect(lines, 'console.error was called').toEqual([]);
});
