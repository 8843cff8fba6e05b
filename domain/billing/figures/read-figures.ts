import type { AdminDb } from '#prisma/admin-db.ts';
import {
  type Change,
  type Cohort,
  incomeByMonth,
  type MonthOfIncome,
  monthsBetween,
  recoveryByMonth,
  trialsByMonth,
} from './figures.ts';

/** Operators' months begin at midnight here. */
const ZONE = 'America/Sao_Paulo';

/** What came in within a month, by the day of payment; cents. `refunded`: of payments of that month, whenever it was. */
export interface MonthOfPayments {
  month: string;
  paid: number;
  refunded: number;
  payments: number;
}

export interface Figures {
  /** Oldest first; the last one is under way. */
  months: (MonthOfIncome & Omit<MonthOfPayments, 'month'>)[];
  trials: Cohort[];
  recovery: Cohort[];
  /** Subscriptions by state, now. */
  states: { state: string; count: number }[];
  /** Subscriptions and monthly income by plan, now. */
  plans: { tier: string; count: number; mrr: number }[];
}

interface Row extends Change {
  /** Of who had changes before: whether they ever paid. */
  everPaid: boolean;
}

/**
 * The changes since a month began, oldest first; before them, of each tenant, how it stood then, and that it paid once where
 * it did. Older ones say nothing more of these months.
 */
const changesSince = async ({ sql }: AdminDb, from: string): Promise<Change[]> => {
  const begins = `${from}-01`;
  const before = await sql<Row>`
    select tenant_id as tenant, to_char(max(at) at time zone ${ZONE}, 'YYYY-MM') as month,
      (array_agg(kind order by at desc, source desc))[1] as kind,
      (array_agg(from_state order by at desc, source desc))[1] as "fromState",
      (array_agg(to_state order by at desc, source desc))[1] as "toState",
      (array_agg(mrr_before::float8 order by at desc, source desc))[1] as "mrrBefore",
      (array_agg(mrr_after::float8 order by at desc, source desc))[1] as "mrrAfter", bool_or(mrr_after > 0) as "everPaid"
    from subscription_changes where at < (${begins}::date::timestamp at time zone ${ZONE}) group by tenant_id`;
  const since = await sql<Change>`
    select tenant_id as tenant, to_char(at at time zone ${ZONE}, 'YYYY-MM') as month, kind, from_state as "fromState",
      to_state as "toState", mrr_before::float8 as "mrrBefore", mrr_after::float8 as "mrrAfter"
    from subscription_changes where at >= (${begins}::date::timestamp at time zone ${ZONE}) order by at, tenant_id, source`;
  const stood = before.flatMap(({ everPaid, ...last }) => {
    // Somebody paid once, however little.
    const once = { ...last, kind: 'start', fromState: 'free', toState: 'free', mrrBefore: 0, mrrAfter: 1 };
    return everPaid ? [once, last] : [last];
  });
  return [...stood, ...since];
};

const paymentsOf = async ({ sql }: AdminDb, from: string): Promise<MonthOfPayments[]> => {
  const rows = await sql<{ month: string; paid: string; refunded: string; payments: number }>`
    select to_char(paid_at at time zone ${ZONE}, 'YYYY-MM') as month, sum(amount)::text as paid, sum(refunded)::text as refunded,
      count(*)::int as payments
    from billing_payments
    where status = 'paid' and amount > 0 and paid_at >= (${`${from}-01`}::date::timestamp at time zone ${ZONE})
    group by 1 order by 1`;
  return rows.map((row) => ({ ...row, paid: Number(row.paid), refunded: Number(row.refunded) }));
};

const plansOf = async ({ sql }: AdminDb): Promise<Figures['plans']> => {
  const rows = await sql<{ tier: string; count: number; mrr: string }>`
    select v.tier, count(*)::int as count, coalesce(sum(c.mrr_after), 0)::text as mrr
    from billing_subscriptions s join plan_versions v on v.id = s.plan_version_id
    left join lateral (select mrr_after from subscription_changes c where c.tenant_id = s.tenant_id
      order by c.at desc, c.source desc limit 1) c on true
    where s.state <> 'ended' group by v.tier order by v.tier`;
  return rows.map((row) => ({ ...row, mrr: Number(row.mrr) }));
};

const back = (month: string, by: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const date = new Date(Date.UTC(year, number - 1 - by, 1));
  return date.toISOString().slice(0, 7);
};

/** The figures of the last months (docs/billing.md says how each is counted). @param months how many, the running one among them */
export const readFigures = async (
  admin: AdminDb,
  { months: count, nowMs }: { months: number; nowMs: number },
): Promise<Figures> => {
  const [now] = await admin.sql<{ month: string }>`
    select to_char(${new Date(nowMs)}::timestamptz at time zone ${ZONE}, 'YYYY-MM') as month`;
  const last = now?.month ?? '';
  const months = monthsBetween(back(last, count - 1), last);
  const changes = await changesSince(admin, months[0] ?? last);
  const paid = new Map((await paymentsOf(admin, months[0] ?? last)).map((one) => [one.month, one]));
  const states = await admin.sql<{ state: string; count: number }>`
    select state, count(*)::int as count from billing_subscriptions group by state order by state`;
  return {
    months: incomeByMonth(changes, months).map((one) => {
      const { paid: cents = 0, refunded = 0, payments = 0 } = paid.get(one.month) ?? {};
      return { ...one, paid: cents, refunded, payments };
    }),
    trials: trialsByMonth(changes, months),
    recovery: recoveryByMonth(changes, months),
    states,
    plans: await plansOf(admin),
  };
};
