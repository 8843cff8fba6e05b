import { fail } from '#api/frame/fail.ts';

/**
 * An address where secrets are shown, or people sent: by https. Of this machine alone it may be plain, which only helps
 * where the operator lets the product reach it. @throws `invalid`
 */
export function safeAddress(text: string, pointer: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const local = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url && (url.protocol === 'https:' || local) && url.username === '' && url.password === '' && url.hash === '')
    return text;
  const [pt, en] = ['Use um endereço que comece com https://.', 'Use an address that begins with https://.'];
  throw fail('invalid', pt, en, { errors: [{ pointer, code: 'address', message: { pt, en } }] });
}
