import type { JsonObject } from '#flow/json.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { readRows } from './archive/read-rows.ts';
import { belonging, personTables, scopeOf } from './find-person.ts';
import { soughtOf } from './sought-person.ts';
import { readTenantTables } from './tenant-tables.ts';

const MOST_BYTES = 100 * 1024 * 1024;

/**
 * Everything that belongs to a person as the text of one JSON object, a page of rows in memory at a time: rows by table, those
 * without any left out, and at the end `truncated`, true where more than `mostBytes` would have come. @throws `invalid`
 */
export async function* exportPerson(
  { withTenant, admin }: Database,
  tenantId: string,
  person: string,
  mostBytes = MOST_BYTES,
): AsyncGenerator<string> {
  const sought = soughtOf(person);
  const scope = await withTenant(tenantId, (db) => scopeOf(db, sought));
  const known = new Map((await readTenantTables(admin.sql)).map((table) => [table.name, table]));
  let bytes = 0;
  yield '{';
  for (const name of personTables()) {
    const table = known.get(name);
    if (!table) continue;
    const only = belonging(name, sought.pattern, scope);
    let begun = false;
    for (let after: JsonObject | null | undefined; after !== null && bytes < mostBytes; ) {
      const from: JsonObject | null = after ?? null;
      const page = await withTenant(tenantId, (db) => readRows(db, table, from, only));
      after = page.after;
      for (const line of page.lines) {
        bytes += Buffer.byteLength(line);
        if (bytes >= mostBytes) break;
        yield begun ? `,\n${line}` : `\n"${name}":[\n${line}`;
        begun = true;
      }
    }
    if (begun) yield '],';
  }
  yield `\n"truncated":${bytes >= mostBytes}}\n`;
}
