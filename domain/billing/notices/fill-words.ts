import { failure } from '#flow/errors.ts';
import { formatValue, type Reader } from './format-value.ts';
import { ALWAYS, type FieldKind, type NoticeName, specOf } from './notice-list.ts';
import type { NoticeWords } from './notice-words.ts';

export type NoticeData = Readonly<Record<string, string | number>>;

/** A notice for one reader, filled. Texts are plain: nothing in them is markup. */
export interface FilledNotice {
  subject: string;
  paragraphs: { text: string; isCode: boolean }[];
  button: string;
  short: string;
}

const PLACE = /\{\{\s*([A-Za-z]+)\s*\}\}/g;
const MOST = { subject: 300, body: 5_000, button: 60, short: 500 } as const;

const fieldsOf = (name: NoticeName): Readonly<Record<string, FieldKind>> => {
  const { needs, may } = specOf(name);
  return { ...may, ...needs, ...ALWAYS };
};

/** What words may name: those that are always there, and those that may be missing. */
export const placesOf = (name: NoticeName): { needs: string[]; may: string[] } => {
  const { needs, may } = specOf(name);
  const shown = (fields: Readonly<Record<string, FieldKind>>) =>
    Object.keys(fields).filter((field) => fields[field] !== 'hidden');
  return { needs: shown({ ...ALWAYS, ...needs }), may: shown(may) };
};

const placesIn = (text: string): string[] => Array.from(text.matchAll(PLACE), ([, name = '']) => name);

const paragraphsOf = (body: string): string[] =>
  body
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

const wrong = (field: string, code: string, pt: string, en: string) =>
  failure('invalid', pt, en, { errors: [{ pointer: `/${field}`, code, message: { pt, en } }] });

/**
 * Holds words of an operator against the notice: known places alone, and something that is left whatever value is missing.
 * @throws `invalid`
 */
export const checkWords = (name: NoticeName, words: NoticeWords): void => {
  const { needs, may } = placesOf(name);
  for (const field of ['subject', 'body', 'button', 'short'] as const) {
    const text = words[field];
    if (text.trim() === '') throw wrong(field, 'missing', 'Escreva um texto.', 'Write a text.');
    if (text.length > MOST[field])
      throw wrong(field, 'too_long', `São no máximo ${MOST[field]} caracteres.`, `${MOST[field]} characters at most.`);
    const unknown = placesIn(text).find((place) => !needs.includes(place) && !may.includes(place));
    if (unknown !== undefined)
      throw wrong(field, 'unknown_place', `Este aviso não tem {{${unknown}}}.`, `This notice has no {{${unknown}}}.`);
    if (/\{\{|\}\}/.test(text.replace(PLACE, '')))
      throw wrong(
        field,
        'malformed_place',
        'Há chaves {{ }} sem um nome dentro.',
        'There are {{ }} without a name in them.',
      );
    const parts = field === 'body' ? paragraphsOf(text) : field === 'button' ? [text] : linesOf(text);
    if (!parts.some((part) => placesIn(part).every((place) => needs.includes(place))))
      throw wrong(
        field,
        'may_be_empty',
        `Algo precisa ficar mesmo quando falta um valor; estes sempre existem: ${needs.join(', ')}.`,
        `Something has to be left where a value is missing; these are always there: ${needs.join(', ')}.`,
      );
  }
};

/** @throws `bad_value` where a value is missing without which the notice says nothing */
export const checkData = (name: NoticeName, data: NoticeData): void => {
  const reader: Reader = { locale: 'pt-BR', timezone: 'UTC' };
  for (const [field, kind] of Object.entries(specOf(name).needs)) {
    const value = data[field];
    if (value === undefined || formatValue(kind, value, reader) === null)
      throw failure('bad_value', `O aviso ${name} precisa de ${field}.`, `The notice ${name} needs ${field}.`);
  }
};

/** How much is used of a limit that counts bytes. */
const isBytes = (field: string, { feature }: NoticeData): boolean =>
  feature === 'storage_bytes' && (field === 'used' || field === 'limit');

/** Values as people read them. What may be missing, and is nothing or zero, is missing. */
const valuesOf = (name: NoticeName, data: NoticeData, reader: Reader): ReadonlyMap<string, string> => {
  const { needs } = specOf(name);
  const values = new Map<string, string>();
  for (const [field, kind] of Object.entries(fieldsOf(name))) {
    const value = data[field];
    if (value === undefined || kind === 'hidden' || (!(field in needs) && (value === 0 || value === ''))) continue;
    const text = formatValue(kind === 'number' && isBytes(field, data) ? 'bytes' : kind, value, reader);
    if (text !== null) values.set(field, text);
  }
  return values;
};

/** What the words say for these values. `data.account` is the tenant's name. */
export const fillWords = (name: NoticeName, words: NoticeWords, data: NoticeData, reader: Reader): FilledNotice => {
  const values = valuesOf(name, data, reader);
  const whole = (text: string): boolean => placesIn(text).every((place) => values.has(place));
  const fill = (text: string): string => text.replace(PLACE, (_, place: string) => values.get(place) ?? '');
  const fields = fieldsOf(name);
  // Words of before a change of ours may have nothing left: the last line then stands with its gaps.
  const subjects = linesOf(words.subject);
  const subject = subjects.find(whole) ?? subjects.at(-1) ?? name;
  return {
    subject: fill(subject).replace(/\s+/g, ' ').trim(),
    paragraphs: paragraphsOf(words.body)
      .filter(whole)
      .map((paragraph) => {
        const places = placesIn(paragraph);
        const alone = places.length === 1 && paragraph.replace(PLACE, '').trim() === '';
        return { text: fill(paragraph), isCode: alone && fields[places[0] ?? ''] === 'code' };
      }),
    button: fill(words.button).trim(),
    short: linesOf(words.short).filter(whole).map(fill).join(' '),
  };
};
