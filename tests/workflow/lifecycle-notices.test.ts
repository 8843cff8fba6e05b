import { expect, test } from 'vitest';
import { InMemoryDesk } from '#connectors/billing/in-memory-desk.ts';
import { failure } from '#flow/errors.ts';
import { Life, lifePlan } from './life-bench.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-23T12:00:00.000Z');

/** A life in which nothing can be told. */
const untold = async (terms?: ConstructorParameters<typeof InMemoryDesk>[1]) => {
  const clock = { ms: START };
  const desk = new InMemoryDesk(() => clock.ms, terms);
  desk.tell = (_subject, notice) =>
    Promise.reject(failure('not_found', `O aviso ${notice} não existe.`, `There is no notice ${notice}.`));
  const life = await Life.begin(clock, desk);
  return {
    ...{ desk, life },
    day: (days: number) => life.until(START + days * DAY),
    when: (what: string) => desk.deeds.filter((one) => one.what === what).map(({ at }) => (at - START) / DAY),
    tries: () => life.calls.filter((type) => type === 'billing.tell').length,
  };
};

test('a step of dunning whose notice cannot be told counts all the same: access, grace and FREE come on their days', async () => {
  const { desk, life, day, when } = await untold();
  await life.hear(desk.ask('subscribe'));
  await life.hear(desk.pay());
  await day(30);
  desk.provider.pays = false;
  await life.hear(desk.charge());
  await day(39.9);
  expect([desk.facts.state, desk.access]).toEqual(['past_due', 'full']);
  await day(60);
  // The notice of grace is the last of its round: the next one comes a quarter of an hour later.
  expect([when('state:grace'), when('downgrade:unpaid')]).toEqual([[40], [expect.closeTo(43, 1)]]);
  expect(desk.facts.state).toBe('free');
});

test('who paid what was owed goes on where that cannot be told', async () => {
  const { desk, life, day, tries } = await untold();
  await life.hear(desk.ask('subscribe'));
  await life.hear(desk.pay());
  await day(30);
  desk.provider.pays = false;
  await life.hear(desk.charge());
  await day(33.5);
  desk.provider.pays = true;
  await life.hear(desk.charge());
  const before = tries();
  await day(34.5);
  expect([desk.facts.state, desk.access, life.waitsAt, life.vars.devendo]).toEqual([
    ...['active', 'full', ['ativaEspera']],
    null,
  ]);
  expect(tries()).toBe(before);
});

test('a reminder that cannot be told is not tried each quarter of an hour', async () => {
  const { desk, life, day, tries } = await untold({ trial: 'P10DT12H' });
  await life.hear(desk.ask('trial'));
  await day(10.4);
  expect([tries(), life.waitsAt]).toEqual([2, ['testeEspera']]);
  await day(11);
  expect(desk.facts.state).toBe('free');
});

test('each notice is tried for some minutes, as long as a database takes to come back', () => {
  const telling = lifePlan().nodes.filter(({ type }) => type === 'billing.tell');
  expect(telling.map(({ retry }) => retry?.maxAttempts)).toEqual(telling.map(() => 8));
});
