import type { Json, JsonObject, Locale } from '#flow/json.ts';

/** What a config says, as it is written on a card: expressions without braces and without where they are read from. */
export const words = (value: Json | undefined): string => {
  if (typeof value === 'string') {
    return value
      .replaceAll(/\{\{\s*([\s\S]*?)\s*\}\}/g, (_, inner: string) =>
        inner.replaceAll(/\b(?:steps|trigger\.data)\./g, ''),
      )
      .replaceAll(/\s+/g, ' ')
      .trim();
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return '';
};

export const asObject = (value: Json | undefined): JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};

export const asList = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

const SHOWN = 3;

/** `a, b, c +2`: of many names the first. */
export const names = (all: readonly string[]): string => {
  const some = all.filter(Boolean);
  const more = some.length - SHOWN;
  return more > 0 ? `${some.slice(0, SHOWN).join(', ')} +${more}` : some.join(', ');
};

/** What is there, with a dot between. */
export const joined = (...parts: (string | false | undefined)[]): string => parts.filter(Boolean).join(' · ');

/** The first where there is one, with what stands before it. */
export const led = (before: string, text: string): string => (text ? `${before} ${text}` : '');

export type Say = (pt: string, en: string) => string;

export const sayIn =
  (locale: Locale): Say =>
  (pt, en) =>
    locale === 'en' ? en : pt;
