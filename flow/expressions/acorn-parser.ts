import { type AnyNode, type Options, Parser, tokTypes } from 'acorn';
import type { Text } from '../json.ts';
import { MAX_DEPTH } from './budget.ts';

/** An expression that the language does not take; `start`/`end` are offsets into the text given to the parser. */
export class Refusal {
  readonly text: Text;
  readonly start: number;
  readonly end: number;

  constructor(text: Text, start: number, end: number) {
    this.text = text;
    this.start = start;
    this.end = end;
  }
}

export const refuse = (pt: string, en: string, start: number, end: number): never => {
  throw new Refusal({ pt, en }, start, end);
};

/** The parts of acorn's parser that it keeps out of its types, although its plugins all use them. */
interface ParserInternals {
  input: string;
  type: unknown;
  start: number;
  end: number;
  pos: number;
  nextToken(): void;
  parseExpression(): AnyNode;
  parseMaybeAssign(...rest: unknown[]): AnyNode;
  parseMaybeUnary(...rest: unknown[]): AnyNode;
  readRegexp(): void;
}
const Base = Parser as unknown as new (options: Options, input: string) => ParserInternals;

/** acorn, held to one expression: nesting is counted while descending, so that no input can overflow the stack. */
class ExpressionParser extends Base {
  #depth = 0;

  override parseMaybeAssign(...rest: unknown[]): AnyNode {
    return this.#deeper(() => super.parseMaybeAssign(...rest));
  }

  override parseMaybeUnary(...rest: unknown[]): AnyNode {
    return this.#deeper(() => super.parseMaybeUnary(...rest));
  }

  override readRegexp(): void {
    refuse(
      'Expressões regulares só em test(…) e capture(…), como texto',
      'Regular expressions only in test(…) and capture(…), as a text',
      this.start,
      this.start + 1,
    );
  }

  #deeper<T>(parse: () => T): T {
    // A level of brackets passes here twice (as an assignment and as a unary).
    if (this.#depth >= 2 * MAX_DEPTH) {
      refuse('Expressão aninhada demais', 'The expression is nested too deeply', this.start, this.end);
    }
    this.#depth += 1;
    const result = parse();
    this.#depth -= 1;
    return result;
  }
}

const UNTERMINATED: Record<string, Text> = {
  string: { pt: 'Falta fechar as aspas', en: 'The quotes are not closed' },
  template: { pt: 'Falta fechar a crase', en: 'The backtick is not closed' },
  comment: { pt: 'Comentários não cabem em expressões', en: 'Comments are not allowed in expressions' },
};

const syntaxText = (message: string, near: string): Text => {
  const unterminated = /^Unterminated (string|template|comment)/.exec(message)?.[1];
  if (unterminated) return UNTERMINATED[unterminated] as Text;
  if (near === '') return { pt: 'A expressão está incompleta', en: 'The expression is incomplete' };
  if (message.startsWith('Unexpected')) return { pt: `Não se esperava “${near}” aqui`, en: `Unexpected “${near}”` };
  return { pt: `Expressão inválida perto de “${near}”`, en: `Invalid expression near “${near}”` };
};

const asRefusal = (thrown: unknown, source: string): Refusal => {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof RangeError) {
    return new Refusal(
      { pt: 'Expressão aninhada demais', en: 'The expression is nested too deeply' },
      0,
      source.length,
    );
  }
  const { pos = 0, message = '' } = thrown as { pos?: number; message?: string };
  const near = /^(?:[\p{L}\p{N}_$]{1,40}|\S?)/u.exec(source.slice(pos))?.[0] ?? '';
  const end = message.startsWith('Unterminated') ? source.length : pos + Math.max(1, near.length);
  return new Refusal(syntaxText(message, near), pos, Math.min(source.length, end));
};

/**
 * Reads one JavaScript expression from the beginning of `source` and says where the next token (or the end) stands.
 * Never throws.
 */
export const readExpression = (
  source: string,
): { ok: true; node: AnyNode; next: number } | { ok: false; refusal: Refusal } => {
  const options: Options = {
    ecmaVersion: 2022,
    sourceType: 'module',
    onComment: (_block, _text, start, end) =>
      refuse('Comentários não cabem em expressões', 'Comments are not allowed in expressions', start, end),
  };
  try {
    const parser = new ExpressionParser(options, source);
    parser.nextToken();
    const node = parser.parseExpression();
    return { ok: true, node, next: parser.type === tokTypes.eof ? source.length : parser.start };
  } catch (thrown) {
    return { ok: false, refusal: asRefusal(thrown, source) };
  }
};
