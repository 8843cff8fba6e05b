import type { MasterKey } from '#config/master-key.ts';
import type { AdminDb } from '#prisma/admin-db.ts';

/** A process that was not heard of for so long is gone. */
export const GONE_AFTER = '60 seconds';

/** Says which master keys this process has, the current one first. Every 20 s, so that nobody takes it for gone. */
export const tellHeld = async (admin: AdminDb, process: string, masters: readonly MasterKey[]): Promise<void> => {
  const ids = masters.map(({ id }) => id);
  await admin.sql`
    insert into key_holders (process, master_ids) values (${process}::uuid, ${ids}::text[])
    on conflict (process) do update set master_ids = excluded.master_ids, seen_at = now()`;
  await admin.sql`delete from key_holders where seen_at < now() - interval '1 day'`;
};

export const forgetHolder = async (admin: AdminDb, process: string): Promise<void> => {
  await admin.sql`delete from key_holders where process = ${process}::uuid`;
};

/** The master keys of each process that runs. */
export const keyHolders = async ({ sql }: Pick<AdminDb, 'sql'>): Promise<string[][]> => {
  const rows = await sql<{ master_ids: string[] }>`
    select master_ids from key_holders where seen_at > now() - ${GONE_AFTER}::interval order by seen_at`;
  return rows.map((row) => row.master_ids);
};
