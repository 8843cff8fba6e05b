import { z } from 'zod';

export interface Address {
  /** Empty where there is none. */
  name: string;
  address: string;
}

/** A mailbox as mail servers take it: one `@`, no spaces, quotes, brackets or lists; letters of any script. */
const MAILBOX =
  /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?)*$/u;
const NAME = /^[^"\\<>\p{Cc}\u2028\u2029]*$/u;
const LONGEST = 254;

/**
 * `ana@example.com` or `Ana Lima <ana@example.com>`; null for all else. One text is one mailbox: a list in it would send
 * to people whom the flow's author did not mean, where the text came from a stranger.
 */
export const readAddress = (text: string): Address | null => {
  const whole = text.trim();
  const open = whole.lastIndexOf('<');
  const named = open >= 0 && whole.endsWith('>');
  const address = (named ? whole.slice(open + 1, -1) : whole).trim();
  const name = unquoted(named ? whole.slice(0, open).trim() : '');
  return !/\p{Cc}/u.test(whole) && address.length <= LONGEST && MAILBOX.test(address) && NAME.test(name)
    ? { name, address }
    : null;
};

const unquoted = (name: string): string =>
  name.length > 1 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1) : name;

/** A field that holds one mailbox, kept as it was written. */
export const oneAddress = () =>
  z
    .string()
    .max(512)
    .refine((text) => readAddress(text) !== null, 'must be one address, like ana@example.com or Ana <ana@example.com>');

/** One mailbox or a list of them. */
export const addresses = () => z.union([oneAddress(), z.array(oneAddress()).max(100)]);

/** The mailboxes of such a field, each once. */
export const listed = (value: string | readonly string[] | undefined): Address[] => {
  const texts = value === undefined ? [] : typeof value === 'string' ? [value] : value;
  const found = texts.flatMap((text) => readAddress(text) ?? []);
  return [...new Map(found.map((one) => [one.address.toLowerCase(), one])).values()];
};
