import { send } from '../api-client.ts';

export interface Workspace {
  id: string;
  slug: string;
  name: string;
  role: string;
  roleName: string | null;
  status: 'active' | 'suspended' | 'deleting';
}

export const listWorkspaces = async (): Promise<Workspace[]> =>
  (await send<{ data: Workspace[] }>('/workspaces')).body.data;

export const createWorkspace = async (name: string): Promise<Workspace> =>
  (await send<Workspace>('/workspaces', { method: 'POST', body: { name } })).body;

/** The page begins anew: nothing that it remembers, draws or follows belongs to the account of before. */
export const enterWorkspace = async (id: string): Promise<void> => {
  await send('/session/workspace', { method: 'POST', body: { tenant: id } });
  location.assign('/home');
};

/** Out of somebody's place: one's own session is there again. */
export const leavePlace = async (): Promise<void> => {
  await send('/session/impersonation', { method: 'DELETE' });
  location.assign('/admin');
};
