import type { ApiDeps } from '#api/deps.ts';
import { fail } from '#api/frame/fail.ts';
import { TramaError } from '#flow/errors.ts';

/**
 * Refuses an address that no webhook would reach: not https (in production), with a password in it, or one that leads to no
 * public server. Each attempt checks again. @throws `invalid`
 */
export const checkUrl = async (
  url: string,
  { settings, actions }: Pick<ApiDeps, 'settings' | 'actions'>,
): Promise<void> => {
  const { protocol, hostname, port, username, password } = new URL(url);
  if (settings.production && protocol !== 'https:')
    throw refused('https', 'O endereço precisa começar com https://.', 'The address must begin with https://.');
  if (username || password)
    throw refused('password', 'Tire a senha do endereço.', 'Take the password out of the address.');
  try {
    await actions.dial.resolve(hostname, Number(port) || (protocol === 'https:' ? 443 : 80));
  } catch (error) {
    if (!(error instanceof TramaError)) throw error;
    const { pt = error.message, en = error.message } = error.text ?? {};
    throw refused(error.code, pt, en);
  }
};

const refused = (code: string, pt: string, en: string) =>
  fail('invalid', pt, en, { details: { errors: [{ pointer: '/url', code, message: en }] } });
