import { SCOPES } from '#api/frame/caller.ts';
import type { BuiltInRole } from '#domain/people/role.ts';

/** What only those may look at who answer for the account. */
const GUARDED: ReadonlySet<string> = new Set([
  'keys:read',
  'security:read',
  'audit:read',
  'webhooks:read',
  'billing:read',
]);
const READS = SCOPES.filter((scope) => scope.endsWith(':read') && !GUARDED.has(scope));

/** What each role of a person may do. Owners and admins may everything, what comes later too. */
export const ROLE_SCOPES: Record<BuiltInRole, readonly string[]> = {
  owner: ['*'],
  admin: ['*'],
  editor: [...READS, 'flows:write', 'runs:write', 'events:write', 'approvals:write', 'connections:use', 'data:write'],
  operator: [...READS, 'runs:write', 'events:write', 'approvals:write'],
  viewer: READS,
};
