import { send } from '../api-client.ts';

const post = <T = unknown>(path: string, body: unknown) =>
  send<T>(path, { method: 'POST', body }).then((answer) => answer.body);

/** One of `GET /v1/me/sessions`. */
export interface OpenSession {
  id: string;
  device: string | null;
  ip: string | null;
  method: string;
  createdAt: string;
  lastUsedAt: string;
  impersonated: boolean;
  current: boolean;
}

export interface Passkey {
  id: string;
  name: string | null;
  createdAt: string;
}

/** What two steps begin with: the secret for the app, and codes to keep. */
export interface TwoStepStart {
  totpURI: string;
  backupCodes: string[];
}

export interface WaysIn {
  password: boolean;
  twoStep: boolean;
  passkeys: number;
}

export const waysIn = (): Promise<WaysIn> => send<WaysIn>('/me/sign-in').then(({ body }) => body);
export const listSessions = (): Promise<OpenSession[]> =>
  send<{ data: OpenSession[] }>('/me/sessions').then(({ body }) => body.data);
export const endSession = (id: string): Promise<unknown> => send(`/me/sessions/${id}`, { method: 'DELETE' });
export const endOtherSessions = (): Promise<unknown> => send('/me/sessions', { method: 'DELETE' });

export const rename = (name: string): Promise<unknown> => post('/auth/update-user', { name });
export const changePassword = (currentPassword: string, newPassword: string): Promise<unknown> =>
  post('/auth/change-password', { currentPassword, newPassword });

export const beginTwoStep = (password: string): Promise<TwoStepStart> => post('/auth/two-factor/enable', { password });
export const confirmTwoStep = (code: string): Promise<unknown> => post('/auth/two-factor/verify-totp', { code });
export const endTwoStep = (password: string): Promise<unknown> => post('/auth/two-factor/disable', { password });
export const newRecoveryCodes = (password: string): Promise<string[]> =>
  post<{ backupCodes: string[] }>('/auth/two-factor/generate-backup-codes', { password }).then(
    ({ backupCodes }) => backupCodes,
  );

export const listPasskeys = (): Promise<Passkey[]> =>
  send<Passkey[]>('/auth/passkey/list-user-passkeys').then(({ body }) => body);
export const deletePasskey = (id: string): Promise<unknown> => post('/auth/passkey/delete-passkey', { id });
