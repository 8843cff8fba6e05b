import { setTimeout as sleep } from 'node:timers/promises';
import type { BillingProvider, BillingProviders } from '#flow/contracts/billing-provider.ts';
import { TramaError } from '#flow/errors.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { formatId } from '../../ids.ts';
import { findSubject } from '../inbound/find-subject.ts';
import type { SyncTenant } from '../inbound/process-events.ts';
import type { About, Synced } from '../subscription/sync-facts.ts';
import { disagreements } from './disagreements.ts';
import { type Drift, endPass, leavePass, linksOf, noteLook, type Pass, pausePass, tenantsBehind } from './passes.ts';

export interface PassDeps {
  database: Pick<Database, 'admin'>;
  providers: BillingProviders;
  sync: SyncTenant;
  nowMs(): number;
  /** Between two tenants: three calls each, well below what a provider allows. */
  paceMs: number;
}

const TENANTS = 50;
const BUSY_TRIES = 5;
const BUSY_PAUSE_MS = 200;
/** Where a provider does not say how long it wants to be left alone. */
const AWAY_PAUSE_MS = 60_000;
/** What tells of the look, not of the subscription. */
const NOT_COMPARED = new Set(['revision']);

/** The facts that are otherwise than they were: names, and both sides. */
const differences = ({ before, after }: Pick<Synced, 'before' | 'after'>) => {
  const [had, have] = [{ ...before }, { ...after }] as Record<string, unknown>[];
  const names = [...new Set([...Object.keys(had ?? {}), ...Object.keys(have ?? {})])].filter(
    (name) => !NOT_COMPARED.has(name) && JSON.stringify(had?.[name]) !== JSON.stringify(have?.[name]),
  );
  const pick = (side: Record<string, unknown> | undefined) =>
    Object.fromEntries(names.map((name) => [name, side?.[name] ?? null]));
  // What changed is in rows beside: a payment, a refund.
  return { what: names.length === 0 ? ['payments'] : names, ours: pick(had), theirs: pick(have) };
};

/** Somebody else may be reading the tenant just now. */
const syncedWhenFree = async (deps: PassDeps, tenantId: string, about: About | null, signal: AbortSignal) => {
  for (let left = BUSY_TRIES; ; left--) {
    const synced = await deps.sync(tenantId, about, signal);
    if (synced.outcome === 'applied' || left === 0) return synced;
    await sleep(BUSY_PAUSE_MS, undefined, { signal });
  }
};

interface Subject {
  tenantId: string;
  /** How far the pass has come with it. */
  upto: string | null;
  about: About | null;
  /** Nobody here had heard of what it names. */
  isNew?: boolean;
}

const look = async (
  deps: PassDeps,
  { provider }: Pass,
  { tenantId, about, isNew = false }: Subject,
  signal: AbortSignal,
): Promise<Drift[]> => {
  const readSince = new Date(deps.nowMs() - 1_000).toISOString();
  const synced = await syncedWhenFree(deps, tenantId, about, signal);
  const named = { subject: tenantId, subscription: about?.subscription ?? null, payment: about?.payment ?? null };
  const { what, ours, theirs } = differences(synced);
  const mended: Drift[] =
    synced.changed || isNew
      ? [{ ...named, what: isNew ? ['missing', ...what] : what, ours, theirs, mended: true, problem: null }]
      : [];
  // Whoever was busy all the time has just read it.
  if (synced.outcome === 'busy' || synced.changed) return synced.outcome === 'busy' ? [] : mended;
  const links = await linksOf(deps.database.admin, tenantId, provider);
  return [...mended, ...disagreements(tenantId, links, readSince)];
};

const isAway = (error: unknown): error is TramaError =>
  error instanceof TramaError && error.code === 'billing_unreachable';

const noteFailure = async (deps: PassDeps, pass: Pass, { tenantId, upto, about }: Subject, error: unknown) => {
  const drift: Drift = {
    ...{ subject: tenantId, subscription: about?.subscription ?? null, payment: about?.payment ?? null },
    ...{ what: ['failed'], ours: null, theirs: null, mended: false },
    problem: error instanceof TramaError ? error.code : 'internal',
  };
  await noteLook(deps.database.admin, pass, { upto, drifts: [drift], failed: true });
};

