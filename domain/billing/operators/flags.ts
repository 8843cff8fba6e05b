import type { AdminDb } from '#prisma/admin-db.ts';
import { logOperator } from '../../access/block.ts';
import { type FlagGiven, type FlagRollBack, rollBackFlag, saveFlag } from '../../flags/flag-rows.ts';

/** Changes a flag, and says so in the log of operators. @returns its revision. @throws `stale` */
export const changeFlag = async (admin: AdminDb, given: FlagGiven): Promise<number> => {
  const revision = await saveFlag(admin, given);
  const { on, percentage } = given.rule;
  const data = { revision, on, percentage, reason: given.reason };
  await logOperator(admin.sql, { actor: given.by, action: 'flag.change', target: given.key, data });
  return revision;
};

/** Makes a flag what it was at a revision. @returns the new one. @throws `not_found`, `stale` */
export const undoFlag = async (admin: AdminDb, given: FlagRollBack): Promise<number> => {
  const revision = await rollBackFlag(admin, given);
  const data = { revision, as: given.revision, reason: given.reason };
  await logOperator(admin.sql, { actor: given.by, action: 'flag.roll_back', target: given.key, data });
  return revision;
};
