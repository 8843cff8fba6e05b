import { at, query, send } from '../api-client.ts';

/** Where a tenant's rows lie. */
export type Place = 'shared' | 'own';

export interface AdminTenant {
  id: string;
  slug: string;
  name: string;
  plan: string;
  status: 'active' | 'suspended' | 'deleting';
  reason: string | null;
  place: Place;
  move: { to: Place; step: string; done: number; of: number; error: string | null } | null;
  members: number;
  createdAt: string;
}

export interface AdminUser {
  id: string;
  name: string;
  email: string;
  blockedAt: string | null;
  lockedUntil: string | null;
  twoStep: boolean;
  lastSeenAt: string | null;
  tenants: { id: string; name: string; role: string }[];
}

export const findTenants = async (q: string): Promise<AdminTenant[]> =>
  (await send<{ data: AdminTenant[] }>(`/admin/tenants${query({ q })}`)).body.data;
export const findUsers = async (q: string, tenant?: string): Promise<AdminUser[]> =>
  (await send<{ data: AdminUser[] }>(`/admin/users${query({ q, tenant })}`)).body.data;

export interface NewTenant {
  name: string;
  /** An e-mail; missing: whoever asks. */
  owner?: string;
  plan: string;
  /** Missing: as the installation says for the plan. */
  place?: Place;
  reason: string;
}
export const createTenant = async (given: NewTenant): Promise<AdminTenant> =>
  (await send<AdminTenant>('/admin/tenants', { method: 'POST', body: { ...given } })).body;

export const tenantDeed = async (id: string, deed: 'suspend' | 'resume', reason: string): Promise<void> => {
  await send(`/admin/tenants/${at(id)}/${deed}`, { method: 'POST', body: { reason } });
};
export const placeTenant = async (id: string, place: Place, reason: string): Promise<void> => {
  await send(`/admin/tenants/${at(id)}/placement`, { method: 'POST', body: { place, reason } });
};
export const userDeed = async (id: string, deed: 'block' | 'unblock' | 'unlock', reason: string): Promise<void> => {
  await send(`/admin/users/${at(id)}/${deed}`, { method: 'POST', body: { reason } });
};

/** The page begins anew in that person's place. */
export const takePlace = async (tenant: string, user: string, reason: string): Promise<void> => {
  await send('/admin/impersonations', { method: 'POST', body: { tenant, user, reason } });
  location.assign('/home');
};
