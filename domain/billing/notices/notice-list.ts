import type { NoteLevel } from '#flow/contracts/notifications.ts';

/**
 * How a value is written for people: `money` in cents, `date` and `moment` from ISO 8601 in the tenant's zone, `code` as it is in
 * a box of its own, `feature` by the name of a limit; `hidden` is for us.
 */
export type FieldKind = 'text' | 'money' | 'date' | 'moment' | 'number' | 'bytes' | 'code' | 'feature' | 'hidden';

export type Channel = 'email' | 'in_app';

export interface NoticeSpec {
  level: NoteLevel;
  channels: readonly Channel[];
  /** Without these it is not told. */
  needs: Readonly<Record<string, FieldKind>>;
  /** What words of it hold a value that is missing are left out. */
  may: Readonly<Record<string, FieldKind>>;
  /** A path of the builder. */
  link: string;
  /**
   * Time brings it, and no deed of anybody: its letter waits for the tenant's morning, and goes no more where one of these was told
   * since (who has paid at night reads of no debt).
   */
  until?: readonly string[];
}

const BOTH = ['email', 'in_app'] as const;
const PLAN = '/plan';
const PAID = { until: ['recovered', 'canceled', 'downgraded'] } as const;
const BACK = { until: ['subscribed', 'trial_started', 'changed'] } as const;
const ROOM = { until: ['subscribed', 'trial_started', 'changed', 'recovered', 'licence_granted'] } as const;
const INVOICES = '/plan/invoices';

const notice = (
  level: NoteLevel,
  may: Record<string, FieldKind>,
  more: Partial<Omit<NoticeSpec, 'level' | 'may'>> = {},
): NoticeSpec => ({ channels: BOTH, needs: {}, link: PLAN, ...more, level, may });

/** Everything that a tenant is told of its plan. WhatsApp is no channel: the product has no sender of its own there. */
export const NOTICES = {
  trial_started: notice('success', { plan: 'text', then: 'text', endsAt: 'date' }),
  trial_ends_soon: notice(
    'info',
    { plan: 'text', then: 'text', endsAt: 'date', days: 'number' },
    { until: ['subscribed', 'trial_ended', 'canceled', 'changed'] },
  ),
  trial_ended: notice('warning', { plan: 'text' }, BACK),
  subscribed: notice('success', { plan: 'text', amount: 'money', periodEnd: 'date' }),
  renewal_soon: notice(
    'info',
    { plan: 'text', amount: 'money', at: 'date' },
    { until: ['cancel_scheduled', 'canceled', 'paused'] },
  ),
  pix_waiting: notice('warning', { plan: 'text', expiresAt: 'moment' }, { needs: { code: 'code', amount: 'money' } }),
  payment_failed: notice('warning', { plan: 'text', amount: 'money', nextAttemptAt: 'date' }, PAID),
  payment_failed_again: notice('warning', { plan: 'text', amount: 'money', nextAttemptAt: 'date' }, PAID),
  payment_last_call: notice('error', { plan: 'text', then: 'text', amount: 'money', until: 'date' }, PAID),
  grace_begun: notice('error', { plan: 'text', then: 'text', until: 'date' }, PAID),
  downgraded: notice('error', { plan: 'text', frozen: 'number' }, BACK),
  recovered: notice('success', { plan: 'text', amount: 'money', paidThrough: 'date' }),
  cancel_scheduled: notice('info', { plan: 'text', then: 'text', at: 'date' }),
  canceled: notice('info', { plan: 'text' }, BACK),
  revoked: notice('success', { plan: 'text' }),
  change_scheduled: notice('info', { plan: 'text', newPlan: 'text', at: 'date' }),
  changed: notice('success', { plan: 'text', amount: 'money' }),
  paused: notice('info', { plan: 'text', until: 'date', amount: 'money' }),
  resume_soon: notice(
    'info',
    { plan: 'text', amount: 'money', at: 'date' },
    { until: ['resumed', 'cancel_scheduled', 'canceled'] },
  ),
  resumed: notice('success', { plan: 'text', periodEnd: 'date' }),
  // The letter is that of its credit note.
  refunded: notice('info', { amount: 'money' }, { channels: ['in_app'], link: INVOICES }),
  disputed: notice('error', { amount: 'money' }),
  provider_switched: notice('info', { provider: 'text', at: 'date' }),
  licence_granted: notice('success', { plan: 'text', until: 'date' }),
  frozen: notice('warning', { frozen: 'number' }, ROOM),
  usage_warning: notice(
    'warning',
    { used: 'number', limit: 'number', resetsAt: 'date' },
    { needs: { feature: 'feature', percentage: 'number' } },
  ),
  usage_full: notice('error', { limit: 'number', resetsAt: 'date' }, { needs: { feature: 'feature' } }),
  invoice_issued: notice(
    'info',
    { amount: 'money' },
    { channels: ['email'], needs: { invoice: 'hidden', number: 'text' }, link: INVOICES },
  ),
  credit_issued: notice(
    'info',
    { amount: 'money' },
    { channels: ['email'], needs: { invoice: 'hidden', number: 'text' }, link: INVOICES },
  ),
} as const satisfies Record<string, NoticeSpec>;

export type NoticeName = keyof typeof NOTICES;
export const NOTICE_NAMES = Object.keys(NOTICES) as NoticeName[];

export const isNotice = (name: string): name is NoticeName => Object.hasOwn(NOTICES, name);

export const specOf = (name: NoticeName): NoticeSpec => NOTICES[name];

/** Whether there is a notice of that name which the facts of a subscription are enough for. */
export const needsNothing = (name: string): boolean => isNotice(name) && Object.keys(specOf(name).needs).length === 0;

/** What words may name beside the notice's own values. */
export const ALWAYS: Readonly<Record<string, FieldKind>> = { account: 'text' };

/** Values for previews and tests: each kind's own, where a name has none. */
export const EXAMPLE: Readonly<Record<string, string | number>> = {
  account: 'Oficina do Zé',
  plan: 'BUSINESS',
  newPlan: 'STARTER',
  then: 'FREE',
  provider: 'Mercado Pago',
  feature: 'messages',
  endsAt: '2026-12-04T02:59:59Z',
  days: 3,
  amount: 29_700,
  periodEnd: '2026-12-22T12:00:00Z',
  at: '2026-12-22T12:00:00Z',
  nextAttemptAt: '2026-11-25T12:00:00Z',
  until: '2026-11-29T12:00:00Z',
  paidThrough: '2026-12-22T12:00:00Z',
  expiresAt: '2026-11-23T18:30:00Z',
  resetsAt: '2026-12-01T03:00:00Z',
  frozen: 4,
  used: 800,
  limit: 1_000,
  percentage: 80,
  number: 'F-2026-000042',
  invoice: 'ivc_0197fd1f0c007abc8def0123456789ab',
  code: '00020126330014br.gov.bcb.pix0111123456789095204000053039865406297.005802BR5905TRAMA6009SAO PAULO62070503***6304ABCD',
};
