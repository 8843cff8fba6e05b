import { afterAll, beforeAll, expect, test } from 'vitest';
import { InMemoryDesk } from '#connectors/billing/in-memory-desk.ts';
import { failure } from '#flow/errors.ts';
import { FlowBench } from './flow-bench.ts';
import type { Clock } from './life-bench.ts';
import { type Living, live as liveOn } from './living.ts';

let bench: FlowBench;

beforeAll(async () => {
  bench = await FlowBench.open();
});
afterAll(() => bench.close());

type Terms = ConstructorParameters<typeof InMemoryDesk>[1];

interface LivingInMemory extends Living {
  desk: InMemoryDesk;
}

const live = async (name: string, terms: Terms, work: (living: LivingInMemory) => Promise<void>): Promise<void> => {
  const clock: Clock = { ms: await bench.environment.currentTimeMs() };
  const desk = new InMemoryDesk(() => clock.ms, terms);
  await liveOn(bench, { name, clock, desk }, (living) => work({ ...living, desk }));
};

/** Paid at the end of so many periods; gives the events of all but the first, which began in the history before. */
const periodsOf = async ({ desk, hear, until, events }: LivingInMemory, times: number) => {
  const period = async () => {
    await until(desk.facts.periodEnd ?? '');
    await hear(desk.charge());
  };
  await hear(desk.ask('subscribe'));
  await hear(desk.pay());
  await period();
  const before = await events();
  for (let n = 0; n < times; n++) await period();
  const after = await events();
  return { events: after.events - before.events, histories: after.histories - before.histories };
};

test('a subscription that is paid each month takes at most 20 events a month, and goes on as new each period', async () => {
  await live('monthly', {}, async (living) => {
    const year = await periodsOf(living, 12);
    expect(year.events / 12).toBeLessThanOrEqual(14);
    expect(year.histories).toBe(12);
    expect(living.desk.paid).toHaveLength(14);
  });
});

test('where the charges are ours it is no more', async () => {
  await live('ours', {}, async (living) => {
    living.desk.provider.renews = 'ours';
    const year = await periodsOf(living, 12);
    expect(year.events / 12).toBeLessThanOrEqual(20);
    expect(living.desk.deeds.filter(({ what }) => what === 'renew')).toHaveLength(13);
  });
});

test('a yearly one, with its reminders, takes a few', async () => {
  await live('yearly', { period: 'P1Y' }, async (living) => {
    const three = await periodsOf(living, 3);
    expect(three.events / 36).toBeLessThanOrEqual(3);
    expect(living.desk.deeds.filter(({ what }) => what === 'tell:renewal_soon')).toHaveLength(8);
  });
});

test('who owes is asked, graced, brought to free and let back in, as on the machine alone', async () => {
  await live('owing', {}, async ({ desk, hear, pass, waitsAt, events }) => {
    await hear(desk.ask('trial'));
    await pass(5);
    await hear(desk.ask('subscribe'));
    await hear(desk.pay());
    await pass(30);
    desk.provider.pays = false;
    await hear(desk.charge());
    expect(desk.facts.state).toBe('past_due');
    const before = await events();
    await pass(20);
    expect([desk.facts.state, desk.access, await waitsAt()]).toEqual(['free', 'full', ['gratisEspera']]);
    const owing = await events();
    expect(owing.events - before.events).toBeLessThanOrEqual(45);
    desk.provider.pays = true;
    await hear(desk.ask('subscribe'));
    await hear(desk.pay());
    expect(desk.facts.state).toBe('active');
  });
});

test('two wishes that nobody answers for hours are tried a few times, and the trial ends when it ends', async () => {
  // The reminder of a day before its end would be due in the moment in which such a trial begins, with the wishes: this server
  // refuses, and never gives again, a task that cancels a timer which has fired meanwhile.
  await live('away', { trial: 'P1D', trialReminders: [] }, async ({ desk, hear, pass, events }) => {
    await hear(desk.ask('trial'));
    const { carryOut } = desk;
    // Each has its attempts, under one key.
    const tries = new Set<string>();
    desk.carryOut = (subject, request, key) => {
      tries.add(key);
      if (desk.provider.reachable) return carryOut(subject, request, key);
      throw failure('billing_unreachable', 'Fora do ar.', 'It is away.');
    };
    desk.provider.reachable = false;
    const before = await events();
    await hear(desk.ask('change'));
    await hear(desk.ask('cancel'));
    await pass(0.9);
    expect([desk.facts.state, tries.size]).toEqual(['trialing', 16]);
    await pass(0.11);
    expect([desk.facts.state, desk.facts.requests.length, tries.size]).toEqual(['free', 2, 16]);
    // A try is three, the look before it three, and two its timer, where no two fall together.
    expect((await events()).deeds - before.deeds).toBeLessThanOrEqual(8 * tries.size);
    desk.provider.reachable = true;
    await pass(0.3);
    expect([desk.facts.requests, tries.size]).toEqual([[], 18]);
  });
});
