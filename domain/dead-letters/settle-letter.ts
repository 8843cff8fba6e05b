import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { uuidIn } from '../ids.ts';
import { type DeadLetter, LETTER_COLUMNS, type LetterRow, letterOf, noSuchLetter, payloadOf } from './dead-letter.ts';

/** A letter that is still open, held until the transaction ends. @throws `not_found`, `conflict` where it was settled */
export const holdLetter = async (db: TenantDb, id: string): Promise<{ row: LetterRow; payload: JsonObject }> => {
  const [row] = await db.sql<LetterRow>`
    select ${LETTER_COLUMNS} from dead_letters
    where tenant_id = ${db.tenant} and id = ${uuidIn('dlt', id)} for update`;
  if (!row) throw noSuchLetter();
  if (row.state !== 'open')
    throw failure('conflict', 'Alguém já resolveu esta entrega', 'Somebody has settled this delivery already');
  return { row, payload: payloadOf(db, row) };
};

/** Says what became of a held letter, and writes it down. */
export const settleLetter = async (
  db: TenantDb,
  held: LetterRow,
  state: 'replayed' | 'discarded',
  by: string,
): Promise<DeadLetter> => {
  const [row] = await db.sql<LetterRow>`
    update dead_letters set state = ${state}, settled_at = now(), settled_by = ${by}
    where tenant_id = ${db.tenant} and id = ${held.id} returning ${LETTER_COLUMNS}`;
  if (!row) throw noSuchLetter();
  const letter = letterOf(row);
  const action = state === 'replayed' ? 'dead_letter.replay' : 'dead_letter.discard';
  await appendAudit(db, { actor: by, action, target: letter.id, data: { name: letter.title, kind: letter.kind } });
  return letter;
};
