import { expect, test } from 'vitest';
import { InMemoryDesk } from '#connectors/billing/in-memory-desk.ts';
import { storyLine, TELLING_NODES, WAITS } from '#domain/platform/story-texts.ts';
import { deskContract } from '#tests/billing/desk-contract.ts';
import { type Clock, type Heard, Life, lifePlan, SUBJECT } from './life-bench.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-23T12:00:00.000Z'); // a Monday, nine in São Paulo
type Terms = ConstructorParameters<typeof InMemoryDesk>[1];

const begin = async (terms?: Terms) => {
  const clock: Clock = { ms: START };
  const desk = new InMemoryDesk(() => clock.ms, terms);
  const life = await Life.begin(clock, desk);
  const hear = (heard: Heard) => life.hear(heard);
  return {
    ...{ clock, desk, life, hear },
    ask: (kind: Parameters<InMemoryDesk['ask']>[0]) => hear(desk.ask(kind)),
    /** So many days from the start. */
    day: (days: number) => life.until(START + days * DAY),
    told: () => desk.deeds.filter(({ what }) => what.startsWith('tell:')).map(({ what }) => what.slice(5)),
    when: (what: string) => desk.deeds.filter((one) => one.what === what).map(({ at }) => (at - START) / DAY),
  };
};
type Told = Awaited<ReturnType<typeof begin>>;

/** A subscription that is paid. */
const paying = async (terms?: Terms): Promise<Told> => {
  const told = await begin(terms);
  await told.ask('subscribe');
  await told.hear(told.desk.pay());
  return told;
};

test('free, it waits for a wish, and never wakes by itself', async () => {
  const { life, ask, desk } = await begin();
  expect([life.waitsAt, life.nextAt, life.calls]).toEqual([['gratisEspera'], null, ['billing.look']]);
  await ask('subscribe');
  expect(desk.facts.waiting).toHaveLength(1);
  expect(life.nextAt).toBe(START + DAY);
});

test('a page that nobody pays is closed when it runs out', async () => {
  const { ask, day, desk, life } = await begin();
  await ask('subscribe');
  await day(2);
  expect([desk.facts.waiting, desk.facts.state, life.nextAt]).toEqual([[], 'free', null]);
});

test('a trial is reminded of on business days at nine, and goes back to free at its end', async () => {
  const { ask, day, desk, told, when } = await begin({ trial: 'P10DT12H' });
  await ask('trial');
  await day(30);
  expect(told()).toEqual(['trial_ends_soon', 'trial_ends_soon', 'trial_ended']);
  // Nine at night less three days is a Monday's, put off to Tuesday at nine; a day less Wednesday's, to Thursday.
  expect(when('tell:trial_ends_soon')).toEqual([8, 10]);
  expect([when('tell:trial_ended'), desk.facts.state]).toEqual([[10.5], 'free']);
});

test('what would be said on a Sunday is said on the Friday before, and once', async () => {
  const { ask, day, told, when } = await begin({ trial: 'P14D' });
  await ask('trial');
  await day(30);
  expect([told(), when('tell:trial_ends_soon')]).toEqual([['trial_ends_soon', 'trial_ended'], [11]]);
});

test('from the trial to paid, to owing, to grace, to free, and paid back', async () => {
  const { ask, hear, day, desk, told, when, clock } = await begin();
  await ask('trial');
  await day(5);
  await ask('subscribe');
  await hear(desk.pay());
  expect(desk.facts.state).toBe('active');
  await day(35);
  desk.provider.pays = false;
  await hear(desk.charge());
  expect([desk.facts.state, desk.access, told()]).toEqual(['past_due', 'full', ['payment_failed']]);
  await day(44);
  expect(desk.access).toBe('full');
  await day(45.5);
  expect([desk.facts.state, desk.access]).toEqual(['grace', 'read_only']);
  await day(60);
  expect(told()).toEqual([
    ...['payment_failed', 'payment_failed_again', 'payment_last_call', 'grace_begun', 'downgraded'],
  ]);
  expect([when('state:grace'), when('downgrade:unpaid')]).toEqual([[45], [48]]);
  expect([desk.facts.state, desk.access]).toEqual(['free', 'full']);
  desk.provider.pays = true;
  await ask('subscribe');
  await hear(desk.pay());
  expect([
    desk.facts.state,
    desk.facts.paidThrough && desk.facts.paidThrough > new Date(clock.ms).toISOString(),
  ]).toEqual(['active', true]);
});

