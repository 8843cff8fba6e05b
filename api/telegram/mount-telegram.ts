import { timingSafeEqual } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import type { ApiDeps } from '#api/deps.ts';
import { fail, notFound } from '#api/frame/fail.ts';
import { readBytes, utf8 } from '#api/frame/read-body.ts';
import { readJson } from '#api/frame/read-json.ts';
import { failRequest } from '#api/frame/serve.ts';
import type { FrameServices } from '#api/frame/services.ts';
import { HOOK_SECURITY_HEADERS } from '#api/hooks/hook-headers.ts';
import { carryOut } from '#api/runs/carry-out.ts';
import { botOf } from '#connectors/telegram/bot.ts';
import { closePress } from '#connectors/telegram/close-press.ts';
import { readUpdate, updateId } from '#connectors/telegram/read-update.ts';
import { openConnection } from '#domain/connections/read-connection.ts';
import { hookSecrets, tenantOfBot } from '#domain/conversations/bots.ts';
import { receiveMessage } from '#domain/conversations/receive-message.ts';
import { getTenant } from '#domain/tenants/get-tenant.ts';
import { readTrigger } from '#flow/admission.ts';
import { type Json, localeOf } from '#flow/json.ts';

const BODY_LIMIT = 1024 * 1024;

const same = (a: string, b: string): boolean => {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
};

interface Delivered {
  connection: string;
  /** Of the address. */
  secret: string;
  /** `X-Telegram-Bot-Api-Secret-Token`. */
  header: string;
  body: () => Promise<Json>;
}

/**
 * Takes in what Telegram delivers: it is in PostgreSQL, with all that it leads to, before it is acknowledged.
 * @throws `not_found` for another address, `unauthorized` for another header, `malformed`
 */
async function takeUpdate(deps: ApiDeps, { connection, secret, header, body }: Delivered): Promise<void> {
  const { database } = deps;
  const tenantId = await tenantOfBot(database.admin, connection);
  if (tenantId === null) throw notFound();
  const known = await database.withTenant(tenantId, async (db) => ({
    secrets: hookSecrets(db, connection),
    opened: await openConnection(db, connection),
    locale: localeOf(await getTenant(db)),
  }));
  if (!same(secret, known.secrets.path)) throw notFound();
  if (!same(header, known.secrets.header))
    throw fail('unauthorized', 'Quem chama não é o Telegram.', 'The caller is not Telegram.');
  const raw = await body();
  if (updateId(raw) === null) throw fail('malformed', 'Isto não é um update.', 'This is no update.');
  const read = readUpdate(raw);
  const account = { id: connection, name: known.opened.name, channel: 'telegram' as const };
  const received = await database.withTenant(tenantId, (db) => receiveMessage(db, account, read, readTrigger));
  carryOut(deps, received.outbox);
  if (read.moved) await deps.actions.chats.moved(tenantId, connection, read.moved.from, read.moved.to);
  if (read.callback !== null && (received.kind === 'answered' || received.kind === 'stale'))
    void closePress(botOf(known.opened, deps.actions), read.callback, {
      stale: received.kind === 'stale',
      locale: known.locale,
    });
}

/** `POST /telegram/{connection}/{secret}`: the address that bots with `receive: webhook` register. */
export function mountTelegram(app: Express, services: FrameServices, deps: ApiDeps): void {
  app.post('/telegram/:connection/:secret', async (req: Request, res: Response) => {
    res.locals.route = '/telegram';
    res.set(HOOK_SECURITY_HEADERS);
    try {
      const { connection = '', secret = '' } = req.params as Record<string, string>;
      const header = req.get('x-telegram-bot-api-secret-token') ?? '';
      const body = async () => readJson(utf8(await readBytes(req, res, BODY_LIMIT)));
      await takeUpdate(deps, { connection, secret, header, body });
      res.status(200).set('Cache-Control', 'no-store').json({});
    } catch (thrown) {
      failRequest(req, res, thrown, services);
    }
  });
}
