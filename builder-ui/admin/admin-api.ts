import { at, query, send } from '../api-client.ts';

export interface AdminTenant {
  id: string;
  slug: string;
  name: string;
  plan: string;
  status: 'active' | 'suspended' | 'deleting';
  reason: string | null;
  members: number;
  createdAt: string;
}

export interface AdminUser {
  id: string;
  name: string;
  email: string;
  blockedAt: string | null;
  twoStep: boolean;
  lastSeenAt: string | null;
  tenants: { id: string; name: string; role: string }[];
}

export const findTenants = async (q: string): Promise<AdminTenant[]> =>
  (await send<{ data: AdminTenant[] }>(`/admin/tenants${query({ q })}`)).body.data;
export const findUsers = async (q: string, tenant?: string): Promise<AdminUser[]> =>
  (await send<{ data: AdminUser[] }>(`/admin/users${query({ q, tenant })}`)).body.data;

export const tenantDeed = async (id: string, deed: 'suspend' | 'resume', reason: string): Promise<void> => {
  await send(`/admin/tenants/${at(id)}/${deed}`, { method: 'POST', body: { reason } });
};
export const userDeed = async (id: string, deed: 'block' | 'unblock', reason: string): Promise<void> => {
  await send(`/admin/users/${at(id)}/${deed}`, { method: 'POST', body: { reason } });
};

/** The page begins anew in that person's place. */
export const takePlace = async (tenant: string, user: string, reason: string): Promise<void> => {
  await send('/admin/impersonations', { method: 'POST', body: { tenant, user, reason } });
  location.assign('/home');
};
