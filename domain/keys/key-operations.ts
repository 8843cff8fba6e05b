import type { MasterKey } from '#config/master-key.ts';
import { failure } from '#flow/errors.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { dropMaster } from './drop-master.ts';
import { keyHolders } from './key-holders.ts';
import { beginRotation, cancelRotation, latestRotation, type RotationView } from './rotation.ts';

export interface MasterView {
  id: string;
  /** What new keys are closed with. */
  current: boolean;
  /** Whether the process that answers has it. */
  here: boolean;
  /** Data keys that it opens. */
  keys: number;
  /** Of these, such that no other master key opens. */
  alone: number;
}

export interface KeysView {
  masters: MasterView[];
  /** Whether tenants have data keys; not before the first `rotate-tenants` after an upgrade. */
  dataKeys: boolean;
  /** The newest rotation. */
  rotation: RotationView | null;
  /** Processes that run, and their master keys. */
  processes: string[][];
}

/** What operators do to keys (docs/operations.md). None of it shows a key. */
export interface KeyOperations {
  view(): Promise<KeysView>;
  /** @param to a master key of this process; the current one where it is not given */
  rotateMaster(by: string, to?: string): Promise<KeysView>;
  rotateTenants(by: string): Promise<KeysView>;
  /** Ends an open rotation to a master key that no running process has. */
  cancelRotation(by: string): Promise<KeysView>;
  dropMaster(by: string, id: string): Promise<KeysView>;
}

export const createKeyOperations = (
  { admin }: Pick<Database, 'admin'>,
  masters: readonly MasterKey[],
): KeyOperations => {
  const current = masters[0]?.id ?? '';

  const view = async (): Promise<KeysView> => {
    const rows = await admin.sql<{ id: string; keys: number; alone: number }>`
      select id, count(w.number)::int as keys, count(w.number) filter (where not exists (
          select 1 from tenant_key_wraps o
          where o.tenant_id = w.tenant_id and o.number = w.number and o.master_id <> w.master_id))::int as alone
      from (select master_id as id from installation_keys where not dropped union select master_id from tenant_key_wraps) m
      left join tenant_key_wraps w on w.master_id = m.id group by id order by id`;
    const known = masters.map(({ id }) => id);
    const [settings] = await admin.sql<{ data_keys: boolean }>`select data_keys from key_settings`;
    return {
      masters: rows.map((row) => ({ ...row, current: row.id === current, here: known.includes(row.id) })),
      dataKeys: settings?.data_keys ?? false,
      rotation: await latestRotation(admin),
      processes: await keyHolders(admin),
    };
  };

  return {
    view,
    rotateMaster: async (by, to = current) => {
      if (!masters.some(({ id }) => id === to))
        throw failure('not_found', 'Este processo não tem esta chave mestra.', 'This process has no such master key.');
      await beginRotation(admin, 'master', to, by);
      return view();
    },
    rotateTenants: async (by) => {
      await admin.transaction(async (sql) => {
        await beginRotation({ sql }, 'tenants', null, by);
        await sql`update key_settings set data_keys = true`;
      });
      return view();
    },
    cancelRotation: async (by) => {
      await cancelRotation(admin, by);
      return view();
    },
    dropMaster: async (by, id) => {
      await dropMaster(admin, id, current, by);
      return view();
    },
  };
};
