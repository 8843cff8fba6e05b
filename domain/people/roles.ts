import { failure } from '#flow/errors.ts';
import { isUniqueViolation } from '#prisma/database-error.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { tellAccess } from '../access/notices.ts';
import { appendAudit } from '../audit/audit.ts';
import { formatId, newId, parseId } from '../ids.ts';

/** A role of a tenant's own. */
export interface CustomRole {
  id: string;
  name: string;
  description: string;
  scopes: string[];
  /** People who have it. */
  members: number;
  /** ISO 8601 UTC. */
  createdAt: string;
  updatedAt: string;
}

interface Row {
  id: string;
  name: string;
  description: string;
  scopes: string[];
  members: number;
  created_at: Date;
  updated_at: Date;
}

export interface RoleGiven {
  name: string;
  description: string;
  scopes: string[];
}

const MOST_ROLES = 50;

const roleOf = ({ id, created_at, updated_at, ...row }: Row): CustomRole => ({
  ...row,
  id: formatId('rol', id),
  createdAt: created_at.toISOString(),
  updatedAt: updated_at.toISOString(),
});

const nameTaken = () => failure('conflict', 'Já há um papel com este nome.', 'There is a role with this name already.');
export const noSuchRole = () => failure('not_found', 'Este papel não existe.', 'There is no such role.');

const unlessTaken = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw isUniqueViolation(error, 'roles_name') ? nameTaken() : error;
  }
};

/** By name; there are at most 50. */
export const listRoles = async (db: TenantDb): Promise<CustomRole[]> => {
  const rows = await db.sql<Row>`
    select r.id, r.name, r.description, r.scopes, r.created_at, r.updated_at,
      (select count(*)::int from memberships m where m.tenant_id = r.tenant_id and m.role_id = r.id) as members
    from roles r where r.tenant_id = ${db.tenant} order by lower(r.name)`;
  return rows.map(roleOf);
};

/** @throws `not_found` */
export const getRole = async (db: TenantDb, id: string): Promise<CustomRole> => {
  parseId('rol', id);
  const role = (await listRoles(db)).find((one) => one.id === id);
  if (!role) throw noSuchRole();
  return role;
};

/** @throws `conflict` for a name that is taken, and past 50, which no plan changes. */
export const createRole = async (db: TenantDb, given: RoleGiven & { id?: string; by: string }): Promise<CustomRole> => {
  const id = given.id ?? newId('rol');
  const [others] = await db.sql<{ n: number }>`
    select count(*)::int as n from roles where tenant_id = ${db.tenant} and id <> ${parseId('rol', id)}`;
  if ((others?.n ?? 0) >= MOST_ROLES)
    throw failure('conflict', 'São no máximo 50 papéis.', 'There are at most 50 roles.');
  const made = await unlessTaken(
    db.sql`
      insert into roles (tenant_id, id, name, description, scopes, created_by)
      values (${db.tenant}, ${parseId('rol', id)}, ${given.name}, ${given.description}, ${given.scopes}::text[], ${given.by})
      on conflict (tenant_id, id) do nothing returning id`,
  );
  const data = { name: given.name, scopes: given.scopes };
  if (made.length > 0) await appendAudit(db, { actor: given.by, action: 'role.create', target: id, data });
  return getRole(db, id);
};

/** Counts from now on, for whoever has it. @throws `not_found`, `conflict` */
export const updateRole = async (
  db: TenantDb,
  id: string,
  change: { [Field in keyof RoleGiven]?: RoleGiven[Field] | undefined },
  by: string,
): Promise<CustomRole> => {
  const before = await getRole(db, id);
  const next = {
    name: change.name ?? before.name,
    description: change.description ?? before.description,
    scopes: change.scopes ?? before.scopes,
  };
  await unlessTaken(
    db.sql`
      update roles set name = ${next.name}, description = ${next.description}, scopes = ${next.scopes}::text[],
        updated_at = now()
      where tenant_id = ${db.tenant} and id = ${parseId('rol', id)}`,
  );
  const data = {
    before: { name: before.name, scopes: before.scopes },
    after: { name: next.name, scopes: next.scopes },
  };
  await appendAudit(db, { actor: by, action: 'role.update', target: id, data });
  if (before.members > 0) await tellAccess(db.sql, { tenantId: db.tenantId });
  return getRole(db, id);
};

/** @throws `not_found`; `conflict` while somebody has it, or is invited to it. */
export const deleteRole = async (db: TenantDb, id: string, by: string): Promise<void> => {
  const role = await getRole(db, id);
  const uuid = parseId('rol', id);
  // What is over keeps no role alive.
  await db.sql`
    delete from invites where tenant_id = ${db.tenant} and role_id = ${uuid}
      and (accepted_at is not null or revoked_at is not null or expires_at < now())`;
  const [held] = await db.sql`
    select 1 from memberships where tenant_id = ${db.tenant} and role_id = ${uuid}
    union all select 1 from invites where tenant_id = ${db.tenant} and role_id = ${uuid} limit 1`;
  if (held)
    throw failure(
      'conflict',
      'Alguém tem este papel ou foi convidado para ele. Dê outro papel antes.',
      'Somebody has this role, or is invited to it. Give them another one first.',
    );
  await db.sql`delete from roles where tenant_id = ${db.tenant} and id = ${uuid}`;
  await appendAudit(db, { actor: by, action: 'role.delete', target: id, data: { name: role.name } });
};
