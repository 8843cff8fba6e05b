import { at, query, send } from '../api-client.ts';
import type { Page } from '../api-types.ts';

export interface Member {
  id: string;
  name: string;
  email: string;
  /** A built-in role, or `rol_…`. */
  role: string;
  roleName: string | null;
  since: string;
  disabled: boolean;
  twoStep: boolean;
}

export interface Invite {
  id: string;
  email: string;
  role: string;
  sentAt: string;
  expiresAt: string;
  status: 'open' | 'expired';
}

export interface CustomRole {
  id: string;
  name: string;
  description: string;
  scopes: string[];
  members: number;
}

export interface Roles {
  builtIn: { name: string; scopes: string[] }[];
  custom: CustomRole[];
  /** All rights that there are, in groups, in the reader's language. */
  rights: { title: string; scopes: { scope: string; text: string }[] }[];
}

export interface RoleGiven {
  name: string;
  description: string;
  scopes: string[];
}

export const listMembers = async (cursor?: string): Promise<Page<Member>> =>
  (await send<Page<Member>>(`/members${query({ cursor, limit: 100 })}`)).body;
export const changeMember = async (id: string, role: string): Promise<void> => {
  await send(`/members/${at(id)}`, { method: 'PATCH', body: { role } });
};
export const removeMember = async (id: string): Promise<void> => {
  await send(`/members/${at(id)}`, { method: 'DELETE' });
};

export const listInvites = async (cursor?: string): Promise<Page<Invite>> =>
  (await send<Page<Invite>>(`/invites${query({ cursor, limit: 50 })}`)).body;
export const invite = async (email: string, role: string): Promise<void> => {
  await send('/invites', { method: 'POST', body: { email, role } });
};
export const resendInvite = async (id: string): Promise<void> => {
  await send(`/invites/${at(id)}/resend`, { method: 'POST' });
};
export const revokeInvite = async (id: string): Promise<void> => {
  await send(`/invites/${at(id)}`, { method: 'DELETE' });
};

export const loadRoles = async (): Promise<Roles> => (await send<Roles>('/roles')).body;
export const saveRole = async (id: string | null, role: RoleGiven): Promise<void> => {
  if (id === null) await send('/roles', { method: 'POST', body: role });
  else await send(`/roles/${at(id)}`, { method: 'PATCH', body: role });
};
export const deleteRole = async (id: string): Promise<void> => {
  await send(`/roles/${at(id)}`, { method: 'DELETE' });
};

export const leaveWorkspace = async (): Promise<void> => {
  await send('/workspaces/current', { method: 'DELETE' });
};

export interface LookedInvite {
  tenantName: string;
  email: string;
  role: string;
  roleName: string | null;
  passwordLength: number;
  known: boolean;
}

export const lookAtInvite = async (token: string): Promise<LookedInvite> =>
  (await send<LookedInvite>('/invites/look', { method: 'POST', body: { token } })).body;
export const acceptInvite = async (body: { token: string; name?: string; password?: string }): Promise<void> => {
  await send('/invites/accept', { method: 'POST', body });
};
