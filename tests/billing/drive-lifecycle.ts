import type { BillingDesk, SubscriptionFacts } from '#flow/contracts/billing-desk.ts';
import { addIsoDuration } from '#flow/expressions/dates/durations.ts';

/** What the lifecycle's run remembers between two looks. */
export interface Memory {
  step: number;
  graceEnds: number | null;
  n: number;
}

export const freshMemory = (): Memory => ({ step: 0, graceEnds: null, n: 0 });

const add = (at: string, duration: string): number => addIsoDuration(Date.parse(at), duration, 'America/Sao_Paulo');

interface Turn {
  desk: BillingDesk;
  tenantId: string;
  nowMs: number;
  facts: SubscriptionFacts;
  memory: Memory;
  key: string;
}

const trialing = async ({ desk, tenantId, nowMs, facts, key }: Turn): Promise<boolean> => {
  if (facts.trialEndsAt !== null && Date.parse(facts.trialEndsAt) > nowMs) return false;
  if (facts.provider === null) {
    await desk.downgrade(tenantId, 'trial_ended', key);
    return true;
  }
  const { reachable, paid, facts: now } = await desk.sync(tenantId);
  if (!reachable || now.state !== 'trialing') return now.state !== 'trialing';
  if (paid) await desk.enter(tenantId, 'active', key);
  else if (facts.trialEndsAt !== null && add(facts.trialEndsAt, facts.tolerance) > nowMs) return false;
  else await desk.enter(tenantId, 'past_due', key);
  return true;
};

const active = async ({ desk, tenantId, nowMs, facts, memory, key }: Turn): Promise<boolean> => {
  Object.assign(memory, { step: 0, graceEnds: null });
  if (facts.failedAt !== null) {
    await desk.enter(tenantId, 'past_due', key);
    return true;
  }
  const end = facts.paidThrough ?? facts.periodEnd;
  if (end === null || add(end, facts.tolerance) > nowMs) return false;
  const { reachable, paid, facts: now } = await desk.sync(tenantId);
  if (!reachable || paid || now.state !== 'active') return now.state !== 'active' || now.periodEnd !== facts.periodEnd;
  if (facts.provider === null) await desk.downgrade(tenantId, 'canceled', key);
  else await desk.enter(tenantId, 'past_due', key);
  return true;
};

const pastDue = async ({ desk, tenantId, nowMs, facts, memory, key }: Turn): Promise<boolean> => {
  if (facts.failedAt === null && Date.parse(facts.paidThrough ?? '1970-01-01T00:00:00Z') > nowMs) {
    await desk.enter(tenantId, 'active', key);
    return true;
  }
  const step = facts.dunning[memory.step];
  if (!step) {
    await desk.enter(tenantId, 'grace', key);
    memory.graceEnds = addIsoDuration(nowMs, facts.grace, 'America/Sao_Paulo');
    return true;
  }
  if (add(facts.failedAt ?? new Date(nowMs).toISOString(), step.after) > nowMs) return false;
  await desk.setAccess(tenantId, step.access, key);
  memory.step += 1;
  return true;
};

const grace = async ({ desk, tenantId, nowMs, memory, key }: Turn): Promise<boolean> => {
  if ((memory.graceEnds ?? 0) > nowMs) return false;
  const { reachable, paid } = await desk.sync(tenantId);
  if (!reachable) return false;
  if (paid) await desk.enter(tenantId, 'active', key);
  else await desk.downgrade(tenantId, 'unpaid', key);
  return true;
};

const paused = async ({ desk, tenantId, nowMs, facts, key }: Turn): Promise<boolean> => {
  if (facts.pausedUntil === null || Date.parse(facts.pausedUntil) > nowMs) return false;
  const { reachable, facts: now } = await desk.sync(tenantId);
  if (!reachable || now.state !== 'paused') return now.state !== 'paused';
  await desk.enter(tenantId, 'active', key);
  return true;
};

const TURNS = { trialing, active, past_due: pastDue, grace, paused } as const;

/**
 * One tenant's lifecycle as the document carries it, without Temporal: it looks, does one thing, and looks again, until there is
 * nothing to do now.
 */
export const driveLifecycle = async (
  desk: BillingDesk,
  tenantId: string,
  nowMs: number,
  memory: Memory,
): Promise<void> => {
  for (let round = 0; round < 30; round += 1) {
    memory.n += 1;
    const key = `n${memory.n}`;
    const facts = await desk.look(tenantId);
    const [wish] = facts.requests;
    if (wish) {
      await desk.carryOut(tenantId, wish.id, key);
      continue;
    }
    if (facts.waiting.some(({ expiresAt }) => Date.parse(expiresAt) <= nowMs)) {
      await desk.settle(tenantId, key);
      continue;
    }
    if (facts.state === 'free' || facts.state === 'ended') return;
    if (facts.pending && Date.parse(facts.pending.at) <= nowMs) {
      await desk.applyPending(tenantId, key);
      continue;
    }
    if (!(await TURNS[facts.state]({ desk, tenantId, nowMs, facts, memory, key }))) return;
  }
  throw new Error(`The lifecycle of ${tenantId} goes round in circles`);
};
