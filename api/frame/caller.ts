import type { TramaError } from '#flow/errors.ts';
import type { TenantInfo } from '#flow/machine/protocol.ts';

/** What a credential may do; a session's follow from its role. `*` is everything. */
export const SCOPES = [
  'flows:read',
  'flows:write',
  'runs:read',
  'runs:write',
  'events:read',
  'events:write',
  'approvals:read',
  'approvals:write',
  'connections:read',
  'connections:write',
  'connections:use',
  'data:read',
  'data:write',
  'keys:read',
  'keys:write',
  'tenant:read',
  'tenant:write',
  'members:read',
  'members:write',
  'security:read',
  'security:write',
  'audit:read',
  'webhooks:read',
  'webhooks:write',
  'billing:read',
  'billing:write',
] as const;
export type Scope = (typeof SCOPES)[number];

/** The API key behind a call. */
export interface CallerKey {
  id: string;
  /** Calls a minute of its own; null: the usual limit. */
  perMinute: number | null;
  /** uuid of the access token that was sent in its place; missing: the key itself was. */
  tokenId?: string;
  /** Its calls are logged with their bodies until then (milliseconds); null: without. */
  keepBodiesUntil: number | null;
}

/** Who calls, and for which tenant: both come from the credential alone. */
export interface Caller {
  /** `token`: an access token of a key, whose principal it has. */
  kind: 'key' | 'token' | 'session';
  tenant: TenantInfo & { name: string };
  /** `key:<id>` or `user:<id>`: what audit and idempotency know the caller by. */
  principal: string;
  /** Shown to people. */
  name: string;
  userId: string | null;
  email: string | null;
  role: string | null;
  /** `ses_…`, of a session. */
  sessionId: string | null;
  /** Whoever of ours sits in this person's place, as audit knows them (`user:<id>`); nobody: null. */
  impersonator: string | null;
  /** Where the call came from; empty where that is not known. */
  ip: string;
  scopes: ReadonlySet<string>;
  /** Of a session: a second step stands behind it, or behind its person. */
  twoStep?: boolean;
  /** Of a session that the tenant's own provider let in: good in this tenant, and for nothing of the person's own. */
  sso?: boolean;
  /** Why the tenant keeps them out just now, though they are who they are; missing or null: it does not. */
  barred?: TramaError | null;
  /** Missing: no key stands behind it. */
  key?: CallerKey;
}

export const may = (caller: Caller, scope: Scope): boolean => caller.scopes.has('*') || caller.scopes.has(scope);
