import type { Locale } from '#flow/json.ts';

/**
 * The language that a caller asks for, of the two that we speak: the one with the greater weight in
 * `Accept-Language`, the first of equals; `fallback` where it names neither.
 */
export function localeOf(acceptLanguage: string | undefined, fallback: Locale = 'pt-BR'): Locale {
  if (acceptLanguage === undefined) return fallback;
  let best: Locale = fallback;
  let bestWeight = 0;
  for (const part of acceptLanguage.split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters.map((one) => one.trim()).find((one) => one.startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.slice(2)) || 0;
    const locale = /^en(-|$)/.test(tag) ? 'en' : /^pt(-|$)/.test(tag) ? 'pt-BR' : null;
    if (locale && weight > bestWeight) [best, bestWeight] = [locale, weight];
  }
  return best;
}

export const asLocale = (value: string | undefined): Locale => (value?.toLowerCase().startsWith('en') ? 'en' : 'pt-BR');
