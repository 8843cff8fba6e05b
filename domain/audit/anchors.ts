import { createHash } from 'node:crypto';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { isSealed, sealHash } from './seal.ts';

/** A signed place of the chain: what stood there, said by us. */
export interface Anchor {
  seq: number;
  /** Hex. */
  hash: string;
  /** ISO 8601 UTC. */
  at: string;
}

interface AnchorRow {
  kind: 'head' | 'cut';
  seq: bigint;
  hash: Buffer;
  at: Date;
  seal: Buffer;
}

/** The number is signed with the hash: an anchor cannot be hung elsewhere. */
const said = (seq: bigint | number, hash: Buffer): Buffer =>
  createHash('sha256').update(`${seq}:`).update(hash).digest();

const anchorOf = ({ seq, hash, at }: Pick<AnchorRow, 'seq' | 'hash' | 'at'>): Anchor => ({
  seq: Number(seq),
  hash: hash.toString('hex'),
  at: at.toISOString(),
});

/** Signs the last entry, if nobody has. Null: there is no entry yet. */
export const anchorAudit = async (db: TenantDb): Promise<Anchor | null> => {
  const [last] = await db.sql<{ seq: bigint; hash: Buffer }>`
    select seq, hash from audit_entries where tenant_id = ${db.tenant} order by seq desc limit 1`;
  if (!last) return null;
  const { seal, sealedBy } = sealHash(db, 'head', said(last.seq, last.hash));
  await db.sql`
    insert into audit_anchors (tenant_id, kind, seq, hash, seal, sealed_by)
    values (${db.tenant}, 'head', ${last.seq}, ${last.hash}, ${seal}, ${sealedBy}) on conflict do nothing`;
  const [row] = await db.sql<AnchorRow>`
    select kind, seq, hash, at, seal from audit_anchors
    where tenant_id = ${db.tenant} and kind = 'head' and seq = ${last.seq}`;
  return row ? anchorOf(row) : null;
};

export interface Anchors {
  /** Signed by us, by number. */
  heads: ReadonlyMap<number, Buffer>;
  /** Where verification begins; null: at the first entry. */
  cut: { seq: number; hash: Buffer } | null;
  /** The first one whose signature is not ours. */
  forged: number | null;
}

export const readAnchors = async (db: TenantDb): Promise<Anchors> => {
  const rows = await db.sql<AnchorRow>`
    select kind, seq, hash, at, seal from audit_anchors where tenant_id = ${db.tenant} order by seq`;
  const isOurs = (row: AnchorRow) => isSealed(db, row.kind, said(row.seq, row.hash), row.seal);
  const ours = rows.filter(isOurs);
  const cut = ours.filter(({ kind }) => kind === 'cut').at(-1);
  const forged = rows.find((row) => !isOurs(row));
  return {
    heads: new Map(ours.filter(({ kind }) => kind === 'head').map(({ seq, hash }) => [Number(seq), hash])),
    cut: cut ? { seq: Number(cut.seq), hash: cut.hash } : null,
    forged: forged ? Number(forged.seq) : null,
  };
};

/**
 * Signs that what happened before `before` may go, and says up to which number; null: nothing is that old. The last entry
 * always stays. The rows themselves are then taken by `forgetAudit`.
 */
export const cutAudit = async (db: TenantDb, before: Date): Promise<number | null> => {
  const [row] = await db.sql<{ seq: bigint; hash: Buffer }>`
    select seq, hash from audit_entries
    where tenant_id = ${db.tenant} and at < ${before}
      and seq < (select max(seq) from audit_entries where tenant_id = ${db.tenant})
    order by seq desc limit 1`;
  if (!row) return null;
  const { seal, sealedBy } = sealHash(db, 'cut', said(row.seq, row.hash));
  await db.sql`
    insert into audit_anchors (tenant_id, kind, seq, hash, seal, sealed_by)
    values (${db.tenant}, 'cut', ${row.seq}, ${row.hash}, ${seal}, ${sealedBy}) on conflict do nothing`;
  return Number(row.seq);
};
