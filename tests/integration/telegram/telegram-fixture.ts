import { afterAll } from 'vitest';
import { actionsById } from '#connectors/actions.ts';
import { contextFor } from '#connectors/context-for.ts';
import { createDialer } from '#connectors/dialer.ts';
import { createConnection } from '#domain/connections/write-connection.ts';
import { createChatStore } from '#domain/conversations/chat-store.ts';
import { newId } from '#domain/ids.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { oneTenant } from '#tests/integration/data/one-tenant.ts';
import { TelegramSimulator } from '#tests/simulators/telegram.ts';

let names = 0;

/** A tenant with a database, a Bot API server that can misbehave, and actions on both. */
export const telegramFixture = async () => {
  const tenant = await oneTenant();
  const { fixture, tenantId } = tenant;
  const server = await TelegramSimulator.start();
  const dial = createDialer({ allowPrivateHosts: ['127.0.0.1', 'localhost'] });
  afterAll(async () => {
    await server.stop();
    await dial.close();
  });
  const chats = createChatStore(fixture.database);
  const services = { dial, chats, telegram: { root: server.url, dial } };
  /** Keeps a bot; gives its id, name and token. */
  const newBot = async (config: JsonObject = {}, root: string | null = null) => {
    const token = `${++names}:TOKEN-that-nobody-may-see`;
    const name = `bot ${names}`;
    const { id } = await tenant.db((db) =>
      createConnection(db, {
        ...{ connector: 'telegram', name, by: 'test', secret: { token } },
        config: { receive: 'polling', ...config, ...(root !== null && { apiRoot: root }) },
        hosts: [root === null ? 'api.telegram.org' : new URL(root).host],
      }),
    );
    return { id, name, token };
  };
  type Bot = Awaited<ReturnType<typeof newBot>>;
  /** Carries out one attempt of an action, as a worker does. */
  const act = async (
    type: string,
    bot: Bot | null,
    config: Json,
    { key = `${newId('run')}/n/1`, run = newId('run'), root = null as string | null, timeoutMs = 5_000 } = {},
  ): Promise<JsonObject> => {
    const connection = bot && {
      ...{ id: bot.id, connector: 'telegram', name: bot.name, secret: { token: bot.token } },
      config: (root === null ? {} : { apiRoot: root }) as JsonObject,
      hosts: [root === null ? 'api.telegram.org' : new URL(root).host],
    };
    const context = contextFor(services, {
      ...{ connection, idempotencyKey: key, timeoutMs },
      ...{ tenant: { id: tenantId, slug: 'demo' }, run: { id: run, test: false } },
    });
    return (await actionsById.get(type)?.run(config, context)) as JsonObject;
  };
  return { ...tenant, server, services, chats, newBot, act };
};
