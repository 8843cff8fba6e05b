import { inLocale, localeOf } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';
import type { Letter } from '../mail/mailer.ts';
import { addNotification } from '../notifications/add-notification.ts';
import { getTenant } from '../tenants/get-tenant.ts';
import { anchorAudit } from './anchors.ts';
import type { ExportPiece } from './export-piece.ts';
import { type ExportProblem, problemText } from './export-problems.ts';
import { nextTurn } from './export-target.ts';

/** Longer than a piece may take, with all attempts at it. */
const LEASE = '3 minutes';
/** After the first failure; three times as long after each further one, until the next day's turn. */
const FIRST_PAUSE_MINUTES = 5;
const MOST_STEPS = 5;
/** So many failures in a row, and its people hear of it, once. */
const TOLD_AFTER = 3;

/** One tenant whose audit is due, for this process alone until its lease ends; null: none. Who waits longest comes first. */
export const claimExport = async (admin: AdminDb): Promise<string | null> => {
  const [row] = await admin.sql<{ tenant_id: string }>`
    update audit_exports e set lease_until = now() + ${LEASE}::interval
    from (select x.tenant_id from audit_exports x join tenants t on t.id = x.tenant_id
          where x.key_id is not null and x.next_at <= now() and x.lease_until <= now() and t.status = 'active'
          order by x.lease_until, x.next_at limit 1 for update of x skip locked) due
    where e.tenant_id = due.tenant_id returning e.tenant_id`;
  return row ? formatId('ten', row.tenant_id) : null;
};

/** The bucket has the piece. False: the setting was changed meanwhile, or somebody else wrote it; this turn is over. */
export const advanceExport = async (
  db: TenantDb,
  { revision, after, upTo }: Pick<ExportPiece, 'revision' | 'after' | 'upTo'>,
): Promise<boolean> => {
  const rows = await db.sql`
    update audit_exports set done_seq = ${upTo}, upto = null, lease_until = clock_timestamp() + ${LEASE}::interval
    where tenant_id = ${db.tenant} and revision = ${revision} and done_seq = ${after} returning 1`;
  return rows.length > 0;
};

/** There is more, and others wait: it is taken up again after them. */
export const passExportOn = async (db: TenantDb): Promise<void> => {
  await db.sql`update audit_exports set lease_until = clock_timestamp() where tenant_id = ${db.tenant}`;
};

/** The bucket has everything. */
export const endExport = async (db: TenantDb, revision: number): Promise<void> => {
  await anchorAudit(db);
  await db.sql`
    update audit_exports set last_at = clock_timestamp(), next_at = ${nextTurn(db, sql`hour`)},
      lease_until = clock_timestamp(), failures = 0, failing_since = null, problem = null, detail = null
    where tenant_id = ${db.tenant} and revision = ${revision}`;
};

/** It is tried again soon, then later; of a setting that was changed meanwhile it says nothing. Gives letters for whoever commits this to send. */
export const failExport = async (
  db: TenantDb,
  { problem, detail }: { problem: ExportProblem; detail: string | null },
  revision: number | null,
): Promise<Letter[]> => {
  const [row] = await db.sql<{ failures: number; failing_since: Date; bucket: string }>`
    update audit_exports set failures = failures + 1, failing_since = coalesce(failing_since, clock_timestamp()),
      problem = ${problem}, detail = ${detail?.slice(0, 300) ?? null}, lease_until = clock_timestamp(),
      next_at = least(${nextTurn(db, sql`hour`)}, clock_timestamp()
        + make_interval(mins => (${FIRST_PAUSE_MINUTES} * power(3, least(failures, ${MOST_STEPS})))::int))
    where tenant_id = ${db.tenant} and key_id is not null
      and revision = coalesce(${revision}, revision) returning failures, failing_since, bucket`;
  return row?.failures === TOLD_AFTER ? tell(db, row.bucket, problem, row.failing_since) : [];
};

const tell = async (db: TenantDb, bucket: string, problem: ExportProblem, since: Date): Promise<Letter[]> => {
  const locale = localeOf(await getTenant(db));
  const title = inLocale({ pt: 'A auditoria não chega ao bucket', en: 'The audit does not reach the bucket' }, locale);
  const why = inLocale(problemText(problem), locale);
  const body = inLocale(
    {
      pt: `A exportação para ${bucket} falhou ${TOLD_AFTER} vezes seguidas. ${why} Nada se perde: ela continua de onde parou.`,
      en: `The export to ${bucket} failed ${TOLD_AFTER} times in a row. ${why} Nothing is lost: it goes on where it was.`,
    },
    locale,
  );
  const { to } = await addNotification(db, {
    ...{ to: ['owner', 'admin'], title, body, level: 'error', link: '/settings/audit', runId: null, flowId: '' },
    effectKey: `audit-export/${since.toISOString()}`,
  });
  return to.map((one) => ({ to: one, subject: title, text: body }));
};