test.each([
  ['while it is asked for', 8, 'past_due'],
  ['in the grace', 11, 'grace'],
])('what is paid %s opens everything at once, and says so', async (_, days, state) => {
  const { hear, day, desk, told, life } = await paying();
  await day(30);
  desk.provider.pays = false;
  await hear(desk.charge());
  await day(30 + days);
  expect(desk.facts.state).toBe(state);
  desk.provider.pays = true;
  await hear(desk.charge());
  expect([desk.facts.state, desk.access, told().at(-1), life.waitsAt]).toEqual([
    ...['active', 'full', 'recovered'],
    ['ativaEspera'],
  ]);
  await day(60);
  expect(told().filter((one) => one === 'recovered')).toHaveLength(1);
});

test('a cancel waits for the end of what was paid, can be taken back, and then ends it', async () => {
  const { ask, day, desk, told } = await paying();
  await ask('cancel');
  await day(10);
  await ask('revoke');
  expect(desk.facts.pending).toBeNull();
  await day(20);
  await ask('cancel');
  await day(29);
  expect(desk.facts.state).toBe('active');
  await day(32);
  expect([desk.facts.state, told()]).toEqual(['free', ['canceled']]);
});

test('a change that was scheduled comes with the next period', async () => {
  const { ask, day, told, desk } = await paying();
  await ask('change');
  await day(30.5);
  expect([desk.facts.pending, told()]).toEqual([null, ['changed']]);
});

test('who has paused comes back by itself', async () => {
  const { ask, day, desk } = await paying();
  await ask('pause');
  expect(desk.facts.state).toBe('paused');
  await day(21);
  expect(desk.facts.state).toBe('active');
});

test('the end of a pause, which charges by itself, is told some days before; one without an end is not', async () => {
  const { ask, hear, day, desk, told, when } = await paying();
  await ask('pause'); // for twenty days: a Saturday is fifteen before its end, a Thursday three
  await day(25);
  expect([when('tell:resume_soon'), desk.facts.state]).toEqual([[4, 17], 'active']);
  await ask('pause');
  desk.facts.pausedUntil = null;
  await hear('changed');
  await day(400);
  expect(told()).toEqual(['resume_soon', 'resume_soon']);
});

test('a provider that answers nobody takes nothing from anybody, however long', async () => {
  const { hear, day, desk, life, when } = await paying();
  desk.provider.reachable = false;
  await day(45);
  expect(desk.facts.state).toBe('active');
  desk.provider.reachable = true;
  desk.provider.pays = false;
  await hear(desk.charge());
  expect(desk.facts.state).toBe('past_due');
  desk.provider.reachable = false;
  await day(100);
  expect([desk.facts.state, desk.access, life.waitsAt]).toEqual(['grace', 'read_only', ['carenciaCalado']]);
  desk.provider.reachable = true;
  await day(101);
  expect([desk.facts.state, when('downgrade:unpaid')]).toEqual(['free', [expect.closeTo(100.5, 0)]]);
});

test('where the charge does not come and nobody says why, the provider is asked after the tolerance, and then it is owed', async () => {
  const { day, desk } = await paying();
  await day(30.9);
  expect(desk.facts.state).toBe('active');
  await day(31.1);
  expect([desk.facts.state, desk.deeds.filter(({ what }) => what === 'sync')]).toEqual([
    'past_due',
    [{ what: 'sync', at: START + 31 * DAY }],
  ]);
});

