import type { TenantDb } from '#prisma/with-tenant.ts';
import { type Anchors, readAnchors } from './anchors.ts';
import { type AuditRow, ENTRY_COLUMNS, entryOf, GENESIS, hashOf } from './entry.ts';
import { isSealed } from './seal.ts';

/**
 * `changed`: what an entry says, or its place, is not what was written; so a row that was moved shows. `removed`: a number is
 * missing. `inserted`: an entry does not follow the one before it. `unsealed`: written by somebody who has not our key.
 * `cut_off`: the end is missing, or is another than was signed. `forged`: an anchor that we did not sign.
 */
export type AuditFault = 'changed' | 'removed' | 'inserted' | 'unsealed' | 'cut_off' | 'forged';

export interface AuditVerdict {
  /** Null: all is as it was written. */
  fault: { kind: AuditFault; seq: number } | null;
  /** Entries that were looked at. */
  entries: number;
  /** The last one that fits. */
  head: { seq: number; hash: string; at: string } | null;
}

const PAGE = 1_000;

interface Place {
  seq: number;
  hash: Buffer;
  /** An entry of version 2 came: none of version 1 may follow. */
  sealed: boolean;
  /** The first entry since the last one that was sealed or signed; null: none. */
  unsigned: number | null;
}

const faultOf = (db: TenantDb, row: AuditRow, before: Place, { heads }: Anchors): AuditFault | null => {
  const seq = Number(row.seq);
  if (seq !== before.seq + 1) return 'removed';
  if (!row.hash.equals(hashOf(db.tenant, row.prev_hash, entryOf(row)))) return 'changed';
  if (!row.prev_hash.equals(before.hash)) return 'inserted';
  if (row.v === 1 ? before.sealed : !isSealed(db, 'entry', row.hash, row.seal)) return 'unsealed';
  const signed = heads.get(seq);
  return signed && !signed.equals(row.hash) ? 'changed' : null;
};

/** What was said elsewhere of the chain: an export, the log, the bucket. */
export interface KnownPlace {
  seq: number;
  /** Hex. */
  hash: string;
}

const endFault = (place: Place, anchors: Anchors, known: KnownPlace | null): AuditVerdict['fault'] => {
  const lastSigned = Math.max(0, known?.seq ?? 0, ...anchors.heads.keys());
  if (place.seq < lastSigned) return { kind: 'cut_off', seq: place.seq + 1 };
  if (place.unsigned !== null) return { kind: 'unsealed', seq: place.unsigned };
  return anchors.forged === null ? null : { kind: 'forged', seq: anchors.forged };
};

/** What follows a hash binds it: an entry of before counts once a sealed one, or a signed head, stands at or behind it. */
const placeAfter = ({ v, seq, hash }: AuditRow, { sealed, unsigned }: Place, { heads }: Anchors): Place => ({
  seq: Number(seq),
  hash,
  sealed: sealed || v > 1,
  unsigned: v > 1 || heads.has(Number(seq)) ? null : (unsigned ?? Number(seq)),
});

/** Recomputes the chain from its beginning, or from where retention cut it, and holds it against what was signed. */
export const verifyAudit = async (db: TenantDb, known: KnownPlace | null = null): Promise<AuditVerdict> => {
  const anchors = await readAnchors(db);
  const begin = anchors.cut;
  let place: Place = { seq: begin?.seq ?? 0, hash: begin?.hash ?? GENESIS, sealed: false, unsigned: null };
  let head: AuditVerdict['head'] = null;
  for (let entries = 0; ; ) {
    const rows = await db.sql<AuditRow>`
      select ${ENTRY_COLUMNS} from audit_entries
      where tenant_id = ${db.tenant} and seq > ${place.seq} order by seq limit ${PAGE}`;
    for (const row of rows) {
      const seq = Number(row.seq);
      const kind = faultOf(db, row, place, anchors);
      if (kind !== null) return { fault: { kind, seq: kind === 'removed' ? place.seq + 1 : seq }, entries, head };
      if (known?.seq === seq && known.hash !== row.hash.toString('hex'))
        return { fault: { kind: 'changed', seq }, entries, head };
      place = placeAfter(row, place, anchors);
      head = { seq, hash: row.hash.toString('hex'), at: row.at.toISOString() };
      entries += 1;
    }
    if (rows.length < PAGE) return { fault: endFault(place, anchors, known), entries, head };
  }
};
