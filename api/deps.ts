import type { Logger } from 'pino';
import type { TokenBuckets } from '#api/frame/token-bucket.ts';
import type { LiveCallers } from '#api/live/live-callers.ts';
import type { ActionServices } from '#connectors/action.ts';
import type { AskTxt } from '#domain/access/domains.ts';
import type { BillingDeps } from '#domain/billing/billing-deps.ts';
import type { Dispatch } from '#domain/dispatch/dispatch.ts';
import type { Entitlements } from '#domain/entitlements/entitlements.ts';
import type { FileLinks } from '#domain/files/file-links.ts';
import type { FileStore } from '#domain/files/file-store.ts';
import type { Flags } from '#domain/flags/flags.ts';
import type { Identity } from '#domain/identity/auth/open-identity.ts';
import type { TokenSigner } from '#domain/identity/tokens/token-signer.ts';
import type { SentKeys } from '#domain/identity/verify-api-key.ts';
import type { KeyOperations } from '#domain/keys/key-operations.ts';
import type { ObjectStores } from '#domain/payloads/object-store.ts';
import type { OperatorCodec } from '#domain/payloads/operator-codec.ts';
import type { PayloadKeys } from '#domain/payloads/payload-keys.ts';
import type { Erasure } from '#domain/tenants/erase-tenant.ts';
import type { ReceiptSigner } from '#domain/tenants/receipt-signer.ts';
import type { BillingProviders } from '#flow/contracts/billing-provider.ts';
import type { Json } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Database } from '#prisma/with-tenant.ts';

/** The settings that the API reads. */
export interface ApiSettings {
  production: boolean;
  /** 0 = any free port. */
  port: number;
  /** Where callers reach us, no slash at the end; null: the address that they used. */
  publicUrl: string | null;
  /** A host of its own for webhooks, where there is one. */
  hooksUrl: string | null;
  /** The built builder, or null where it is not built. */
  builderFolder: string | null;
  /** Origins of other pages that may call `/v1` with a key. */
  corsOrigins?: readonly string[];
  /** Whose word for the address of a caller is believed: addresses, networks, `loopback` …; missing: this machine. */
  trustedProxies?: readonly string[];
  version: string;
  /** Where people write to about plans whose price is talked about; missing: nowhere. */
  salesEmail?: string | null;
  /** Visitors may make an account of their own; missing: they may not. */
  signUp?: boolean;
  /** No letter is sent: they lie in a folder of the data (a demo without a mail server). Missing: they are. */
  mailKept?: boolean;
  /** Days in which a tenant's deletion can be taken back. */
  deletionDays?: number;
  /** Who may read what tenants' runs hold, and erase it. */
  operators: { token: string | null; emails: readonly string[] };
  /** Plans whose tenants begin in a schema of their own, where the operator who makes one does not say. */
  ownSchemaPlans?: readonly string[];
  /** Origins of Temporal's own pages, which ask us to open what they show. */
  temporalUiOrigins: readonly string[];
  /** Where a person finds a run in them; none: nobody told us. `url` has no slash at its end. */
  temporalPages?: { url: string; namespace: string } | null;
  /** A process of workers alone: of all addresses only those of its health answer. */
  healthOnly?: boolean;
  /** The operator's model for the AI help of tenants that have none; missing: there is none. */
  aiHelp?: { baseUrl: string; key: string; model: string } | null;
  /** For tests: answers are held against what their routes say of them. */
  checkAnswers?: boolean;
}

/** Keeps bytes that a value only refers to. */
export type FileKeeper = (content: { bytes: Uint8Array; name: string; type: string }) => Promise<Json>;

/** What operators do across tenants. */
interface Operations {
  keys: PayloadKeys;
  masterKeys: KeyOperations;
  codec: OperatorCodec;
  eraseTenant(tenantId: string, by: string): Promise<Erasure>;
  stores: ObjectStores;
  receipts: ReceiptSigner;
}

/** What the API is made of; everything that reaches outside is passed in. */
export interface ApiDeps {
  settings: ApiSettings;
  database: Database;
  log: Logger;
  catalogue: Catalogue;
  /** What tenants may do by their plans. */
  entitlements: Entitlements;
  /** Which parts of the product are switched on for whom. */
  flags: Flags;
  dispatch: Dispatch;
  /** For actions that are tried alone. */
  actions: ActionServices;
  files: { store: FileStore; links: FileLinks };
  operations: Operations;
  /** TXT records of a name, for domains that are proved; missing: the system's resolver. */
  askTxt?: AskTxt;
  /** Whose live streams end when their access does. */
  liveCallers: LiveCallers;
  /** Keys that were read a moment ago, forgotten by notices of access; missing: each call asks the database. */
  sentKeys?: SentKeys;
  /** Who takes the money; missing: nobody, and nobody tells us of payments. */
  billingProviders?: BillingProviders;
  /** What subscriptions are made of; missing: this installation takes no payments. */
  billing?: BillingDeps;
  /** How often an address may try invites, which cost a slow hash. */
  inviteTries: TokenBuckets;
  /** Signs and reads access tokens. */
  tokens: TokenSigner;
  /** Sign-in, and mail of the product itself. */
  identity: Identity;
  now(): number;
}
