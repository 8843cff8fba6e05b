import { failure } from '#flow/errors.ts';
import { identifier, json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { belonging, findPerson, type PersonScope, personHash, scopeOf } from './find-person.ts';
import { isHeld, underHold } from './retention.ts';
import { soughtOf } from './sought-person.ts';

export interface PersonRequest {
  id: string;
  kind: 'export' | 'erase';
  /** Rows by table. */
  counts: Record<string, number>;
  by: string;
  /** ISO 8601 UTC. */
  at: string;
}

interface RequestRow {
  id: string;
  kind: PersonRequest['kind'];
  counts: Record<string, number>;
  created_by: string;
  created_at: Date;
}

const requestOf = ({ id, created_by, created_at, ...row }: RequestRow): PersonRequest => ({
  ...row,
  id: formatId('prq', id),
  by: created_by,
  at: created_at.toISOString(),
});

/** The newest 100. */
export const listPersonRequests = async (db: TenantDb): Promise<PersonRequest[]> => {
  const rows = await db.sql<RequestRow>`
    select id, kind, counts, created_by, created_at from person_requests
    where tenant_id = ${db.tenant} order by id desc limit 100`;
  return rows.map(requestOf);
};

/** The receipt: what was done, without the person. */
export const noteRequest = async (
  db: TenantDb,
  person: string,
  { kind, counts, by }: Pick<PersonRequest, 'kind' | 'counts' | 'by'>,
): Promise<PersonRequest> => {
  const [row] = await db.sql<RequestRow>`
    insert into person_requests (tenant_id, id, kind, person_hash, counts, created_by)
    values (${db.tenant}, ${parseId('prq', newId('prq'))}, ${kind}, ${personHash(db, person)}, ${json(counts)}::json, ${by})
    returning id, kind, counts, created_by, created_at`;
  if (!row) throw new Error('A request was not written');
  const made = requestOf(row);
  await appendAudit(db, { actor: by, action: `person.${kind}`, target: made.id, data: { counts } });
  return made;
};

const GONE = '[apagado · erased]';

/** What runs of the person got and gave; that they ran, and how they ended, stays. */
const emptyRuns = async (db: TenantDb, { runs }: PersonScope): Promise<void> => {
  const erased = json({ code: 'erased', message: GONE });
  await db.sql`
    update runs set output = null, answer = null, pins = null, retry = null, waiting_for = null, run_key = null,
      concurrency_key = null, concurrency_max = null,
      error = case when error is null then null else ${erased}::json end,
      trigger = json_build_object('type', trigger_type, 'data', null, 'receivedAt',
        to_char(accepted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    where tenant_id = ${db.tenant} and id = any (${runs}::uuid[])`;
  await db.sql`delete from trace_pages where tenant_id = ${db.tenant} and run_id = any (${runs}::uuid[])`;
  await db.sql`delete from outbox where tenant_id = ${db.tenant} and run_id = any (${runs}::uuid[])`;
  await db.sql`delete from notifications where tenant_id = ${db.tenant} and run_id = any (${runs}::uuid[])`;
  await db.sql`
    update approval_messages set recipients = '[]', message = null
    where tenant_id = ${db.tenant} and approval_id in (
      select id from approvals where tenant_id = ${db.tenant} and run_id = any (${runs}::uuid[]))`;
  await db.sql`
    update approvals set title = ${GONE}, details = null, fields = '{}', comment = null, field_values = null,
      assignees = '{}'
    where tenant_id = ${db.tenant} and run_id = any (${runs}::uuid[])`;
};

/** Rows of their own: conversations with all that was said, events, rows of tables, values under their key. */
const deleteRows = async (db: TenantDb, pattern: string, scope: PersonScope): Promise<void> => {
  const of = (table: string) => belonging(table, pattern, scope);
  await db.sql`/* varies */ delete from questions t where t.tenant_id = ${db.tenant} and ${of('questions')}`;
  await db.sql`/* varies */
    delete from message_collections t where t.tenant_id = ${db.tenant} and ${of('message_collections')}`;
  await db.sql`/* varies */ delete from messages t where t.tenant_id = ${db.tenant} and ${of('messages')}`;
  await db.sql`/* varies */ delete from conversations t where t.tenant_id = ${db.tenant} and ${of('conversations')}`;
  await db.sql`/* varies */ delete from events t where t.tenant_id = ${db.tenant} and ${of('events')}`;
  await db.sql`/* varies */ delete from inbound_events t where t.tenant_id = ${db.tenant} and ${of('inbound_events')}`;
  await db.sql`/* varies */ delete from notifications t where t.tenant_id = ${db.tenant} and ${of('notifications')}`;
  await db.sql`/* varies */
    delete from webhook_receipts t where t.tenant_id = ${db.tenant} and ${of('webhook_receipts')}`;
  for (const table of ['webhook_attempts', 'webhook_messages'])
    await db.sql`/* varies */ delete from ${identifier(table)} t where t.tenant_id = ${db.tenant} and ${of(table)}`;
  await db.sql`/* varies */ delete from state_entries t where t.tenant_id = ${db.tenant} and ${of('state_entries')}`;
  await db.sql`/* varies */
    update state_effects t set result = 'null' where t.tenant_id = ${db.tenant} and ${of('state_effects')}`;
  await db.sql`/* varies */
    with gone as (
      delete from data_rows t where t.tenant_id = ${db.tenant} and ${of('data_rows')} returning t.table_id, t.bytes
    ), sums as (select table_id, count(*) as n, sum(bytes) as bytes from gone group by table_id)
    update data_usage u set row_count = u.row_count - sums.n, bytes = u.bytes - sums.bytes
    from sums where u.tenant_id = ${db.tenant} and u.table_id = sums.table_id`;
  await db.sql`/* varies */
    update consent_entries t set contact = null, evidence = null
    where t.tenant_id = ${db.tenant} and ${of('consent_entries')}`;
};

/**
 * Of calls to the API and of what could not be delivered: what names the person where it can be read. Bodies of calls are
 * sealed, and kept to try a call again: all of them go.
 */
const deleteTraffic = async (db: TenantDb, pattern: string): Promise<void> => {
  await db.sql`
    delete from api_calls where tenant_id = ${db.tenant}
      and regexp_replace(replace(replace(path, '%40', '@'), '%20', ' '), '%2b', '+', 'gi') ~* ${pattern}`;
  await db.sql`
    update api_calls set bodies = null, bodies_key = null where tenant_id = ${db.tenant} and bodies is not null`;
  await db.sql`
    delete from dead_letters where tenant_id = ${db.tenant}
      and (title ~* ${pattern} or reason ~* ${pattern} or ref ~* ${pattern})`;
};

/**
 * Erases all that belongs to one person, in one transaction, and gives the receipt. A refusal that they once gave stays, by
 * its fingerprint. @throws `invalid`, and `conflict` under a legal hold, or while runs of theirs go on: those would write anew
 * what was erased
 */
export const erasePerson = async (db: TenantDb, person: string, by: string): Promise<PersonRequest> => {
  if (await isHeld(db)) throw underHold();
  const sought = soughtOf(person);
  const scope = await scopeOf(db, sought);
  if (scope.openRuns.length > 0)
    throw failure(
      'conflict',
      `${scope.openRuns.length} execuções com dados desta pessoa ainda não terminaram. Cancele-as ou espere.`,
      `${scope.openRuns.length} runs with data of this person have not ended. Cancel them, or wait.`,
      { details: { runs: scope.openRuns.slice(0, 100).map((run) => formatId('run', run)) } },
    );
  const { counts } = await findPerson(db, person, scope);
  await deleteRows(db, sought.pattern, scope);
  await deleteTraffic(db, sought.pattern);
  await emptyRuns(db, scope);
  return await noteRequest(db, person, { kind: 'erase', counts, by });
};
