import { expect, test } from 'vitest';
import { type Countable, chooseKept } from './choose-kept.ts';

const item = (id: string, since: number, more: Partial<Countable> = {}): Countable => ({
  ...{ id, since, frozen: false, counts: ['flows'] },
  ...more,
});

const flows = [item('c', 3), item('a', 1), item('b', 2)];

test('the oldest stay where nobody chose', () => {
  expect([...chooseKept(flows, { flows: 2 })]).toEqual(['a', 'b']);
});

test('what the owner chose stays before that, as far as there is room', () => {
  expect([...chooseKept(flows, { flows: 2 }, ['c'])]).toEqual(['c', 'a']);
  expect([...chooseKept(flows, { flows: 1 }, ['b', 'c'])]).toEqual(['b']);
  expect([...chooseKept(flows, { flows: 1 }, ['not-mine'])]).toEqual(['a']);
});

test('what works goes on to work when there is more room, and then the oldest of the frozen', () => {
  const some = [item('a', 1, { frozen: true }), item('b', 2, { frozen: true }), item('c', 3)];
  expect([...chooseKept(some, { flows: 2 })]).toEqual(['c', 'a']);
});

test('no limit, or one that is not named, keeps all', () => {
  expect(chooseKept(flows, { flows: -1 }).size).toBe(3);
  expect(chooseKept(flows, {}).size).toBe(3);
  expect(chooseKept(flows, { flows: 0 }).size).toBe(0);
});

test('one that counts twice needs room twice, and keeps none from those that count once', () => {
  const bot = { counts: ['flows', 'chatbot_flows'] };
  const some = [item('bot1', 1, bot), item('bot2', 2, bot), item('plain', 3)];
  expect([...chooseKept(some, { flows: 2, chatbot_flows: 1 })]).toEqual(['bot1', 'plain']);
});

test('owners are never kept out, and count', () => {
  const people = [item('helper', 1, { counts: ['users'] }), item('owner', 2, { counts: ['users'], always: true })];
  expect([...chooseKept(people, { users: 1 }, ['helper'])]).toEqual(['owner']);
});
