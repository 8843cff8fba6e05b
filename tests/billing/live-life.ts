import { askRequest } from '#domain/billing/requests/ask-request.ts';
import { openWishes } from '#domain/billing/requests/wish.ts';
import { applyFacts } from '#domain/billing/subscription/apply-facts.ts';
import { readPayments } from '#domain/billing/subscription/keep-payment.ts';
import { syncFacts } from '#domain/billing/subscription/sync-facts.ts';
import { newId } from '#domain/ids.ts';
import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import type { ProviderName, ProviderSubscription } from '#flow/contracts/billing-provider.ts';
import { TramaError } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import type { BillingFixture } from './billing-fixture.ts';
import { brokenPromises } from './broken-promises.ts';
import { driveLifecycle, freshMemory, type Memory } from './drive-lifecycle.ts';

export const DAY = 86_400_000;

/** The same numbers for the same seed. */
export const chance = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

interface Late {
  provider: ProviderName;
  reading: ProviderSubscription;
  readAt: string;
  due: number;
}

export interface Life {
  tenantId: string;
  billing: BillingFixture;
  random: () => number;
  memory: Memory;
  late: Late[];
  /** Hours in which the provider was away lately: what they excuse. */
  awayMs: number;
  log: string[];
}

const oneOf = <T>(life: Life, all: readonly T[]): T => {
  const found = all[Math.floor(life.random() * all.length)];
  if (found === undefined) throw new Error('Nothing to choose from');
  return found;
};

const PLANS = ['STARTER', 'BUSINESS'] as const;
const CYCLES = ['month', 'month', 'month', 'year'] as const;
const PROVIDERS = ['stripe', 'mercado_pago'] as const;

/** What an owner or an operator may come upon. */
const WISHES: readonly ((life: Life) => Promise<[RequestKind, JsonObject] | null> | [RequestKind, JsonObject])[] = [
  (life) => [
    'subscribe',
    { tier: oneOf(life, PLANS), interval: oneOf(life, CYCLES), provider: oneOf(life, PROVIDERS) },
  ],
  (life) => [
    'subscribe',
    { tier: oneOf(life, PLANS), interval: oneOf(life, CYCLES), provider: oneOf(life, PROVIDERS) },
  ],
  (life) => ['subscribe', { tier: 'BUSINESS', interval: 'month', provider: oneOf(life, PROVIDERS), trial: true }],
  (life) => ['trial', { tier: oneOf(life, PLANS) }],
  (life) => ['change', { tier: oneOf(life, PLANS) }],
  (life) => ['change', { interval: oneOf(life, CYCLES) }],
  (life) => ['change', { addOns: [{ key: 'users-5', quantity: Math.floor(life.random() * 3) }] }],
  () => ['cancel', { reason: 'chance' }],
  () => ['revoke', {}],
  () => ['pause', {}],
  (life) => [
    'pause',
    { until: new Date(life.billing.clock.ms + Math.floor((5 + life.random() * 40) * DAY)).toISOString() },
  ],
  () => ['resume', {}],
  (life) => ['provider', { provider: oneOf(life, PROVIDERS) }],
  () => ['comp', { duration: 'P1M', reason: 'chance' }],
  () => ['extend_trial', { duration: 'P3D', reason: 'chance' }],
  async (life) => {
    const paid = await life.billing.deps.database.withTenant(life.tenantId, readPayments);
    const [one] = paid.filter(({ status }) => status === 'paid');
    if (!one) return null;
    const part: JsonObject = life.random() < 0.5 ? { amount: Math.max(1, Math.floor(one.amount / 3)) } : {};
    return ['refund', { payment: one.id, reason: 'chance', ...part }];
  },
];

const ask = async (life: Life): Promise<void> => {
  const { billing, tenantId } = life;
  const { state } = await billing.desk.look(tenantId);
  // Who has nothing mostly wants to have something; who has something does all sorts of things.
  const wished = await oneOf(life, state === 'free' ? WISHES.slice(0, 4) : WISHES)(life);
  if (!wished) return;
  const [kind, data] = wished;
  try {
    const asked = { kind, by: 'user:eva', data, source: newId('sreq'), nowMs: billing.clock.ms };
    await billing.deps.database.withTenant(tenantId, (db) => askRequest(db, asked));
    life.log.push(`${new Date(billing.clock.ms).toISOString()} asks ${kind} ${JSON.stringify(data)}`);
  } catch (error) {
    // What the chart does not allow is refused; anything else is a fault.
    if (!(error instanceof TramaError) || error.code !== 'conflict') throw error;
  }
};

const PASSING = new Set(['The process died']);
/** What a run of Temporal's would try again later. */
const isPassing = (error: unknown): boolean =>
  error instanceof Error &&
  (PASSING.has(error.message) || (error instanceof TramaError && error.code === 'billing_unreachable'));

const attempt = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!isPassing(error)) throw error;
  }
};

const pay = async (life: Life): Promise<void> => {
  const { billing, tenantId, random } = life;
  const open = await billing.deps.database.withTenant(tenantId, openWishes);
  for (const { ref, provider } of open) {
    if (ref === null || random() > 0.7) continue;
    (provider === 'stripe' ? billing.stripe : billing.mercadoPago).pay(ref);
    life.log.push(`${new Date(billing.clock.ms).toISOString()} pays ${ref}`);
  }
};

