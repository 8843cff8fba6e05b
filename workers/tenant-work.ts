import type { Logger } from 'pino';
import type { Mailer } from '#domain/mail/mailer.ts';
import { writeArchive } from '#domain/privacy/archive/write-archive.ts';
import { failJob } from '#domain/privacy/fail-job.ts';
import { ArchiveRefused } from '#domain/privacy/import/archive-refused.ts';
import { carryImport, type ImportDeps } from '#domain/privacy/import/carry-import.ts';
import { claimJob, handBackJob } from '#domain/privacy/tenant-jobs.ts';
import { type DeletionDeps, deleteDue } from '#domain/tenants/delete-due.ts';
import { tellReceipt } from '#domain/tenants/tell-receipts.ts';
import { TramaError } from '#flow/errors.ts';
import { Repeating } from './repeating.ts';

const LOOK_MS = 2_000;

export type TenantWorkDeps = ImportDeps &
  DeletionDeps & {
    log: Logger;
    mail: Pick<Mailer, 'send'>;
    /** Where the API is reached, no slash at the end. */
    pagesUrl: string;
  };

/**
 * Exports and imports of tenants, and deletions whose time has come: whoever dies in one leaves it to the next. A loop each: archives
 * that come one behind another, or take hours, keep no deletion waiting.
 */
export class TenantWork {
  readonly #loops: readonly Repeating[];

  constructor(deps: TenantWorkDeps) {
    const onError = (error: unknown) => deps.log.warn({ err: error }, 'work for a tenant cannot go on now');
    const repeat = (turn: (stopped: AbortSignal) => Promise<boolean>) =>
      new Repeating(async (stopped) => ((await turn(stopped)) ? 0 : LOOK_MS), onError);
    this.#loops = [
      repeat((stopped) => workOnJob(deps, stopped)),
      repeat(async () => (await deleteOne(deps)) || (await tellOne(deps))),
    ];
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}

const deleteOne = async (deps: TenantWorkDeps): Promise<boolean> => {
  const tenantId = await deleteDue(deps);
  if (tenantId !== null) deps.log.info({ tenantId }, 'a tenant was deleted');
  return tenantId !== null;
};

/** A mail server that is away keeps nobody waiting: the receipt comes again by itself. */
const tellOne = async ({ database, mail, pagesUrl, log }: TenantWorkDeps): Promise<boolean> => {
  try {
    return await tellReceipt(database.admin, mail, pagesUrl);
  } catch (error) {
    log.warn({ err: error }, 'a receipt of a deletion could not be mailed now');
    return false;
  }
};

/** @returns whether there was one */
const workOnJob = async (deps: TenantWorkDeps, stopped: AbortSignal): Promise<boolean> => {
  const job = await claimJob(deps.database.admin);
  if (!job) return false;
  const { tenantId, id, kind, last, spent } = job;
  const { withTenant } = deps.database;
  const fail = (code: string, detail: string | null) =>
    withTenant(tenantId, (db) => failJob(db, { id, kind }, { code, detail }));
  if (spent) {
    deps.log.warn({ job: id }, `an ${kind} ended whoever carried it, and is given up`);
    await fail('internal', null);
    return true;
  }
  const carry = kind === 'export' ? writeArchive : carryImport;
  try {
    await carry(deps, tenantId, id, stopped);
  } catch (error) {
    if (stopped.aborted) {
      await withTenant(tenantId, (db) => handBackJob(db, id));
      return true;
    }
    deps.log.warn({ err: error, job: id }, `an ${kind} broke off`);
    const { code, detail, isFinal } = failureOf(error);
    if (last || isFinal) await fail(code, detail);
  }
  return true;
};

/** What is wrong with it stays wrong; what was away is tried again when the lease ends. */
const failureOf = (error: unknown): { code: string; detail: string | null; isFinal: boolean } => {
  if (error instanceof ArchiveRefused) return { code: error.code, detail: error.message.slice(0, 500), isFinal: true };
  if (error instanceof TramaError) return { code: error.code, detail: null, isFinal: error.retry === 'never' };
  return { code: 'internal', detail: null, isFinal: false };
};