/** One look, whatever comes of it. @throws where the provider is away, or we are told to stop */
const noted = async (deps: PassDeps, pass: Pass, subject: Subject, signal: AbortSignal): Promise<void> => {
  const { upto } = subject;
  try {
    const drifts = await look(deps, pass, subject, signal);
    await noteLook(deps.database.admin, pass, { upto, drifts, failed: false });
  } catch (error) {
    if (signal.aborted || isAway(error)) throw error;
    await noteFailure(deps, pass, subject, error);
  }
  if (deps.paceMs > 0) await sleep(deps.paceMs, undefined, { signal });
};

/** A provider that fails for two in a row is away; for one alone, that one has failed, and the pass goes on. */
const allTenants = async (deps: PassDeps, pass: Pass, signal: AbortSignal): Promise<void> => {
  let suspect: { subject: Subject; error: TramaError } | null = null;
  for (let upto = pass.upto; ; ) {
    const tenants = await tenantsBehind(deps.database.admin, pass.provider, upto, TENANTS);
    for (const tenant of tenants) {
      const subject: Subject = { tenantId: formatId('ten', tenant), upto: tenant, about: null };
      upto = tenant;
      try {
        await noted(deps, pass, subject, signal);
        if (suspect) await noteFailure(deps, pass, { ...suspect.subject, upto: null }, suspect.error);
        suspect = null;
      } catch (error) {
        // Asked to go slower, or the second: it is not about this one.
        if (!isAway(error) || error.waitUntil !== undefined || suspect) throw error;
        suspect = { subject, error };
      }
    }
    if (tenants.length < TENANTS) break;
  }
  if (suspect) await noteFailure(deps, pass, suspect.subject, suspect.error);
};

/**
 * `compared`: the first part has read it, or it is over. A payment outside of the periods is read with no subscription: what became
 * of it since, a refund or a Pix that was paid late, is not known by knowing it.
 */
const knownAs = async ({ sql }: Database['admin'], about: About): Promise<'compared' | 'once' | null> => {
  const rows =
    about.subscription === null
      ? await sql<{ kind: string }>`
        select kind from billing_payments where provider = ${about.provider} and provider_id = ${about.payment}`
      : await sql<{ kind: string }>`
        select 'period' as kind from subscription_links
        where provider = ${about.provider} and provider_id = ${about.subscription}`;
  const [row] = rows;
  return row ? (row.kind === 'once' ? 'once' : 'compared') : null;
};

/** What the provider lists and we never heard of: a page that was paid while nobody could tell us. */
const whatWeMissed = async (deps: PassDeps, pass: Pass, provider: BillingProvider, signal: AbortSignal) => {
  const seen = new Set<string>();
  for await (const { subscription, payment } of provider.changedSince(pass.since, signal)) {
    const about: About = { provider: pass.provider, subscription, payment: subscription === null ? payment : null };
    const name = JSON.stringify(about);
    if (seen.has(name)) continue;
    seen.add(name);
    const known = await knownAs(deps.database.admin, about);
    if (known === 'compared') continue;
    const hint = { ...about, customer: null, tenantId: null, request: null, trust: 'unsigned' as const };
    const tenantId = await findSubject(deps.database.admin, provider, { hint }, signal);
    if (tenantId !== null) await noted(deps, pass, { tenantId, upto: null, about, isNew: known === null }, signal);
  }
};

/** Carries a pass on from where it stands to its end, or until its provider is away. Begun twice it compares twice. */
export const carryPass = async (deps: PassDeps, pass: Pass, signal: AbortSignal): Promise<'done' | 'paused'> => {
  const { admin } = deps.database;
  const provider = deps.providers[pass.provider];
  if (!provider) return 'paused';
  try {
    await allTenants(deps, pass, signal);
    await whatWeMissed(deps, pass, provider, signal);
    await endPass(admin, pass);
    return 'done';
  } catch (error) {
    if (signal.aborted) {
      await leavePass(admin, pass);
      return 'paused';
    }
    if (!(error instanceof TramaError) || error.code !== 'billing_unreachable') throw error;
    const asked = (error.waitUntil ?? 0) - deps.nowMs();
    await pausePass(admin, pass, asked > 0 ? asked : AWAY_PAUSE_MS, error.code);
    return 'paused';
  }
};
