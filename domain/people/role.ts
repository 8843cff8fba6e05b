import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, uuidIn } from '../ids.ts';

/** Roles that every tenant has. What each may do stands in code (`api/auth/role-scopes.ts`). */
export const BUILT_IN_ROLES = ['owner', 'admin', 'editor', 'operator', 'viewer'] as const;
export type BuiltInRole = (typeof BUILT_IN_ROLES)[number];

/** As a row holds it: `custom` stands beside the id of one of the tenant's own. */
export interface RoleRow {
  role: BuiltInRole | 'custom';
  role_id: string | null;
}

export const isBuiltIn = (name: string): name is BuiltInRole => (BUILT_IN_ROLES as readonly string[]).includes(name);

/** As callers know it: the name of a built-in role, or `rol_…`. */
export const roleName = ({ role, role_id }: RoleRow): string => (role_id === null ? role : formatId('rol', role_id));

/** What a caller named, as a row holds it; one of the tenant's own must be there. @throws `not_found` */
export const readRole = async (db: TenantDb, name: string): Promise<RoleRow & { scopes: string[] | null }> => {
  if (isBuiltIn(name)) return { role: name, role_id: null, scopes: null };
  const id = uuidIn('rol', name);
  const [row] = id
    ? await db.sql<{ scopes: string[] }>`
        select scopes from roles where tenant_id = ${db.tenant} and id = ${id} for key share`
    : [];
  if (!id || !row) throw failure('not_found', 'Este papel não existe.', 'There is no such role.');
  return { role: 'custom', role_id: id, scopes: row.scopes };
};
