import { failure } from '#flow/errors.ts';
import type { ActionContext, ActionServices } from './action.ts';
import { inMemoryLedger } from './ai/in-memory-ledger.ts';
import { createBreakers } from './breaker.ts';
import { createCodeSandbox } from './code/sandbox.ts';
import { createDialer } from './dialer.ts';
import { inMemoryTokens } from './http/in-memory-tokens.ts';
import { inMemoryChats } from './message/in-memory-chats.ts';
import { inMemoryNotifications } from './notify/in-memory-notifications.ts';
import { inMemoryState } from './store/in-memory-state.ts';

const noTable = async (_: unknown, name: string): Promise<never> => {
  throw failure('missing_table', `Não existe a tabela ${name}.`, `There is no table ${name}.`);
};
const noTables: ActionServices['tables'] = {
  insert: noTable,
  upsert: noTable,
  get: noTable,
  query: noTable,
  update: noTable,
  remove: noTable,
};

/** A context for tests of actions: real services, each replaceable; private hosts only where they are listed. */
export const contextFor = (
  services: Partial<ActionServices> & { allowPrivateHosts?: string[] } = {},
  more: Partial<Omit<ActionContext, 'services'>> = {},
): ActionContext => ({
  connection: null,
  idempotencyKey: 'run_1//n/1',
  signal: new AbortController().signal,
  timeoutMs: 5_000,
  tenant: { id: 't1', slug: 'demo' },
  subject: null,
  flowId: 'flw_1',
  run: { id: 'run_1', test: false },
  timezone: 'America/Sao_Paulo',
  nowMs: Date.now(),
  ...more,
  services: {
    dial: services.dial ?? createDialer({ allowPrivateHosts: services.allowPrivateHosts ?? [] }),
    breakers: services.breakers ?? createBreakers(),
    sandbox: services.sandbox ?? createCodeSandbox(),
    state: services.state ?? inMemoryState(),
    tables: services.tables ?? noTables,
    files: services.files ?? null,
    ...(services.fileLinks && { fileLinks: services.fileLinks }),
    live: services.live ?? { teller: () => null },
    tokens: services.tokens ?? inMemoryTokens(),
    ai: services.ai ?? inMemoryLedger(),
    connections: services.connections ?? {
      open: async (_, name) => {
        throw failure('missing_connection', `Não existe a conexão ${name}.`, `There is no connection ${name}.`);
      },
    },
    ...(services.consents && { consents: services.consents }),
    notifications: services.notifications ?? inMemoryNotifications(),
    chats: services.chats ?? inMemoryChats(),
    billing: services.billing ?? null,
    telegram: services.telegram ?? { root: 'https://api.telegram.org', dial: createDialer() },
  },
});
