import { inLocale, type Locale } from '#flow/json.ts';
import { type Completion, completionsAt, completionsInText } from '#flow/types/complete.ts';
import type { TypeEnv } from '#flow/types/type-env.ts';
import type { ReadableName } from './readable-names.ts';

/** What is being written at a caret. */
export interface Writing {
  text: string;
  caret: number;
  /** The whole text is an expression; else it may hold some between braces. */
  bare: boolean;
  /** Asked for by a key: all that can stand here, whatever is typed. */
  asked?: boolean;
}

export interface Suggestion {
  /** What takes the place of the text from `start` to the caret. */
  insert: string;
  kind: Completion['kind'];
  /** Its type, or its signature. */
  detail: string;
  /** The whole name that it makes (`steps.soma.total`), where it is one. */
  path?: string;
}

export interface Suggestions {
  start: number;
  items: Suggestion[];
}

const MOST = 60;
const BEFORE = /[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\.$/;

/** A function is called: its parentheses come along. */
const insertOf = ({ label, kind }: Completion): string =>
  kind === 'function' || kind === 'method' ? `${label}()` : label;

/** What can be written at the caret; of a word that stands alone also the longer names that hold it. */
export const suggest = (
  { text, caret, bare, asked = false }: Writing,
  env: TypeEnv,
  names: () => ReadableName[],
  locale: Locale,
): Suggestions => {
  const at = (offset: number) => (bare ? completionsAt : completionsInText)(text, offset, env);
  const { start } = at(caret);
  // All that can stand here at all, whatever is typed of it: nothing in a string, a number or outside of braces.
  const { items } = at(start);
  const typed = text.slice(start, caret).toLowerCase();
  const afterDot = text[start - 1] === '.';
  if (items.length === 0 || (typed === '' && !afterDot && !asked)) return { start, items: [] };
  const owner = BEFORE.exec(text.slice(0, start))?.[0] ?? '';
  const next = items.filter(({ label }) => label.toLowerCase().startsWith(typed) && label.toLowerCase() !== typed);
  const longer =
    afterDot || typed === ''
      ? []
      : names().filter(({ path }) => path.slice(path.indexOf('.')).toLowerCase().includes(typed));
  const found = [
    ...next.map((one): Suggestion => {
      const called = one.kind === 'function' || one.kind === 'method';
      const path = called || (afterDot && owner === '') ? {} : { path: owner + one.label };
      return { insert: insertOf(one), kind: one.kind, detail: inLocale(one.detail, locale), ...path };
    }),
    ...longer.flatMap(({ path, type }): Suggestion[] =>
      path.includes('.') ? [{ insert: path, kind: 'field', detail: type, path }] : [],
    ),
  ];
  return { start, items: found.slice(0, MOST) };
};
