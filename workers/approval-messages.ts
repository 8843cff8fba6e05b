import type { Logger } from 'pino';
import type { ActionContext, ActionServices } from '#connectors/action-context.ts';
import { emailSend } from '#connectors/email/send.ts';
import { notifyInApp } from '#connectors/notify/in-app.ts';
import { notifyPush } from '#connectors/notify/push.ts';
import { telegramSendMessage } from '#connectors/telegram/send-message.ts';
import {
  type ApprovalMessage,
  claimMessages,
  type DueMessage,
  finishMessage,
  readMessage,
} from '#domain/approvals/due-messages.ts';
import { openOldest } from '#domain/connections/oldest-connection.ts';
import { TramaError } from '#flow/errors.ts';
import { inLocale, type Json, localeOf } from '#flow/json.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { Repeating } from './repeating.ts';

const LOOK_MS = 1_000;
const AT_ONCE = 10;
const TIMEOUT_MS = 60_000;
const MOST_ATTEMPTS = 10;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;
const MOST_TITLE = 120;
const MOST_BODY = 1_000;

interface Deps {
  database: Database;
  services: ActionServices;
  log: Logger;
  /** Where people reach the pages, no slash at the end. */
  pagesUrl: string;
}

/** Tells people of approvals that wait for them (`via`, `remind`), and goes on trying while they wait. */
export class ApprovalMessages extends Repeating {
  constructor(deps: Deps) {
    super(
      async (stopped) => {
        const due = await claimMessages(deps.database.admin, AT_ONCE);
        await Promise.all(due.map((one) => tell(deps, one, stopped)));
        return due.length === AT_ONCE ? 0 : LOOK_MS;
      },
      (error) => deps.log.warn({ err: error }, 'messages of approvals cannot be read'),
    );
  }
}

const tell = async (deps: Deps, due: DueMessage, stopped: AbortSignal): Promise<void> => {
  const { database, log, pagesUrl } = deps;
  const finish = (how: Parameters<typeof finishMessage>[2]) =>
    database.withTenant(due.tenantId, (db) => finishMessage(db, due, how));
  const message = await database.withTenant(due.tenantId, (db) => readMessage(db, due, pagesUrl));
  if (!message) return await finish({});
  try {
    await send(deps, due, message, stopped);
    await finish({});
  } catch (error) {
    if (stopped.aborted) return; // its lease ends, and another process takes it
    const code = error instanceof TramaError ? error.code : 'internal';
    const again = !(error instanceof TramaError) || error.retry === 'retry' || error.retry === 'wait';
    log.warn({ code, channel: message.channel, approval: due.approvalId }, 'a message of an approval was not sent');
    const againMs = again && due.attempt < MOST_ATTEMPTS ? pauseMs(due.attempt) : null;
    await finish({ error: code, againMs });
  }
};

const pauseMs = (attempt: number): number => Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);

const send = async (deps: Deps, due: DueMessage, message: ApprovalMessage, stopped: AbortSignal): Promise<void> => {
  const context = contextOf(deps, due, message, stopped);
  const { to, title, text } = message;
  // A row that is kept, and a message on a locked screen, hold no link: it decides by itself. The page asks who it is.
  const short = { to, title: title.slice(0, MOST_TITLE), link: '/approvals' };
  switch (message.channel) {
    case 'email': {
      const connection = await deps.database.withTenant(due.tenantId, (db) => openOldest(db, 'smtp'));
      const subject = title.replace(/\s+/g, ' ').slice(0, 200);
      await emailSend.run({ to, subject, text } as Json, { ...context, connection });
      return;
    }
    case 'telegram': {
      const connection = await deps.database.withTenant(due.tenantId, (db) => openOldest(db, 'telegram'));
      // What a chat's history keeps is the text: the link goes on a button.
      const buttons = [{ text: inLocale({ pt: 'Decidir', en: 'Decide' }, localeOf(message.tenant)), url: message.url }];
      await telegramSendMessage.run({ chat: to, text: message.words, buttons } as Json, { ...context, connection });
      return;
    }
    case 'inApp':
      await notifyInApp.run({ ...short, level: 'warning' } as Json, context);
      return;
    case 'push':
      await notifyPush.run(short as Json, context);
      return;
    default:
      throw new TramaError('bad_config', `There is no channel ${message.channel.slice(0, MOST_BODY)}`);
  }
};

const contextOf = (
  { services }: Deps,
  { approvalId, n }: DueMessage,
  { runId, tenant }: ApprovalMessage,
  stopped: AbortSignal,
): ActionContext => ({
  connection: null,
  idempotencyKey: `approval/${approvalId}/${n}`,
  signal: AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)]),
  timeoutMs: TIMEOUT_MS,
  tenant: { id: tenant.id, slug: tenant.slug },
  subject: null,
  flowId: '',
  run: { id: runId, test: false },
  timezone: tenant.timezone,
  nowMs: Date.now(),
  services,
});
