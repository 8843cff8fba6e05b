import { at, send } from '../api-client.ts';

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

export const loadComputers = async (): Promise<{ data: Computer[]; machines: number }> =>
  (await send<{ data: Computer[]; machines: number }>('/licences')).body;

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
