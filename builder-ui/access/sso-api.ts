import { send } from '../api-client.ts';

export interface SsoAddresses {
  callback: string;
  acs: string;
  entityId: string;
  metadata: string;
}

export interface SsoProvider {
  kind: 'oidc' | 'saml';
  revision: number;
  issuer: string;
  clientId: string | null;
  entryPoint: string;
  certificates: { fingerprint: string; notAfter: string }[];
  test: { at: string; ok: boolean; email: string | null; problem: string | null } | null;
  testedAt: string | null;
  enabledAt: string | null;
  required: boolean;
}

export interface SsoSetup {
  provider: SsoProvider | null;
  addresses: SsoAddresses;
}

export type SsoGiven =
  | { kind: 'oidc'; issuer: string; clientId: string; clientSecret?: string }
  | { kind: 'saml'; metadata: string };

export const loadSso = async (): Promise<SsoSetup> => (await send<SsoSetup>('/sso')).body;
export const saveSso = async (given: SsoGiven): Promise<void> => {
  await send('/sso', { method: 'PUT', body: given });
};
export const switchSso = async (given: { enabled: boolean; required: boolean; revision: number }): Promise<void> => {
  await send('/sso', { method: 'PATCH', body: given });
};
export const removeSso = async (): Promise<void> => {
  await send('/sso', { method: 'DELETE' });
};
/** Where this browser tries the set-up out. */
export const testSso = async (): Promise<string> =>
  (await send<{ url: string }>('/sso/test', { method: 'POST' })).body.url;
