/** One address of better-auth that is open to browsers. */
export interface AuthPath {
  method: 'GET' | 'POST';
  /** It needs a session that holds, and is about the person of that session. */
  signedIn?: true;
  /** Also by a session that a tenant's own provider opened: it changes nothing of how the person signs in. */
  bySso?: true;
  /** What of a body is passed on. The library takes more, and acts by it. */
  fields?: readonly string[];
  /** A password or code stands in it, which may be a guess. */
  guess?: true;
  /** What is said beside. */
  adds?: Readonly<Record<string, unknown>>;
}

/** What of better-auth is open to browsers. What is not named here is not there: each further way in has to be meant. */
const OPEN: Readonly<Record<string, AuthPath>> = {
  '/sign-in/magic-link': { method: 'POST', fields: ['email'] },
  '/sign-in/social': { method: 'POST', fields: ['provider', 'callbackURL', 'errorCallbackURL', 'disableRedirect'] },
  '/callback/google': { method: 'GET' },
  '/callback/microsoft': { method: 'GET' },
  '/callback/github': { method: 'GET' },
  '/request-password-reset': { method: 'POST', fields: ['email'] },
  '/reset-password': { method: 'POST', fields: ['token', 'newPassword'] },
  '/change-password': {
    ...{ method: 'POST', signedIn: true, guess: true, fields: ['currentPassword', 'newPassword'] },
    // Whoever changes a password shuts out whoever knew the old one.
    adds: { revokeOtherSessions: true },
  },
  '/update-user': { method: 'POST', signedIn: true, bySso: true, fields: ['name'] },
  '/two-factor/enable': { method: 'POST', signedIn: true, guess: true, fields: ['password'] },
  '/two-factor/disable': { method: 'POST', signedIn: true, guess: true, fields: ['password'] },
  '/two-factor/generate-backup-codes': { method: 'POST', signedIn: true, guess: true, fields: ['password'] },
  '/two-factor/verify-totp': { method: 'POST', guess: true, fields: ['code'] },
  '/two-factor/verify-backup-code': { method: 'POST', guess: true, fields: ['code'] },
  '/passkey/generate-register-options': { method: 'GET', signedIn: true },
  '/passkey/verify-registration': { method: 'POST', signedIn: true, fields: ['response', 'name'] },
  '/passkey/list-user-passkeys': { method: 'GET', signedIn: true, bySso: true },
  '/passkey/delete-passkey': { method: 'POST', signedIn: true, fields: ['id'] },
  '/passkey/generate-authenticate-options': { method: 'GET' },
  '/passkey/verify-authentication': { method: 'POST', fields: ['response'] },
};

export const authPath = (path: string): AuthPath | null => (Object.hasOwn(OPEN, path) ? (OPEN[path] ?? null) : null);

/** What the library is told of a body. */
export const passedOn = ({ fields = [], adds }: AuthPath, body: Record<string, unknown>): Record<string, unknown> => ({
  ...Object.fromEntries(fields.filter((field) => Object.hasOwn(body, field)).map((field) => [field, body[field]])),
  ...adds,
});