test('where charges are ours, the next is opened once before the end, and tried again with each step', async () => {
  const told = await begin();
  const { desk, day, hear, ask, when } = told;
  desk.provider.renews = 'ours';
  await ask('subscribe');
  await hear(desk.pay());
  await day(29);
  expect(when('renew')).toEqual([27]);
  desk.provider.pays = false;
  await day(38.5);
  expect([desk.facts.state, when('renew'), when('retry')]).toEqual(['past_due', [27], [33, 37]]);
  desk.provider.pays = true;
  await day(41);
  expect([desk.facts.state, desk.access, desk.paid]).toHaveLength(3);
});

test('a yearly period is reminded of; a monthly one is not', async () => {
  const yearly = await paying({ period: 'P1Y' });
  await yearly.day(364);
  expect(yearly.told()).toEqual(['renewal_soon', 'renewal_soon']);
  const monthly = await paying();
  await monthly.day(29.9);
  expect(monthly.told()).toEqual([]);
});

test('a run that takes over in the middle repeats no reminder, and forgets none that was to come', async () => {
  const { ask, day, life, clock, desk, told, when } = await begin({ trial: 'P10DT12H' });
  await ask('trial');
  // The first was told on the eighth day; the second, due at night, waits for the morning of the tenth.
  await day(9.8);
  expect(told()).toEqual(['trial_ends_soon']);
  const before = life.calls.length;
  await life.cancel();
  expect([life.hasEnded, life.calls.length]).toEqual([true, before]);
  const next = await Life.begin(clock, desk);
  await next.until(START + 10.4 * DAY);
  expect([told(), when('tell:trial_ends_soon')]).toEqual([
    ['trial_ends_soon', 'trial_ends_soon'],
    [8, 10],
  ]);
});

test('a plan of seconds lives its whole life in seconds', async () => {
  const { hear, life, desk, told } = await paying({
    ...{ period: 'PT20S', grace: 'PT3S', tolerance: 'PT2S' },
    dunning: [
      { after: 'PT0S', notice: 'payment_failed', access: 'full' },
      { after: 'PT3S', notice: 'payment_last_call', access: 'read_only' },
    ],
  });
  await life.until(START + 20_000);
  desk.provider.pays = false;
  await hear(desk.charge());
  await life.until(START + 30_000);
  expect([desk.facts.state, told()]).toEqual([
    'free',
    ['payment_failed', 'payment_last_call', 'grace_begun', 'downgraded'],
  ]);
});

test('a wish that cannot be carried out keeps up neither the others nor the clock, and has its turn again', async () => {
  const { ask, day, desk } = await begin();
  const { carryOut } = desk;
  let fails = true;
  desk.carryOut = (subject, request, key) =>
    fails && request === 'sreq_1' ? Promise.reject(new Error('away')) : carryOut(subject, request, key);
  await ask('change');
  await ask('trial');
  expect([desk.facts.state, desk.facts.requests.map(({ id }) => id)]).toEqual(['trialing', ['sreq_1']]);
  fails = false;
  await day(0.02);
  expect(desk.facts.requests).toEqual([]);
});

/** A desk that fails at every wish while its provider is away; gives when it was tried. */
const failingWhileAway = ({ desk, clock }: Told): Map<string, number[]> => {
  const { carryOut } = desk;
  const tries = new Map<string, number[]>();
  desk.carryOut = (subject, request, key) => {
    tries.set(request, [...(tries.get(request) ?? []), clock.ms]);
    return desk.provider.reachable ? carryOut(subject, request, key) : Promise.reject(new Error('http_503'));
  };
  return tries;
};

test('two wishes of which none can be carried out are tried a few times, stop no clock, and have their turn again', async () => {
  const told = await begin({ trial: 'P1D' });
  const { ask, life, desk } = told;
  await ask('trial');
  const tries = failingWhileAway(told);
  desk.provider.reachable = false;
  await ask('change');
  await ask('cancel');
  await life.until(START + DAY + 60_000);
  // At once, then after a minute, five, fifteen, an hour, and each six.
  expect([...tries.values()].map(({ length }) => length)).toEqual([8, 8]);
  expect([desk.facts.state, told.told()]).toEqual(['free', ['trial_ended']]);
  expect(desk.facts.requests).toHaveLength(2);
  desk.provider.reachable = true;
  await life.until(START + 1.3 * DAY);
  expect([desk.facts.requests, [...tries.values()].map(({ length }) => length)]).toEqual([[], [9, 9]]);
});

