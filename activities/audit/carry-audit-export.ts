import type { Dialer } from '#connectors/dialer.ts';
import { takePiece } from '#domain/audit/export-piece.ts';
import { refusalIn } from '#domain/audit/export-problems.ts';
import { advanceExport, endExport, failExport, passExportOn } from '#domain/audit/export-turns.ts';
import type { Mailer } from '#domain/mail/mailer.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { putObject } from './bucket.ts';

export interface AuditExportDeps {
  database: Pick<Database, 'withTenant'>;
  dial: Pick<Dialer, 'request'>;
  mail: Pick<Mailer, 'sendLater'>;
  /** Of one attempt at one object. */
  timeoutMs?: number;
  pauseMs?: number;
}

/** Which setting it works with; null: it did not come so far. */
interface Turn {
  revision: number | null;
}

/** Then others have their turn. */
const TURN_MS = 60_000;

/**
 * One turn of a tenant: pieces, one after another. The watermark moves once the bucket has answered, so a crash in between ends in
 * the same object being written again.
 */
export const carryAuditExport = async (
  deps: AuditExportDeps,
  tenantId: string,
  signal: AbortSignal,
): Promise<'done' | 'more' | 'failed' | 'over'> => {
  const { withTenant } = deps.database;
  const turn: Turn = { revision: null };
  try {
    return await writePieces(deps, tenantId, turn, signal);
  } catch (error) {
    const refusal = signal.aborted ? null : refusalIn(error);
    if (!refusal) throw error;
    for (const letter of await withTenant(tenantId, (db) => failExport(db, refusal, turn.revision)))
      deps.mail.sendLater(letter);
    return 'failed';
  }
};

async function writePieces(
  { database: { withTenant }, dial, timeoutMs, pauseMs }: AuditExportDeps,
  tenantId: string,
  turn: Turn,
  signal: AbortSignal,
): Promise<'done' | 'more' | 'over'> {
  const until = performance.now() + TURN_MS;
  for (;;) {
    const piece = await withTenant(tenantId, takePiece);
    if (!piece) return 'over';
    turn.revision = piece.revision;
    if (piece.upTo === piece.after) {
      await withTenant(tenantId, (db) => endExport(db, piece.revision));
      return 'done';
    }
    const bucket = { place: piece.place, secret: piece.secret, dial, signal, timeoutMs, pauseMs };
    for (const object of piece.objects) await putObject(bucket, object);
    if (!(await withTenant(tenantId, (db) => advanceExport(db, piece)))) return 'over';
    if (signal.aborted || performance.now() > until) {
      await withTenant(tenantId, passExportOn);
      return 'more';
    }
  }
}
