import type { MasterKey } from '#config/master-key.ts';
import { TramaError } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { dataKeyContext, unwrapWith } from '#prisma/data-keys.ts';
import { formatId } from '../ids.ts';
import { joined, keepRotation, type RotationRow } from './rotation.ts';

interface WrapRow {
  tenant_id: string;
  number: number;
  master_id: string;
  wrapped: Buffer;
}

interface Rewrapping {
  admin: AdminDb;
  masters: readonly MasterKey[];
  /** Names this process in the lease. */
  owner: string;
  limit: number;
}

/** What names a key among those that did not open. */
const nameOf = ({ tenant_id, number }: WrapRow): string => `${tenant_id}/${number}`;

const PROBE = 'key-rotation/probe';

/** A service that holds a master key may be away: then nothing opens, and that says nothing of what was to be opened. */
const checkMasters = async (masters: readonly MasterKey[]): Promise<void> => {
  for (const master of masters) await master.unwrap(await master.wrap(Buffer.from(PROBE), PROBE), PROBE);
};

/** The keys that the new master key does not open yet, but for those that were tried in vain. */
const keysWithout = (admin: AdminDb, { target, failed }: RotationRow, limit: number): Promise<WrapRow[]> =>
  admin.sql<WrapRow>`
    with wanted as (
      select tenant_id, number from tenant_keys k where dropped_at is null and not exists (
        select 1 from tenant_key_wraps w
        where w.tenant_id = k.tenant_id and w.number = k.number and w.master_id = ${target})
        and not (tenant_id || '/' || number = any (${failed}::text[]))
      order by tenant_id, number limit ${limit})
    select wanted.tenant_id, wanted.number, coalesce(master_id, '') as master_id, coalesce(wrapped, '') as wrapped
    from wanted left join tenant_key_wraps using (tenant_id, number)`;

/**
 * Wraps a batch of keys with the new master key, too. One that does not open stays as it is, is told, and keeps none of the
 * others. @returns whether there is more
 */
export const rewrapBatch = async (
  { admin, masters, owner, limit }: Rewrapping,
  target: MasterKey,
  row: RotationRow,
): Promise<boolean> => {
  const rows = await keysWithout(admin, row, limit);
  const failed: string[] = [];
  let error = row.error;
  for (const name of new Set(rows.map(nameOf))) {
    const own = rows.filter((one) => nameOf(one) === name);
    const [first] = own;
    if (!first) continue;
    const context = dataKeyContext(first.tenant_id, first.number);
    const wraps = own.map(({ master_id: masterId, wrapped: bytes }) => ({ masterId, bytes }));
    const key = await unwrapWith(masters, wraps, context).catch((thrown: unknown) => {
      if (!(thrown instanceof TramaError)) throw thrown;
      return null;
    });
    if (!key) {
      if (failed.length === 0) await checkMasters(masters);
      failed.push(name);
      error = joined(error, `${formatId('ten', first.tenant_id)}: d${first.number}`);
      continue;
    }
    const { masterId, bytes } = await target.wrap(key, context);
    await admin.sql`
      insert into tenant_key_wraps (tenant_id, number, master_id, wrapped)
      values (${first.tenant_id}::uuid, ${first.number}, ${masterId}, ${bytes}) on conflict do nothing`;
  }
  const [counted] = await admin.sql<{ total: number; done: number }>`
    select count(*)::int as total, count(w.tenant_id)::int as done from tenant_keys k
    left join tenant_key_wraps w
      on w.tenant_id = k.tenant_id and w.number = k.number and w.master_id = ${target.id}
    where k.dropped_at is null`;
  const more = rows.length > 0;
  const now = { ...row, ...counted, error, failed: [...row.failed, ...failed] };
  return (await keepRotation(admin, now, owner, !more)) && more;
};
