import { readExpression } from '../../expressions/acorn-parser.ts';
import type { Json } from '../../json.ts';
import { cannot } from '../why-not.ts';
import { type Code, code, interpolated, quoted } from './code.ts';
import type { Names } from './names.ts';
import { translate } from './translate.ts';

/** A text of n8n's, cut at its expressions: what begins with `=` has some, any other text is itself. */
export type Part = { literal: string } | { source: string };

/** An expression ends at the first `}}` at which it is whole, as here; where it never is, at the first. */
export function partsOf(value: string): Part[] {
  if (!value.startsWith('=')) return [{ literal: value }];
  const text = value.slice(1);
  const parts: Part[] = [];
  let position = 0;
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', position)) {
    const end = endOf(text, open + 2);
    if (open > position) parts.push({ literal: text.slice(position, open) });
    parts.push({ source: text.slice(open + 2, end).trim() });
    position = end + 2;
  }
  if (position < text.length || parts.length === 0) parts.push({ literal: text.slice(position) });
  return parts;
}

function endOf(text: string, start: number): number {
  const read = readExpression(text.slice(start));
  if (read.ok && text.startsWith('}}', start + read.next)) return start + read.next;
  const first = text.indexOf('}}', start);
  return first === -1 ? cannot('A expressão não fecha', 'The expression is not closed') : first;
}

/** The text as a text of ours: `{{ … }}` where it reads something. Throws `WhyNot`. */
export function templateOf(value: string, names: Names): string {
  return partsOf(value)
    .map((part) =>
      'literal' in part ? part.literal.replaceAll('{{', '\\{{') : `{{ ${translate(part.source, names).text} }}`,
    )
    .join('');
}

/** The text as one expression of ours. */
export function codeOf(value: Json, names: Names): Code {
  if (typeof value === 'number') return code(String(value), 'number', { sure: true });
  if (typeof value !== 'string') return code(JSON.stringify(value), 'any', { sure: value !== null });
  const parts = partsOf(value);
  const [only, ...more] = parts;
  if (only && more.length === 0) {
    return 'source' in only ? translate(only.source, names) : code(quoted(only.literal), 'text', { sure: true });
  }
  return interpolated(parts.map((part) => ('source' in part ? translate(part.source, names) : part.literal)));
}

/** Any value of a parameter, to any depth. */
export function valueOf(value: Json, names: Names): Json {
  if (typeof value === 'string') return templateOf(value, names);
  if (Array.isArray(value)) return value.map((one) => valueOf(one, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, valueOf(one, names)]));
}

/** An expression of ours as the whole value of a field. */
export const whole = (made: Code): string => `{{ ${made.text} }}`;

const MARK = '\u0001';

/**
 * A JSON text with expressions in it, as authors of n8n write the bodies of requests, as a value with expressions in it.
 * Null where it is no JSON once they are filled in.
 */
export function jsonOf(value: string, names: Names): Json | null {
  const parts = partsOf(value);
  const [only, ...more] = parts;
  if (only && 'source' in only && more.every((part) => 'literal' in part && part.literal.trim() === '')) {
    return whole(withoutStringify(translate(only.source, names)));
  }
  const codes: Code[] = [];
  let text = '';
  let quotedNow = false;
  for (const part of parts) {
    if ('literal' in part) {
      for (let i = 0; i < part.literal.length; i++) {
        if (part.literal[i] === '\\') i++;
        else if (part.literal[i] === '"') quotedNow = !quotedNow;
      }
      text += part.literal;
    } else {
      const made = translate(part.source, names);
      codes.push(quotedNow ? made : withoutStringify(made));
      const mark = `${'\\'}u0001${codes.length - 1}${'\\'}u0001`;
      text += quotedNow ? mark : `"${mark}"`;
    }
  }
  try {
    return filled(JSON.parse(text) as Json, codes);
  } catch {
    return null;
  }
}

const filled = (value: Json, codes: readonly Code[]): Json => {
  if (typeof value === 'string') {
    const parts = value.split(MARK);
    return parts
      .map((part, i) => (i % 2 === 0 ? part.replaceAll('{{', '\\{{') : `{{ ${codes[Number(part)]?.text ?? 'null'} }}`))
      .join('');
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, codes));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, codes)]));
};

/** `json(x)` where JSON is what becomes of it anyway: `x`. */
const withoutStringify = (made: Code): Code =>
  made.text.startsWith('json(') && closes(made.text, 4) === made.text.length - 1 ? code(made.text.slice(5, -1)) : made;

/** Where the bracket at `open` closes; texts in it are stepped over. */
function closes(text: string, open: number): number {
  let depth = 0;
  let quote = '';
  for (let i = open; i < text.length; i++) {
    const one = text[i] as string;
    if (quote !== '') {
      if (one === '\\') i++;
      else if (one === quote) quote = '';
    } else if (one === "'" || one === '"' || one === '`') quote = one;
    else if (one === '(') depth++;
    else if (one === ')' && --depth === 0) return i;
  }
  return -1;
}
