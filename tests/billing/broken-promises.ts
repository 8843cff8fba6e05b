import { findWish } from '#domain/billing/requests/wish.ts';
import { readSubscription } from '#domain/billing/subscription/hold-subscription.ts';
import { readLinks } from '#domain/billing/subscription/links.ts';
import type { Subscription } from '#domain/billing/subscription/subscription.ts';
import type { Life } from './live-life.ts';

const DAY = 86_400_000;
/** Tolerance, the last step of dunning with full access, and a day in which things are done. */
const GIVEN_MS = (1 + 10 + 2) * DAY;

interface Covered {
  from: number;
  to: number;
  amount: number;
  period: boolean;
}

/** What the tenant paid for, by the providers' own books: what was given back pays for nothing. */
const coveredBy = async ({ billing, tenantId }: Life): Promise<Covered[]> => {
  const covered: Covered[] = [];
  for (const { charges } of [billing.stripe, billing.mercadoPago])
    for (const charge of charges.values()) {
      if (charge.tenantId !== tenantId || charge.status !== 'paid') continue;
      if (charge.amount > 0 && charge.refunded >= charge.amount) continue;
      const request = charge.kind === 'once' ? charge.request : null;
      const wish = request ? await billing.deps.database.withTenant(tenantId, (db) => findWish(db, request)) : null;
      const period = wish?.work?.period ?? null;
      const [from, to] = period ? [period.start, period.end] : [charge.periodStart, charge.periodEnd];
      if (from !== null && to !== null)
        covered.push({
          from: Date.parse(from),
          to: Date.parse(to),
          amount: charge.amount,
          period: charge.kind === 'period',
        });
    }
  return covered.toSorted((a, b) => a.from - b.from);
};

const access = (life: Life, facts: Subscription, covered: readonly Covered[]): string[] => {
  const now = life.billing.clock.ms;
  const comp = Date.parse(facts.compUntil ?? '1970-01-01T00:00:00Z');
  const until = Math.max(comp, ...covered.map(({ to }) => to), 0);
  const excused = GIVEN_MS + life.awayMs;
  const has = facts.tier !== 'FREE' && facts.access === 'full';
  const broken: string[] = [];
  // A trial that nobody paid after has its days of dunning, too.
  const trial = Date.parse(facts.trialEndsAt ?? '1970-01-01T00:00:00Z');
  if (has && now > Math.max(until, trial) + excused)
    broken.push(`access without payment: ${facts.state}, paid until ${new Date(until).toISOString()}`);
  const isPaid = covered.some(({ from, to, amount }) => amount > 0 && from <= now && to > now);
  if (isPaid && !has)
    broken.push(`no access though paid until ${new Date(until).toISOString()}: ${facts.state} ${facts.tier}`);
  return broken;
};

const twice = (covered: readonly Covered[]): string[] => {
  const periods = covered.filter(({ period, amount }) => period && amount > 0);
  return periods.flatMap((one, n) => {
    const next = periods[n + 1];
    return next && next.from < one.to - 60_000
      ? [`two charges for one time: ${new Date(one.from).toISOString()} and ${new Date(next.from).toISOString()}`]
      : [];
  });
};

/** A subscription that runs at a provider is known, as it runs there; nobody who is free is charged. */
const agreement = async ({ billing, tenantId }: Life, facts: Subscription): Promise<string[]> => {
  const links = await billing.deps.database.withTenant(tenantId, readLinks);
  const broken: string[] = [];
  for (const provider of [billing.stripe, billing.mercadoPago])
    for (const sub of provider.running.values()) {
      if (sub.tenantId !== tenantId || sub.status === 'ended') continue;
      const link = links.find(({ id }) => id === sub.id);
      const status = sub.isPaused && sub.status === 'active' ? 'paused' : sub.status;
      if (!link || link.role === 'past') broken.push(`${sub.id} runs and is not known to`);
      else if (link.status !== status) broken.push(`${sub.id} is ${status} there and ${link.status} here`);
      if (facts.state === 'free' && link?.role === 'current') broken.push(`${sub.id} runs for a plan that is free`);
    }
  return broken;
};

/** Which promises do not hold now. Asked when the provider was read a moment ago. */
export const brokenPromises = async (life: Life): Promise<string[]> => {
  const { billing, tenantId } = life;
  const facts = await billing.deps.database.withTenant(tenantId, readSubscription);
  if (!facts) return [];
  const covered = await coveredBy(life);
  return [...access(life, facts, covered), ...twice(covered), ...(await agreement(life, facts))];
};
