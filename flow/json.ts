/** A value of the language: JSON, and nothing else. There is no `undefined`: what is missing is null. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
/** Objects come without a prototype out of every entrance; read own keys only. */
export type JsonObject = { [key: string]: Json };

/** A text of the product in the two languages that it speaks. */
export interface Text {
  pt: string;
  en: string;
}

export type Locale = 'pt-BR' | 'en';

/** The language of a tenant, a run or a call: Portuguese unless it says English. */
export const localeOf = ({ locale }: { locale: string }): Locale => (locale === 'en' ? 'en' : 'pt-BR');

export const inLocale = (text: Text, locale: Locale): string => (locale === 'en' ? text.en : text.pt);

/** JSON Schema 2020-12; `true`/`false` schemas are not used. */
export type JsonSchema = { [keyword: string]: unknown };
