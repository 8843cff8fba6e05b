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
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who calls, and for which tenant: both come from the credential alone. */
export interface Caller {
  kind: 'key' | 'session';
  tenant: TenantInfo & { name: string };
  /** `key:<id>` or `user:<id>`: what audit and idempotency know the caller by. */
  principal: string;
  /** Shown to people. */
  name: string;
  userId: string | null;
  email: string | null;
  role: string | null;
  scopes: ReadonlySet<string>;
}

export const may = (caller: Caller, scope: Scope): boolean => caller.scopes.has('*') || caller.scopes.has(scope);
