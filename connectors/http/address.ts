import { failure } from '#flow/errors.ts';
import type { HttpConfig, Scalar } from './config.ts';

/** The address with its query. What the author wrote stays byte for byte; `query` is put behind it. Fails with `bad_config`. */
export const addressOf = ({ url, query }: HttpConfig): URL => {
  const text = url.trim();
  if (!URL.canParse(text)) throw failure('bad_config', `"${text}" não é um endereço.`, `"${text}" is not an address.`);
  const address = new URL(text);
  const more = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of (Array.isArray(value) ? value : [value]) as Scalar[]) {
      if (one !== null) more.append(name, String(one));
    }
  }
  if (more.size > 0) address.search += `${address.search ? '&' : '?'}${more}`;
  return address;
};
