import { at, query, send } from '../api-client.ts';
import type { Page } from '../api-types.ts';

export interface Computer {
  id: string;
  name: string;
  app: 'desktop' | 'cli';
  by: string;
  status: 'active' | 'expired' | 'revoked';
  activatedAt: string;
  refreshedAt: string;
  expiresAt: string;
  graceUntil: string;
  revokedAt: string | null;
}

/** `machines`: how many may be active at once; -1: as many as one likes. */
export interface Computers extends Page<Computer> {
  machines: number;
}
export const loadComputers = async (cursor?: string): Promise<Computers> =>
  (await send<Computers>(`/licences${query({ cursor })}`)).body;

export const removeComputer = async (id: string): Promise<void> => {
  await send(`/licences/${at(id)}`, { method: 'DELETE' });
};

/** Without a key it is found by the address that one signed in with. */
export const claimLifetime = async (key: string): Promise<{ product: string; until: string }> =>
  (
    await send<{ product: string; until: string }>('/licences/lifetime/claim', {
      method: 'POST',
      body: key === '' ? {} : { key },
    })
  ).body;
