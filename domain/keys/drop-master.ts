import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { keyHolders } from './key-holders.ts';

const refuse = (pt: string, en: string) => failure('conflict', pt, en);

/**
 * Takes away what a master key closed, where another one (`keep`) opens the same. From then on no process closes anything with
 * it, whether it still has it or not.
 * @throws `conflict` while something, or a running process, knows the old one only; `not_found` for one that nobody knows
 */
export const dropMaster = async (admin: AdminDb, drop: string, keep: string, by: string): Promise<void> => {
  if (drop === keep) throw refuse('Esta é a chave mestra atual.', 'This is the current master key.');
  await admin.transaction(async (sql) => {
    const without = (await keyHolders({ sql })).filter((ids) => !ids.includes(keep)).length;
    if (without > 0)
      throw refuse(
        `${without} processo(s) não têm a chave mestra ${keep}.`,
        `${without} process(es) have not got the master key ${keep}.`,
      );
    const [wanted] = await sql`select 1 from key_rotations where ended_at is null and target = ${drop} for update`;
    if (wanted)
      throw refuse(
        'Uma troca para esta chave mestra está em andamento.',
        'A rotation to this master key is under way.',
      );
    await sql`
      delete from tenant_key_wraps w where master_id = ${drop} and exists (
        select 1 from tenant_key_wraps o
        where o.tenant_id = w.tenant_id and o.number = w.number and o.master_id = ${keep})`;
    const [left] = await sql<{ n: number }>`
      select count(*)::int as n from tenant_key_wraps where master_id = ${drop}`;
    if (left && left.n > 0)
      throw refuse(
        `${left.n} chave(s) ainda dependem da chave mestra ${drop}: troque a chave mestra antes.`,
        `${left.n} key(s) still depend on the master key ${drop}: rotate the master key first.`,
      );
    const [kept] = await sql`select 1 from installation_keys where master_id = ${keep} and not dropped`;
    if (!kept)
      throw refuse(
        `A raiz não abre com ${keep}: reinicie um processo com ela.`,
        `The root does not open with ${keep}: restart a process that has it.`,
      );
    const gone =
      await sql`update installation_keys set wrapped = null, dropped_by = ${by} where master_id = ${drop} returning 1`;
    if (gone.length === 0) throw failure('not_found', 'Esta chave mestra não existe.', 'There is no such master key.');
  });
};
