import type { Database } from '#prisma/with-tenant.ts';
import type { Letter, Mailer } from '../../mail/mailer.ts';
import { drawInvoice } from '../invoices/draw-invoice.ts';
import { type DueNotice, type Finished, finishNotice, type NoticeToSend, readNotice } from './due-notices.ts';
import { renderLetter } from './render-letter.ts';

const MOST_ATTEMPTS = 18;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;

/** About two days in all: a mail server that is away over a weekend's night loses nothing. */
const pauseMs = (attempt: number): number => Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);

export interface SendDeps {
  database: Pick<Database, 'withTenant'>;
  mail: Pick<Mailer, 'send'>;
  /** Where people reach the pages, no slash at the end. */
  pagesUrl: string;
}

const letterOf = async (notice: NoticeToSend, { id }: DueNotice, pagesUrl: string): Promise<Letter> => {
  const letter = await renderLetter({ ...notice, pagesUrl });
  const file = notice.invoice && (await drawInvoice(notice.invoice));
  return {
    ...letter,
    to: notice.to.join(', '),
    // Who dies behind the sending sends it again: mail programs show what has the same name once.
    messageId: `<${id}@${new URL(pagesUrl).hostname}>`,
    ...(file && { attachments: [{ filename: file.name, content: file.bytes, contentType: 'application/pdf' }] }),
  };
};

/** What a server says of a letter for good: this one it never takes. */
const isForGood = (error: unknown): boolean => {
  const { responseCode } = error as { responseCode?: unknown };
  return typeof responseCode === 'number' && responseCode >= 500;
};

const failed = (error: unknown, attempt: number): Finished => {
  const message = error instanceof Error ? error.message : String(error);
  if (isForGood(error) || attempt >= MOST_ATTEMPTS) return { status: 'given_up', error: message };
  return { status: 'waiting', error: message, againMs: pauseMs(attempt) };
};

const send = async ({ mail, pagesUrl }: SendDeps, due: DueNotice, notice: NoticeToSend): Promise<Finished> => {
  if (notice.isOver) return { status: 'skipped', error: 'over' };
  if (notice.to.length === 0) return { status: 'skipped', error: 'nobody' };
  try {
    await mail.send(await letterOf(notice, due, pagesUrl));
    return { status: 'sent' };
  } catch (error) {
    return failed(error, due.attempt);
  }
};

/** Sends one letter that was claimed, and writes down what came of it; null: there was nothing to send. */
export const sendNotice = async (deps: SendDeps, due: DueNotice): Promise<Finished | null> => {
  const { withTenant } = deps.database;
  const notice = await withTenant(due.tenantId, (db) => readNotice(db, due.id));
  if (!notice) return null;
  const end = await send(deps, due, notice);
  await withTenant(due.tenantId, (db) => finishNotice(db, due.id, end));
  return end;
};
