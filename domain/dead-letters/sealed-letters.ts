import { sql } from '#prisma/sql.ts';
import { seal } from '../connections/seal.ts';
import { formatId } from '../ids.ts';
import { eachRow, KEY_ID, type SealedPlace } from '../keys/sealed-place.ts';
import { LETTER_COLUMNS, LETTER_PURPOSE, type LetterRow, ownerOf, payloadOf } from './dead-letter.ts';

export const sealedLetters: SealedPlace = {
  name: 'dead_letters',
  table: sql`dead_letters`,
  keyId: KEY_ID,
  purpose: LETTER_PURPOSE,
  reseal: async (db, { limit, skip }) => {
    const key = db.sealer(LETTER_PURPOSE);
    const rows = await db.sql<LetterRow>`
      select ${LETTER_COLUMNS} from dead_letters
      where tenant_id = ${db.tenant} and key_id <> ${key.id} order by id limit ${limit} offset ${skip} for update`;
    return eachRow(rows, async (row) => {
      const sealed = seal(key, payloadOf(db, row), ownerOf(db.tenant, formatId('dlt', row.id)));
      await db.sql`
        update dead_letters set sealed = ${sealed}, key_id = ${key.id}
        where tenant_id = ${db.tenant} and id = ${row.id}`;
    });
  },
};
