import type { ApiDeps } from '#api/deps.ts';
import { fail } from '#api/frame/fail.ts';
import { TramaError } from '#flow/errors.ts';

/**
 * Refuses an address that nothing is sent to: not https (in production), with a password in it, or one that leads to no
 * public server. Each attempt checks again. @throws `invalid`
 */
export const checkUrl = async (
  url: string,
  { settings, actions }: Pick<ApiDeps, 'settings' | 'actions'>,
  pointer = '/url',
): Promise<void> => {
  const { protocol, hostname, port, username, password } = new URL(url);
  if (settings.production && protocol !== 'https:')
    throw refused(
      pointer,
      'https',
      'O endereço precisa começar com https://.',
      'The address must begin with https://.',
    );
  if (username || password)
    throw refused(pointer, 'password', 'Tire a senha do endereço.', 'Take the password out of the address.');
  try {
    await actions.dial.resolve(hostname, Number(port) || (protocol === 'https:' ? 443 : 80));
  } catch (error) {
    if (!(error instanceof TramaError)) throw error;
    const { pt = error.message, en = error.message } = error.text ?? {};
    throw refused(pointer, error.code, pt, en);
  }
};

const refused = (pointer: string, code: string, pt: string, en: string) =>
  fail('invalid', pt, en, { details: { errors: [{ pointer, code, message: en }] } });
