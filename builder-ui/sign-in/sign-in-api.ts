import { send } from '../api-client.ts';

const post = (path: string, body: unknown) => send<Record<string, unknown>>(path, { method: 'POST', body });

/** In, or a code of the second step is due. */
export type Entered = 'in' | 'code';

const entered = ({ body }: { body: Record<string, unknown> }): Entered => ('secondFactor' in body ? 'code' : 'in');

export const enterWithPassword = async (email: string, password: string): Promise<Entered> =>
  entered(await post('/session', { email, password }));
export const enterWithLink = async (token: string): Promise<Entered> => entered(await post('/session/link', { token }));

/** Six digits are of the app; all else is a recovery code. */
export const showCode = (code: string): Promise<unknown> => {
  const plain = code.replaceAll(/\s/g, '');
  return /^\d{6}$/.test(plain)
    ? post('/auth/two-factor/verify-totp', { code: plain })
    : post('/auth/two-factor/verify-backup-code', { code: plain });
};

export const askForLink = (email: string): Promise<unknown> => post('/auth/sign-in/magic-link', { email });
export const askForReset = (email: string): Promise<unknown> => post('/auth/request-password-reset', { email });
export const resetPassword = (token: string, newPassword: string): Promise<unknown> =>
  post('/auth/reset-password', { token, newPassword });

interface SignInOptions {
  providers: string[];
  signUp: boolean;
  /** Letters lie in a folder of the data instead of being sent. */
  mailKept: boolean;
}

/** Other places one can sign in by, and what there is for visitors. */
export const signInOptions = (): Promise<SignInOptions> =>
  send<SignInOptions>('/session/options').then(({ body }) => body);

/** Where a provider asks who one is; `place`: where one is afterwards, here. */
export const providerPage = async (provider: string, place: string): Promise<string> => {
  const body = { provider, callbackURL: place, errorCallbackURL: '/sign-in-elsewhere', disableRedirect: true };
  return String((await post('/auth/sign-in/social', body)).body.url);
};

/** Where the company of this address lets its people in; null: by another way. `place`: where one is afterwards, here. */
export const ssoPage = async (email: string, place: string): Promise<string | null> => {
  const { url } = (await post('/session/sso', { email, returnTo: place })).body;
  return typeof url === 'string' ? url : null;
};

/** Where the provider of a company, `sso_…`, asks who one is; null: it is off. */
export const ssoPageOf = async (provider: string): Promise<string | null> => {
  const { url } = (await post('/session/sso', { provider, returnTo: '/home' })).body;
  return typeof url === 'string' ? url : null;
};
