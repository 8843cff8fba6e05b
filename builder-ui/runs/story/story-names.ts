import type { Json } from '#flow/json.ts';
import type { StoryTexts } from './story-texts.ts';

/** `ana.souza@oficina.example` → Ana Souza; a role by its word; anything else as it is. */
export const nameOfPerson = (text: string, t: StoryTexts): string => {
  const role = t.person[text];
  if (role) return role;
  const plain = text.replace(/^(user|key|email|link):/, '');
  const local = /^([^@\s]+)@/.exec(plain)?.[1];
  if (local === undefined) return plain;
  return local
    .split(/[._+-]+/)
    .filter(Boolean)
    .map((part) => part.replace(/^./u, (first) => first.toUpperCase()))
    .join(' ');
};

/** The names in a list of texts, or of things with a name. */
export const names = (value: Json | undefined): string[] =>
  Array.isArray(value)
    ? value.flatMap((one) => {
        const name = typeof one === 'object' && one !== null && !Array.isArray(one) ? one.name : one;
        return typeof name === 'string' ? [name] : [];
      })
    : [];

export const optionText = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
