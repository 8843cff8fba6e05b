import type { TenantDb } from '#prisma/with-tenant.ts';
import { LIMITS } from '../../data-tables/limits.ts';
import { ArchiveRefused } from './archive-refused.ts';
import type { Row } from './row-shapes.ts';

/** What the tenant's own tables hold, counted while it is written: to ask for it behind millions of rows takes longer than a statement may. */
export class TableUsage {
  readonly #held = new Map<string, { rows: number; bytes: number }>();
  #bytes = 0;

  /** A row of any table, as it is written. @throws `ArchiveRefused` beyond what tables may hold */
  add(table: string, row: Row): void {
    if (table === 'data_tables') this.#of(row.id);
    if (table !== 'data_rows') return;
    const held = this.#of(row.table_id);
    held.rows += 1;
    held.bytes += Number(row.bytes);
    this.#bytes += Number(row.bytes);
    if (held.rows > LIMITS.rows || this.#bytes > LIMITS.bytes) throw tooLarge();
  }

  #of(id: unknown): { rows: number; bytes: number } {
    const held = this.#held.get(String(id)) ?? { rows: 0, bytes: 0 };
    this.#held.set(String(id), held);
    if (this.#held.size > LIMITS.tables) throw tooLarge();
    return held;
  }

  async write(db: TenantDb): Promise<void> {
    const all = [...this.#held];
    await db.sql`
      insert into data_usage (tenant_id, table_id, row_count, bytes)
      select ${db.tenant}, id, n, size from unnest(
        ${all.map(([id]) => id)}::uuid[], ${all.map(([, { rows }]) => rows)}::bigint[],
        ${all.map(([, { bytes }]) => bytes)}::bigint[]) as u (id, n, size)`;
  }
}

const tooLarge = () => new ArchiveRefused('archive_too_large', 'Its tables hold more than tables may');
