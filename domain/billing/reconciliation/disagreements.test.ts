import { expect, test } from 'vitest';
import { disagreements } from './disagreements.ts';
import type { LinkState } from './passes.ts';

const SINCE = '2026-11-22T12:00:00.000Z';
const link = (more: Partial<LinkState> = {}): LinkState => ({
  ...{ subscription: 'sub_1', role: 'current', status: 'active', state: 'active', readAt: '2026-11-22T12:00:01.000Z' },
  isEnding: false,
  ...more,
});
const problems = (one: LinkState) => disagreements('ten_1', [one], SINCE).map(({ what, problem }) => [what, problem]);

test('what goes together is nothing to look at', () => {
  expect(problems(link())).toEqual([]);
  expect(problems(link({ status: 'past_due', state: 'grace' }))).toEqual([]);
  // What was paid for is had to its end.
  expect(problems(link({ status: 'ended', state: 'active' }))).toEqual([]);
});

test.each(['grace', 'free'])('who pays at the provider and is in %s here is looked at', (state) => {
  expect(problems(link({ status: 'active', state }))).toEqual([[['state'], 'state_differs']]);
});

test('a word that nobody knows, and an object that was not there to be read, are looked at', () => {
  expect(problems(link({ status: 'unknown' }))).toEqual([[['state'], 'unknown_status']]);
  expect(problems(link({ readAt: '2026-11-21T00:00:00.000Z' }))).toEqual([[['unreadable'], 'not_found']]);
});

test('one that does not count yet is waited for; one that does not count any more and is charged on is looked at', () => {
  expect(problems(link({ role: 'next', status: 'incomplete', state: 'free' }))).toEqual([]);
  expect(problems(link({ role: 'past', status: 'active', state: 'free' }))).toEqual([[['state'], 'still_charged']]);
  expect(problems(link({ role: 'past', status: 'active', state: 'active', isEnding: true }))).toEqual([]);
  expect(problems(link({ role: 'past', status: 'unpaid', state: 'free' }))).toEqual([]);
});
