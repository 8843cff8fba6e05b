import { HighlightStyle, StreamLanguage, type StringStream, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';

interface Reading {
  /** Inside of braces, and how deep in brackets of the expression itself. */
  inside: boolean;
  depth: number;
  /** The quote that a text was begun with, which the line did not close. */
  quote: string | null;
}

const WORD = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u;
const KEYWORDS: ReadonlySet<string> = new Set(['true', 'false', 'null', 'undefined', 'typeof', 'in']);

const readText = (stream: StringStream): string | null => {
  while (!stream.eol()) {
    if (stream.match('\\{{')) continue;
    if (stream.match('{{', false)) return null;
    stream.next();
  }
  return null;
};

const readQuoted = (stream: StringStream, state: Reading): string => {
  while (!stream.eol()) {
    const char = stream.next();
    if (char === '\\') stream.next();
    else if (char === state.quote) {
      state.quote = null;
      break;
    }
  }
  return 'string';
};

const readExpression = (stream: StringStream, state: Reading): string | null => {
  if (stream.eatSpace()) return null;
  if (stream.match(/^\d+(\.\d+)?(e[+-]?\d+)?/i)) return 'number';
  const word = stream.match(WORD);
  if (word && word !== true) {
    const before = stream.string[stream.start - 1];
    if (stream.match(/^\s*\(/, false)) return 'callee';
    if (before === '.') return 'propertyName';
    return KEYWORDS.has(word[0] ?? '') ? 'keyword' : 'variableName';
  }
  const char = stream.next() ?? '';
  if ('"\'`'.includes(char)) {
    state.quote = char;
    return readQuoted(stream, state);
  }
  if ('([{'.includes(char)) state.depth++;
  else if (')]}'.includes(char)) state.depth = Math.max(0, state.depth - 1);
  else return 'operator';
  return 'bracket';
};

const language = (bare: boolean) =>
  StreamLanguage.define<Reading>({
    name: bare ? 'trama-expression' : 'trama-template',
    startState: () => ({ inside: bare, depth: 0, quote: null }),
    copyState: (state) => ({ ...state }),
    token: (stream, state) => {
      if (state.quote) return readQuoted(stream, state);
      if (!state.inside) {
        if (!stream.match('{{')) return readText(stream);
        state.inside = true;
        state.depth = 0;
        return 'brace';
      }
      if (!bare && state.depth === 0 && stream.match('}}')) {
        state.inside = false;
        return 'brace';
      }
      return readExpression(stream, state);
    },
    tokenTable: { callee: tags.function(tags.variableName), brace: tags.special(tags.brace) },
  });

const EXPRESSION = language(true);
const TEMPLATE = language(false);

/** Colours are variables of the page, so that they follow its scheme. */
const COLOURS = HighlightStyle.define([
  { tag: tags.special(tags.brace), color: 'var(--code-brace)', fontWeight: '600' },
  { tag: tags.function(tags.variableName), color: 'var(--code-function)' },
  { tag: tags.variableName, color: 'var(--code-name)' },
  { tag: tags.propertyName, color: 'var(--code-property)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: [tags.number, tags.keyword, tags.bool, tags.null], color: 'var(--code-literal)' },
  { tag: tags.operator, color: 'var(--code-operator)' },
  { tag: tags.comment, color: 'var(--mantine-color-dimmed)' },
]);

export const colours: Extension = syntaxHighlighting(COLOURS);

/** `bare`: the whole text is an expression; else only what stands between braces. */
export const expressionLanguage = (bare: boolean): Extension => [bare ? EXPRESSION : TEMPLATE, colours];
