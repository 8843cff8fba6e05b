import { parseId } from '#domain/ids.ts';
import { askPlacement, type Place } from '#domain/placement/ask-placement.ts';
import { fingerprint } from '#tests/attacks/fingerprint.ts';
import { dataFixture } from './data-fixture.ts';
import { fillTenant } from './fill-tenant.ts';
import { superuserOf } from './superuser.ts';

export const schemaOf = (tenant: string) => `ten_${tenant.replaceAll('-', '')}`;

/** A database, a superuser of it, and what tests of moves ask and look at. */
export const placementFixture = async () => {
  const fixture = await dataFixture();
  const root = await superuserOf(fixture.urls.owner);
  const by = 'operator:test';
  const ask = (tenantId: string, place: Place) =>
    askPlacement(fixture.database, tenantId, { by, reason: 'because', place });
  const filled = async (): Promise<{ tenantId: string; tenant: string }> => {
    const tenantId = await fixture.tenant();
    await fillTenant(fixture.database, tenantId);
    return { tenantId, tenant: parseId('ten', tenantId) };
  };
  /** All rows of a tenant but the one that says where they are. */
  const rowsOf = async (tenant: string) => ({ ...(await fingerprint(root, tenant)), tenant_placements: '' });
  const stepOf = async (tenant: string): Promise<string> =>
    (await root.query('select step from tenant_placements where tenant_id = $1', [tenant])).rows[0].step;
  /** Nobody waits for the next try of a move. */
  const atOnce = (tenant: string) =>
    root.query(
      "update tenant_placements set retry_at = now() where tenant_id = $1 and step not in ('done', 'failed')",
      [tenant],
    );
  /** Rows of a tenant by the schema that they lie in. */
  const placesOf = async (tenant: string): Promise<Record<string, number>> => {
    const { rows: tables } = await root.query(`select c.oid::regclass::text as name, n.nspname as place from pg_class c
      join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and (n.nspname = 'shared' or n.nspname like 'ten\\_%')`);
    const counts: Record<string, number> = {};
    for (const { name, place } of tables as { name: string; place: string }[]) {
      const { rows } = await root.query(`select count(*)::int as n from ${name} where tenant_id = $1`, [tenant]);
      counts[place] = (counts[place] ?? 0) + rows[0].n;
    }
    return Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0));
  };
  const close = async () => {
    await root.end();
    await fixture.close();
  };
  return { fixture, root, ask, filled, rowsOf, stepOf, atOnce, placesOf, close };
};
