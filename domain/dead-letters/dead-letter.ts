import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import { sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { unseal } from '../connections/seal.ts';
import { formatId } from '../ids.ts';

/** What is dead: a message that came in and could not be taken, or one that tells of an approval and could not be sent. */
export const LETTER_KINDS = ['message', 'approval'] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

export const LETTER_STATES = ['open', 'replayed', 'discarded'] as const;
export type LetterState = (typeof LETTER_STATES)[number];

export interface DeadLetter {
  id: string;
  kind: LetterKind;
  /** What it is of: the source and its own id. */
  ref: string;
  title: string;
  /** A code, or what was said when it failed. */
  reason: string;
  tries: number;
  state: LetterState;
  /** ISO 8601 UTC. */
  firstAt: string;
  lastAt: string;
  settledAt: string | null;
  settledBy: string | null;
}

export interface LetterRow {
  id: string;
  kind: LetterKind;
  ref: string;
  title: string;
  reason: string;
  sealed: Buffer;
  key_id: string;
  tries: number;
  state: LetterState;
  first_at: Date;
  last_at: Date;
  settled_at: Date | null;
  settled_by: string | null;
}

export const LETTER_COLUMNS = sql`id, kind, ref, title, reason, sealed, key_id, tries, state, first_at, last_at,
  settled_at, settled_by`;

export const LETTER_PURPOSE = 'dead-letter';

/** What a letter's seal belongs to: a row that got another's content does not open. `id` is `dlt_…`. */
export const ownerOf = (tenant: string, id: string) => ({ tenant, id, connector: LETTER_PURPOSE, hosts: [] });

export const noSuchLetter = () => failure('not_found', 'Esta entrega não existe', 'There is no such delivery');

export const letterOf = (row: LetterRow): DeadLetter => ({
  id: formatId('dlt', row.id),
  kind: row.kind,
  ref: row.ref,
  title: row.title,
  reason: row.reason,
  tries: row.tries,
  state: row.state,
  firstAt: row.first_at.toISOString(),
  lastAt: row.last_at.toISOString(),
  settledAt: row.settled_at?.toISOString() ?? null,
  settledBy: row.settled_by,
});

/** @throws `internal`, for an operator, where it does not open */
export const payloadOf = (db: TenantDb, { id, sealed, key_id }: LetterRow): JsonObject =>
  unseal(db.sealer(LETTER_PURPOSE), { bytes: sealed, keyId: key_id }, ownerOf(db.tenant, formatId('dlt', id)));
