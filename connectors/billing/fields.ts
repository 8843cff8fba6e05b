import { z } from 'zod';
import { REQUEST_KINDS, SUBSCRIPTION_STATES } from '#flow/contracts/billing-desk.ts';
import { PROVIDERS } from '#flow/contracts/billing-provider.ts';

export const state = z.enum(SUBSCRIPTION_STATES);
export const requestKind = z.enum(REQUEST_KINDS);
export const access = z.enum(['full', 'read_only']);
const instant = z.iso.datetime();
const whose = z.enum(['provider', 'ours']).nullable();

/** What the document knows of the subscription (`SubscriptionFacts`). */
export const facts = z.object({
  state,
  plan: z.object({ tier: z.string(), name: z.string(), version: z.int() }),
  interval: z.enum(['month', 'year']).nullable(),
  provider: z.enum(PROVIDERS).nullable(),
  trialEndsAt: instant.nullable(),
  periodStart: instant.nullable(),
  periodEnd: instant.nullable(),
  paidThrough: instant.nullable(),
  failedAt: instant.nullable(),
  pausedUntil: instant.nullable(),
  pending: z.object({ kind: z.enum(['change', 'cancel']), at: instant }).nullable(),
  requests: z.array(z.object({ id: z.string(), kind: requestKind })),
  waiting: z.array(z.object({ id: z.string(), kind: requestKind, expiresAt: instant })),
  renewals: whose,
  retries: whose,
  trialReminders: z.array(z.string()),
  renewalReminders: z.array(z.string()),
  dunning: z.array(z.object({ after: z.string(), notice: z.string().nullable(), access })),
  grace: z.string(),
  tolerance: z.string(),
  remindedAt: instant.nullable(),
  timezone: z.string(),
});

/** In place of a call, where a run is simulated. */
export const exampleFacts: z.input<typeof facts> = {
  state: 'active',
  plan: { tier: 'STARTER', name: 'Starter', version: 1 },
  interval: 'month',
  provider: 'stripe',
  trialEndsAt: null,
  periodStart: '2026-11-01T12:00:00.000Z',
  periodEnd: '2026-12-01T12:00:00.000Z',
  paidThrough: '2026-12-01T12:00:00.000Z',
  failedAt: null,
  pausedUntil: null,
  pending: null,
  requests: [],
  waiting: [],
  renewals: 'provider',
  retries: 'provider',
  trialReminders: ['-P3D', '-P1D'],
  renewalReminders: ['-P15D', '-P3D'],
  dunning: [{ after: 'PT0S', notice: 'payment_failed', access: 'full' }],
  grace: 'P3D',
  tolerance: 'PT12H',
  remindedAt: null,
  timezone: 'America/Sao_Paulo',
};
