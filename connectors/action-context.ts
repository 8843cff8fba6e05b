import type { AiLedger } from '#flow/contracts/ai-ledger.ts';
import type { DataTables } from '#flow/contracts/data-tables.ts';
import type { TokenKeeper } from '#flow/contracts/token-keeper.ts';
import type { JsonObject } from '#flow/json.ts';
import type { Breakers } from './breaker.ts';
import type { CodeSandbox } from './code/sandbox.ts';
import type { Dialer } from './dialer.ts';
import type { FileLinks, FileStore } from './file-store.ts';
import type { ChatStore } from './message/chat-store.ts';
import type { Notifications } from './notify/notifications.ts';
import type { StateStore } from './store/state-store.ts';

/** A connection as an action sees it: opened, its secret decrypted. It never leaves the worker. */
export interface ConnectionValue {
  id: string;
  connector: string;
  name: string;
  /** What is not secret: `{ auth: 'bearer' }`, `{ preset: 'stripe' }`. */
  config: JsonObject;
  secret: JsonObject;
  /** `host` or `host:port`; the secret goes to these and nowhere else. Empty: it is never sent. */
  hosts: string[];
}

/** What the worker lends to every action. One of each a process. */
export interface ActionServices {
  dial: Dialer;
  breakers: Breakers;
  sandbox: CodeSandbox;
  state: StateStore;
  /** The tenant's own tables. */
  tables: DataTables;
  /** null where nobody keeps files yet: binary answers then fail with `files_not_available`. */
  files: FileStore | null;
  /** Missing where nobody serves files. */
  fileLinks?: FileLinks;
  /** What calls of models take of a tenant's budget. */
  ai: AiLedger;
  /** Whom an action may tell what it has so far: those who watch its run, from this process; null: nobody does. */
  live: { teller(runId: string, node: string): TellPartial | null };
  /** Access tokens of connections that sign in by OAuth 2. */
  tokens: TokenKeeper;
  /** Opens a connection other than the step's own, where that one names it. Fails with `missing_connection`. */
  connections: { open(tenantId: string, idOrName: string): Promise<ConnectionValue> };
  chats: ChatStore;
  /** The people of a tenant, and the notices that they get. */
  notifications: Notifications;
  /** The Bot API's server, and a dialer that may reach it though it were private: an operator chose it, no flow. */
  telegram: { root: string; dial: Dialer };
}

/** A piece of a text, and at which character it stands; 0 begins anew. It is told once, and kept nowhere. */
export type TellPartial = (piece: { at: number; text: string }) => void;

export interface ActionContext {
  connection: ConnectionValue | null;
  /** The same over attempts, crashes and continue-as-new: `<root run>/<path>/<node>/<visit>[/<n>]`. */
  idempotencyKey: string;
  /** Fires when the run no longer wants the answer; with the reason `TimeoutError` the attempt took too long. */
  signal: AbortSignal;
  /** Of this attempt. */
  timeoutMs: number;
  tenant: { id: string; slug: string };
  flowId: string;
  run: { id: string; test: boolean };
  /** IANA name, of the flow. */
  timezone: string;
  nowMs: number;
  /** Tells whoever watches the run what there is of the answer so far; none: nobody watches, or nobody may. */
  partial?: TellPartial | null;
  services: ActionServices;
}
