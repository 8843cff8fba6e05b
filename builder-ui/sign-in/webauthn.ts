import { send } from '../api-client.ts';

/** Can this browser make and show passkeys, in the form that servers speak? */
export const knowsPasskeys = (): boolean =>
  typeof PublicKeyCredential !== 'undefined' &&
  'parseCreationOptionsFromJSON' in PublicKeyCredential &&
  'toJSON' in PublicKeyCredential.prototype;

/** The person closed the question of the browser: that is no error to speak of. */
export const wasDismissed = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError');

const jsonOf = (credential: Credential | null): unknown => {
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException('no passkey', 'NotAllowedError');
  return credential.toJSON();
};

/** Asks the browser for a new passkey, and keeps its public part. */
export async function makePasskey(name: string): Promise<void> {
  const { body } = await send<PublicKeyCredentialCreationOptionsJSON>('/auth/passkey/generate-register-options');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(body);
  const response = jsonOf(await navigator.credentials.create({ publicKey }));
  await send('/auth/passkey/verify-registration', { method: 'POST', body: { response, name } });
}

/** Signs in with a passkey that the person chooses. */
export async function signInWithPasskey(): Promise<void> {
  const { body } = await send<PublicKeyCredentialRequestOptionsJSON>('/auth/passkey/generate-authenticate-options');
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(body);
  const response = jsonOf(await navigator.credentials.get({ publicKey }));
  await send('/auth/passkey/verify-authentication', { method: 'POST', body: { response } });
}
