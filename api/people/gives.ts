import { ROLE_SCOPES } from '#api/auth/role-scopes.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import type { RoleRow } from '#domain/people/role.ts';

/** What a role may; `scopes` of one of the tenant's own. */
export const rightsOf = ({ role, scopes }: Pick<RoleRow, 'role'> & { scopes: readonly string[] | null }) =>
  role === 'custom' ? (scopes ?? []) : ROLE_SCOPES[role];

/** Nobody gives a right that they do not have. @throws `forbidden` */
export function refuseMore(caller: Caller, scopes: readonly string[]): void {
  const more = caller.scopes.has('*') ? [] : scopes.filter((one) => !caller.scopes.has(one));
  if (more.length > 0)
    throw fail('forbidden', `Você não tem o direito ${more.join(', ')}.`, `You lack the right ${more.join(', ')}.`);
}

/**
 * Nobody gives a role, or takes it from somebody, that may more than they do; and owners are made and unmade by owners.
 * @throws `forbidden`
 */
export function refuseRole(caller: Caller, role: Pick<RoleRow, 'role'> & { scopes: readonly string[] | null }): void {
  if (role.role === 'owner' && caller.role !== 'owner')
    throw fail('forbidden', 'Só um dono faz ou desfaz donos.', 'Only an owner makes or unmakes owners.');
  refuseMore(caller, rightsOf(role));
}
