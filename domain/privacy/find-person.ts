import { createHmac } from 'node:crypto';
import { columnsOf, DATA_CATALOGUE } from '#prisma/data-catalogue/catalogue.ts';
import { identifier, joinSql, type SqlFragment, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { type SoughtPerson, soughtOf } from './sought-person.ts';

/** What is kept of whom somebody looked for: enough to tell that two requests were of one person. */
export const personHash = (db: TenantDb, person: string): Buffer =>
  createHmac('sha256', db.key('person').bytes).update(person.trim().toLowerCase()).digest();

/** Rows of which a personal column names the person. */
export const naming = (table: string, alias: string, pattern: string): SqlFragment => {
  const columns = columnsOf(table, 'personal').map(
    (column) => sql`${identifier(alias)}.${identifier(column)}::text ~* ${pattern}`,
  );
  return sql`(${joinSql(columns, ' or ')})`;
};

/** Ids of conversations with the person, and of runs that name them or spoke in those conversations. */
export interface PersonScope {
  conversations: string[];
  /** That have ended. */
  runs: string[];
  /** That have not: they are left alone, and must end first. */
  openRuns: string[];
}

export const scopeOf = async (db: TenantDb, { pattern, conversation }: SoughtPerson): Promise<PersonScope> => {
  const conversations = await db.sql<{ id: string }>`/* varies */
    select c.id from conversations c where c.tenant_id = ${db.tenant}
      and (c.id = ${conversation}::uuid or ${naming('conversations', 'c', pattern)})`;
  const ids = conversations.map(({ id }) => id);
  const runs = await db.sql<{ id: string; open: boolean }>`/* varies */
    select r.id, r.ended_at is null as open from runs r where r.tenant_id = ${db.tenant} and (
      ${naming('runs', 'r', pattern)}
      or r.id in (select p.run_id from trace_pages p
                  where p.tenant_id = ${db.tenant} and ${naming('trace_pages', 'p', pattern)})
      or r.id in (select a.run_id from approvals a
                  where a.tenant_id = ${db.tenant} and ${naming('approvals', 'a', pattern)})
      or r.id in (select m.run_id from messages m
                  where m.tenant_id = ${db.tenant} and m.conversation_id = any (${ids}::uuid[])))`;
  const of = (open: boolean) => runs.filter((run) => run.open === open).map(({ id }) => id);
  return { conversations: ids, runs: of(false), openRuns: of(true) };
};

/** How the rows of a table belong to the person. */
export const belonging = (table: string, pattern: string, { conversations, runs }: PersonScope): SqlFragment => {
  const named = () => naming(table, 't', pattern);
  switch (table) {
    case 'conversations':
      return sql`t.id = any (${conversations}::uuid[])`;
    case 'questions':
      return sql`t.conversation_id = any (${conversations}::uuid[])`;
    case 'messages':
    case 'message_collections':
      return sql`(t.conversation_id = any (${conversations}::uuid[]) or ${named()})`;
    case 'runs':
      return sql`t.id = any (${runs}::uuid[])`;
    case 'trace_pages':
    case 'approvals':
    case 'outbox':
      return sql`t.run_id = any (${runs}::uuid[])`;
    case 'notifications':
    case 'events':
      return sql`(t.run_id = any (${runs}::uuid[]) or ${named()})`;
    default:
      return named();
  }
};

/** Tables that may hold a person, by the catalogue. */
export const personTables = (): string[] =>
  Object.keys(DATA_CATALOGUE)
    .filter(
      (table) =>
        DATA_CATALOGUE[table]?.person !== 'no' && (table === 'questions' || columnsOf(table, 'personal').length > 0),
    )
    .toSorted();

export interface FoundPerson {
  /** Rows by table; those without any are left out. */
  counts: Record<string, number>;
  openRuns: number;
}

/** Where a person is found: by e-mail, phone or chat's id. `known`: their scope, where it was read already. @throws `invalid` */
export const findPerson = async (db: TenantDb, person: string, known?: PersonScope): Promise<FoundPerson> => {
  const sought = soughtOf(person);
  const scope = known ?? (await scopeOf(db, sought));
  const counts: Record<string, number> = {};
  for (const table of personTables()) {
    const [row] = await db.sql<{ n: bigint }>`/* varies */
      select count(*) as n from ${identifier(table)} t
      where t.tenant_id = ${db.tenant} and ${belonging(table, sought.pattern, scope)}`;
    if (row && row.n > 0n) counts[table] = Number(row.n);
  }
  return { counts, openRuns: scope.openRuns.length };
};
