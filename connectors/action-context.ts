import type { AiLedger } from '#flow/contracts/ai-ledger.ts';
import type { BillingDesk } from '#flow/contracts/billing-desk.ts';
import type { ChatStore } from '#flow/contracts/chat-store.ts';
import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import type { Consents } from '#flow/contracts/consents.ts';
import type { DataTables } from '#flow/contracts/data-tables.ts';
import type { FileLinks, FileStore } from '#flow/contracts/file-store.ts';
import type { Notifications } from '#flow/contracts/notifications.ts';
import type { StateStore } from '#flow/contracts/state-store.ts';
import type { TokenKeeper } from '#flow/contracts/token-keeper.ts';
import type { Breakers } from './breaker.ts';
import type { CodeSandbox } from './code/sandbox.ts';
import type { Dialer } from './dialer.ts';

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
  /** Who agreed to get what; missing where nobody keeps it. */
  consents?: Consents;
  /** What the lifecycle of a subscription has done; null where nobody does it. */
  billing: BillingDesk | null;
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
  /** `ten_…`: whom a run of the product's own flows is about; null in every flow of a tenant's. */
  subject: string | null;
  flowId: string;
  run: { id: string; test: boolean };
  /** IANA name, of the flow. */
  timezone: string;
  nowMs: number;
  /** Tells whoever watches the run what there is of the answer so far; none: nobody watches, or nobody may. */
  partial?: TellPartial | null;
  services: ActionServices;
}