test('one that is carried out gives those that were put off their turn at once', async () => {
  const told = await begin();
  const { ask, life, desk, clock } = told;
  await ask('trial');
  const tries = failingWhileAway(told);
  desk.provider.reachable = false;
  await ask('change');
  await life.until(START + 3 * 3_600_000);
  await ask('cancel');
  desk.provider.reachable = true;
  await life.until(clock.ms + 60_000);
  expect(desk.facts.requests).toEqual([]);
  // The change would have had its turn only hours later.
  expect(tries.get('sreq_2')?.at(-1)).toBe(tries.get('sreq_3')?.at(-1));
});

test('what is put off is forgotten with its wish: what a life remembers does not grow', async () => {
  const told = await begin({ trial: 'P1Y' });
  const { ask, life, desk, clock } = told;
  await ask('trial');
  failingWhileAway(told);
  for (let n = 0; n < 10; n++) {
    desk.provider.reachable = false;
    await ask('change');
    await ask('cancel');
    await life.until(clock.ms + 600_000);
    desk.facts.requests = []; // taken back
  }
  desk.provider.reachable = true;
  await life.hear('changed');
  expect(life.vars.adiados).toEqual([]);
});

test('a desk that does nothing it is told to makes nothing spin', async () => {
  const { hear, day, desk, life } = await paying();
  desk.enter = () => desk.look();
  desk.provider.pays = false;
  await day(30);
  await hear(desk.charge());
  const before = life.calls.length;
  await day(31);
  // A look, a try and another look each quarter of an hour.
  expect(life.calls.length - before).toBeLessThanOrEqual(24 * 4 * 3);
});

test('it ends with its tenant, in whatever state', async () => {
  const { hear, day, life } = await paying();
  await day(3);
  await hear('closed');
  expect(life.hasEnded).toBe(true);
});

test('every node that may wait or change something says what it does in plain words, and none that is not there', () => {
  const nodes = new Map(lifePlan().nodes.map((node) => [node.id, node]));
  const waiting = [...nodes.values()]
    .filter(({ type }) => type === 'waitForEvent' || type === 'wait')
    .map(({ id }) => id);
  expect(Object.keys(WAITS).toSorted()).toEqual(waiting.toSorted());
  expect(TELLING_NODES.filter((id) => !nodes.has(id))).toEqual([]);
});

test('a life is told in the order in which it was lived, in words that name no step', async () => {
  const { hear, day, desk, life } = await paying();
  await day(30);
  desk.provider.pays = false;
  await hear(desk.charge());
  await day(60);
  const told = life.steps
    .toSorted((a, b) => (a.endedAt ?? '').localeCompare(b.endedAt ?? '') || a.n - b.n)
    .flatMap((step) => storyLine(step)?.text.en ?? []);
  expect(told).toEqual([
    'A payment is missing for the subscription.',
    'A payment came in.',
    'A charge did not go through.',
    'The payment is overdue.',
    'We told you of the payment that is missing.',
    'We told you of the payment that is missing.',
    'We told you of the payment that is missing.',
    'Access is reading only from here on.',
    'The last term began: reading only, until the payment or the way back to the free plan.',
    expect.stringContaining('Without a payment the account went back to the free plan.'),
  ]);
});

deskContract('the desk in memory', () => {
  const desk = new InMemoryDesk(() => START);
  return Promise.resolve({
    ...{ desk, subject: SUBJECT },
    ask: (kind) => {
      desk.ask(kind);
      return Promise.resolve();
    },
    reach: (reachable) => {
      desk.provider.reachable = reachable;
    },
  });
});
