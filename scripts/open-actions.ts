import type { ApiDeps } from '#api/deps.ts';
import type { Env } from '#config/env.ts';
import type { ActionServices } from '#connectors/action.ts';
import { createBreakers } from '#connectors/breaker.ts';
import { createCodeSandbox } from '#connectors/code/sandbox.ts';
import { createDialer, type Dialer } from '#connectors/dialer.ts';
import { createAiLedger } from '#domain/ai/ledger.ts';
import { openConnection } from '#domain/connections/read-connection.ts';
import { createTokenKeeper } from '#domain/connections/token-keeper.ts';
import { createChatStore } from '#domain/conversations/chat-store.ts';
import { createDataTables } from '#domain/data-tables/data-tables.ts';
import type { LiveHub } from '#domain/dispatch/live-hub.ts';
import { createNotifications } from '#domain/notifications/notification-store.ts';
import { createConsents } from '#domain/privacy/consents.ts';
import { createStateStore } from '#domain/state/state-store.ts';
import type { BillingDesk } from '#flow/contracts/billing-desk.ts';
import type { Database } from '#prisma/with-tenant.ts';
import type { Servers } from './servers.ts';
import type { Shutdown } from './shutdown.ts';

interface ActionParts {
  env: Env;
  /** The installation's root. */
  secret: string;
  servers: Servers;
  shutdown: Shutdown;
  billing: BillingDesk;
  hub: LiveHub;
  database: Database;
  files: ApiDeps['files'];
}

/** Whom a push service writes to when our messages trouble it: it takes https and mailto. */
const pushSubject = ({ PUBLIC_URL: url }: Env): string =>
  url?.startsWith('https://') ? url : 'mailto:push@trama.invalid';

/** Flows never reach our own servers, whatever the list of allowed addresses says. */
function dialerOf(env: Env, servers: Servers, alsoPrivate: string[] = []): Dialer {
  const database = new URL(servers.database.app);
  const [host = 'localhost', port = '7233'] = servers.temporal.address.split(':');
  const own = [
    { host: database.hostname, port: Number(database.port || 5432) },
    { host, port: Number(port) },
    { host: 'localhost', port: env.PORT },
    { host: 'localhost', port: env.TRAMA_TEMPORAL_UI_PORT },
  ];
  return createDialer({ allowPrivateHosts: [...env.TRAMA_ALLOW_PRIVATE_HOSTS, ...alsoPrivate], forbidden: own });
}

/** What actions work with, in workers and where the API tries one alone. */
export function openActions({
  billing,
  env,
  secret,
  servers,
  shutdown,
  database,
  files,
  hub,
}: ActionParts): ActionServices {
  const dial = dialerOf(env, servers);
  // An operator chose this server, so it may be private; no flow can lead there, for only calls of bots go this way.
  const toTelegram = dialerOf(env, servers, [new URL(env.TELEGRAM_API_ROOT).host]);
  shutdown.defer('Telegram', 2_000, () => toTelegram.close());
  const sandbox = createCodeSandbox();
  shutdown.defer('outgoing connections', 2_000, () => dial.close());
  shutdown.defer('code', 2_000, () => sandbox.close());
  return {
    dial,
    breakers: createBreakers(),
    sandbox,
    state: createStateStore(database),
    tables: createDataTables(database),
    files: files.store,
    fileLinks: files.links,
    chats: createChatStore(database),
    consents: createConsents(database),
    notifications: createNotifications(database, { secret, subject: pushSubject(env) }),
    billing,
    telegram: { root: env.TELEGRAM_API_ROOT, dial: toTelegram },
    ai: createAiLedger(database),
    live: hub,
    tokens: createTokenKeeper(database),
    connections: {
      open: (tenantId, name) => database.withTenant(tenantId, (db) => openConnection(db, name)),
    },
  };
}
