import { failure } from '#flow/errors.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';

interface Rule {
  /** Days; null: until somebody deletes them. */
  standard: number | null;
  least: number;
  most: number;
  /** Whether it may be kept without end. */
  endless: boolean;
}

/** What a tenant may choose, in days (docs/decisions/733). */
export const RETENTION_RULES = {
  runs: { standard: null, least: 1, most: 3_650, endless: true },
  traces: { standard: null, least: 1, most: 3_650, endless: true },
  events: { standard: 30, least: 1, most: 400, endless: false },
  messages: { standard: 400, least: 1, most: 3_650, endless: false },
  notifications: { standard: 90, least: 1, most: 400, endless: false },
  aiCalls: { standard: 400, least: 30, most: 3_650, endless: false },
  // A run may last for a year, and names them until its end.
  files: { standard: 400, least: 400, most: 3_650, endless: false },
} as const satisfies Record<string, Rule>;
export type RetentionKind = keyof typeof RETENTION_RULES;
export const RETENTION_KINDS = Object.keys(RETENTION_RULES) as RetentionKind[];

export interface Retention {
  days: Record<RetentionKind, number | null>;
  /** Legal hold: while it stands nothing is forgotten, and the tenant is not deleted. */
  hold: boolean;
}

type Stored = Partial<Record<RetentionKind, number | null>> & { hold?: boolean };

const retentionOf = ({ hold = false, ...chosen }: Stored): Retention => ({
  hold,
  days: Object.fromEntries(
    RETENTION_KINDS.map((kind) => [kind, chosen[kind] === undefined ? RETENTION_RULES[kind].standard : chosen[kind]]),
  ) as Retention['days'],
});

export const getRetention = async (db: TenantDb): Promise<Retention> => {
  const [row] = await db.sql<{ retention: Stored }>`select retention from tenants where id = ${db.tenant}`;
  return retentionOf(row?.retention ?? {});
};

export const isHeld = async (db: TenantDb): Promise<boolean> => (await getRetention(db)).hold;

export const underHold = () =>
  failure(
    'conflict',
    'A conta está sob guarda legal: nada é apagado.',
    'The account is under legal hold: nothing is deleted.',
  );

export interface RetentionChange {
  days?: Partial<Record<RetentionKind, number | null | undefined>> | undefined;
  hold?: boolean | undefined;
}

const check = (kind: RetentionKind, days: number | null): void => {
  const { least, most, endless }: Rule = RETENTION_RULES[kind];
  if (days === null ? endless : days >= least && days <= most) return;
  const message = { pt: `Escolha de ${least} a ${most} dias`, en: `Choose ${least} to ${most} days` };
  throw failure('invalid', message.pt, message.en, {
    errors: [{ pointer: `/days/${kind}`, code: 'out_of_bounds', message }],
  });
};

/** Whether more is forgotten, or sooner, than before. */
const weakens = (before: Retention, after: Retention): boolean =>
  (before.hold && !after.hold) ||
  RETENTION_KINDS.some((kind) => (after.days[kind] ?? Infinity) < (before.days[kind] ?? Infinity));

/**
 * What is left out stays. `mayWeaken` is asked before a hold is lifted or a time shortened, and throws where that is not
 * theirs to do. @throws `invalid`, `conflict` where the tenant is being deleted already
 */
export const changeRetention = async (
  db: TenantDb,
  change: RetentionChange,
  by: string,
  mayWeaken: () => Promise<unknown>,
): Promise<Retention> => {
  const days = Object.entries(change.days ?? {}).filter(([, value]) => value !== undefined) as [
    RetentionKind,
    number | null,
  ][];
  for (const [kind, value] of days) check(kind, value);
  const [row] = await db.sql<{ retention: Stored; erasing_at: Date | null }>`
    select retention, erasing_at from tenants where id = ${db.tenant} for no key update`;
  if (row?.erasing_at)
    throw failure('conflict', 'A conta já está sendo apagada.', 'The account is being deleted already.');
  const before = row?.retention ?? {};
  const next = { ...before, ...Object.fromEntries(days), ...(change.hold !== undefined && { hold: change.hold }) };
  if (weakens(retentionOf(before), retentionOf(next))) await mayWeaken();
  await db.sql`update tenants set retention = ${json(next)}::json where id = ${db.tenant}`;
  await appendAudit(db, { actor: by, action: 'tenant.retention', target: db.tenantId, data: { before, after: next } });
  return retentionOf(next);
};