/** Webhooks: some never come, some twice, some late, in any order. */
const deliver = async (life: Life): Promise<void> => {
  const { billing, tenantId, random } = life;
  const mine = billing.hints.filter((hint) => hint.tenantId === tenantId);
  for (const hint of mine.toSorted(() => random() - 0.5)) {
    const fate = random();
    if (fate < 0.2) continue;
    if (fate > 0.3) billing.hints.splice(billing.hints.indexOf(hint), 1);
    await attempt(() => syncFacts(billing.deps, tenantId, hint.about, AbortSignal.timeout(10_000)));
  }
};

/** A reader that was slow: what it read days ago is taken in now. */
const readSlowly = async (life: Life): Promise<void> => {
  const { billing, tenantId, random, late } = life;
  for (const provider of [billing.stripe, billing.mercadoPago])
    for (const sub of provider.running.values()) {
      if (sub.tenantId !== tenantId || random() > 0.1 || billing.hands.isAway) continue;
      const reading = await provider.readSubscription(sub.id);
      const readAt = new Date(billing.clock.ms).toISOString();
      if (reading)
        late.push({ provider: provider.name, reading, readAt, due: billing.clock.ms + Math.floor(random() * 5 * DAY) });
    }
  for (const one of late.filter(({ due }) => due <= billing.clock.ms)) {
    late.splice(late.indexOf(one), 1);
    await attempt(() => billing.deps.database.withTenant(tenantId, (db) => applyFacts(billing.deps, db, one)));
  }
};

const weather = (life: Life): void => {
  const { billing, tenantId, random } = life;
  if (random() < 0.03) billing.hands.cards.set(tenantId, !billing.hands.cards.get(tenantId));
  billing.hands.isAway = billing.hands.isAway ? random() < 0.6 : random() < 0.02;
};

const tick = ({ billing }: Life): void => {
  billing.stripe.tick();
  billing.mercadoPago.tick();
};

/**
 * Some days of a life, one to four; at their end the provider is read once more, where it can be, and every promise is looked at.
 * @returns promises that do not hold
 */
export const liveOn = async (life: Life): Promise<string[]> => {
  const { billing, tenantId, memory, random } = life;
  weather(life);
  const passed = 2 * Math.floor((DAY * (0.5 + random() * 2.5)) / 2);
  life.awayMs = billing.hands.isAway ? life.awayMs + passed : Math.max(0, life.awayMs - passed / 10);
  if (random() < 0.4) await ask(life);
  billing.clock.ms += passed / 2;
  tick(life);
  await attempt(() => driveLifecycle(billing.desk, tenantId, billing.clock.ms, memory));
  await pay(life);
  billing.clock.ms += passed / 2;
  tick(life);
  await deliver(life);
  await readSlowly(life);
  const { dies } = billing.hands;
  billing.hands.dies = () => false;
  const { isAway } = billing.hands;
  await attempt(() => driveLifecycle(billing.desk, tenantId, billing.clock.ms, memory));
  await attempt(() => syncFacts(billing.deps, tenantId, null, AbortSignal.timeout(10_000)));
  billing.hands.dies = dies;
  return isAway ? [] : await brokenPromises(life);
};

export const beginLife = async (billing: BillingFixture, seed: number): Promise<Life> => {
  const random = chance(seed);
  billing.hands.isAway = false;
  billing.hints.length = 0;
  billing.hands.dies = () => random() < 0.03;
  return { tenantId: await billing.tenant(), billing, random, memory: freshMemory(), late: [], awayMs: 0, log: [] };
};

/** Everything is well again, and its owner leaves: every state has a way out. @returns the state at the end */
export const endLife = async (life: Life): Promise<string> => {
  const { billing, tenantId, memory } = life;
  Object.assign(billing.hands, { isAway: false, dies: () => false });
  billing.hands.cards.set(tenantId, true);
  for (let week = 0; week < 120; week += 1) {
    await driveLifecycle(billing.desk, tenantId, billing.clock.ms, memory);
    const facts = await billing.desk.look(tenantId);
    if (facts.state === 'free' && facts.waiting.length === 0) return 'free';
    if (facts.pending?.kind === 'change') await askPlainly(life, 'revoke');
    else if (facts.pending === null && facts.state !== 'free') await askPlainly(life, 'cancel');
    billing.clock.ms += 7 * DAY;
    tick(life);
    await syncFacts(billing.deps, tenantId, null, AbortSignal.timeout(10_000));
  }
  return (await billing.desk.look(tenantId)).state;
};

const askPlainly = async ({ billing, tenantId }: Life, kind: RequestKind): Promise<void> => {
  const asked = { kind, by: 'user:eva', data: {}, source: newId('sreq'), nowMs: billing.clock.ms };
  try {
    await billing.deps.database.withTenant(tenantId, (db) => askRequest(db, asked));
  } catch (error) {
    if (!(error instanceof TramaError) || error.code !== 'conflict') throw error;
  }
};
