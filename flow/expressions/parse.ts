import type { AnyNode } from 'acorn';
import type { Text } from '../json.ts';
import { Refusal, readExpression } from './acorn-parser.ts';
import type { Expression, Reads } from './ast.ts';
import { collectReads } from './reads.ts';
import { Restriction } from './restrict.ts';

/** Characters that the text of one expression may have. */
export const MAX_EXPRESSION = 4_096;

/** `range`: offsets into the text, end exclusive. */
export interface ParseProblem {
  ok: false;
  message: Text;
  range: { start: number; end: number };
}
export type ParseResult = { ok: true; ast: Expression; reads: Reads } | ParseProblem;

export const parseProblem = (message: Text, start: number, end: number): ParseProblem => ({
  ok: false,
  message,
  range: { start, end: Math.max(end, start) },
});

/** Holds acorn's tree to the language; `base` is added to every offset. */
const restricted = (node: AnyNode, base: number): ParseResult => {
  let offset = base;
  try {
    const ast = new Restriction(base).expression(node);
    offset = 0; // from here on offsets are those of our own tree, base included
    return { ok: true, ast, reads: collectReads(ast) };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return parseProblem(thrown.text, thrown.start + offset, thrown.end + offset);
  }
};

const TOO_LONG: Text = {
  pt: 'A expressão passa de 4.096 caracteres',
  en: 'The expression is over 4,096 characters',
};

/** Reads a bare expression (without `{{ }}`). Never throws. */
export const parseExpression = (source: string): ParseResult => {
  if (source.length > MAX_EXPRESSION) return parseProblem(TOO_LONG, MAX_EXPRESSION, source.length);
  const read = readExpression(source);
  if (!read.ok) return parseProblem(read.refusal.text, read.refusal.start, read.refusal.end);
  if (read.next < source.length) {
    const rest = source.slice(read.next, read.next + 20);
    return parseProblem({ pt: `Sobrou “${rest}”`, en: `Left over: “${rest}”` }, read.next, source.length);
  }
  return restricted(read.node, 0);
};

/**
 * Reads the expression of a template that begins at `start`, just behind `{{`; `end` is the offset behind its `}}`.
 * JavaScript cannot go on with `}` behind a whole expression, so the place where the parser stops is the first `}}` at
 * which the expression is whole. Never throws.
 */
export const parseEmbedded = (
  text: string,
  start: number,
): { ok: true; ast: Expression; reads: Reads; end: number } | ParseProblem => {
  const source = text.slice(start, start + MAX_EXPRESSION + 2);
  const read = readExpression(source);
  if (!read.ok) {
    const { refusal } = read;
    const cut = refusal.end >= source.length && start + source.length < text.length;
    return parseProblem(cut ? TOO_LONG : refusal.text, start + refusal.start, start + refusal.end);
  }
  if (!source.startsWith('}}', read.next)) {
    const here = start + read.next;
    if (read.next > MAX_EXPRESSION) return parseProblem(TOO_LONG, start, here);
    const text = { pt: 'Falta fechar a expressão com }}', en: 'The expression is not closed with }}' };
    return parseProblem(text, Math.min(here, start + source.length), start + source.length);
  }
  const result = restricted(read.node, start);
  return result.ok ? { ...result, end: start + read.next + 2 } : result;
};
