import type { Json, Text } from '../json.ts';
import type { Expression, Reads } from './ast.ts';
import { type ParseProblem, parseEmbedded } from './parse.ts';
import { mergeReads, NO_READS } from './reads.ts';
import { isForbiddenKey } from './value.ts';

/** What one text of a config is. All of it is plain JSON, so that a plan can hold it; offsets are into the text. */
export type Template =
  | { kind: 'constant'; value: Json }
  /** Exactly one `{{…}}`: the value keeps its type. */
  | { kind: 'expression'; ast: Expression; reads: Reads }
  /** Texts and expressions in turn: always a string. */
  | { kind: 'text'; parts: (string | Expression)[]; reads: Reads };

/** A config, to any depth; what has no expression in it is one constant, never walked again. */
export type ConfigNode =
  | Template
  | { kind: 'list'; items: ConfigNode[] }
  | { kind: 'object'; fields: { key: string; node: ConfigNode }[] };

/** A text that does not parse. `pointer` is RFC 6901 into the config; `range` is into the text. */
export interface TemplateProblem {
  pointer: string;
  message: Text;
  range: { start: number; end: number };
}

/** A parsed config, plain JSON. With problems it evaluates the faulty texts as null: compile it only without. */
export interface ConfigTemplate {
  root: ConfigNode;
  problems: TemplateProblem[];
}

/** Parses one text: `{{` opens an expression, which closes at the first `}}` at which it is whole; `\{{` is literal. */
export const parseTemplate = (text: string): Template | { problem: ParseProblem } => {
  const parts: (string | Expression)[] = [];
  const reads: Reads[] = [];
  let literal = '';
  let position = 0;
  for (;;) {
    const open = text.indexOf('{{', position);
    if (open === -1) break;
    if (open > position && text[open - 1] === '\\') {
      literal += `${text.slice(position, open - 1)}{{`;
      position = open + 2;
      continue;
    }
    const result = parseEmbedded(text, open + 2);
    if (!result.ok) return { problem: result };
    literal += text.slice(position, open);
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push(result.ast);
    reads.push(result.reads);
    position = result.end;
  }
  literal += text.slice(position);
  if (reads.length === 0) return { kind: 'constant', value: literal };
  if (literal !== '') parts.push(literal);
  const [only, ...others] = parts;
  if (others.length === 0 && typeof only === 'object')
    return { kind: 'expression', ast: only, reads: mergeReads(reads) };
  return { kind: 'text', parts, reads: mergeReads(reads) };
};

const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const isConstant = (node: ConfigNode): node is { kind: 'constant'; value: Json } => node.kind === 'constant';

const parseNode = (
  value: Json,
  pointer: string,
  problems: TemplateProblem[],
  literal: readonly string[],
): ConfigNode => {
  if (typeof value === 'string') {
    const template = parseTemplate(value);
    if (!('problem' in template)) return template;
    problems.push({ pointer, message: template.problem.message, range: template.problem.range });
    return { kind: 'constant', value: null };
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => parseNode(item, `${pointer}/${index}`, problems, []));
    return items.every(isConstant)
      ? { kind: 'constant', value: items.map((one) => one.value) }
      : { kind: 'list', items };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'constant', value };
  const fields = Object.entries(value)
    .filter(([key]) => !isForbiddenKey(key))
    .map(([key, member]): { key: string; node: ConfigNode } => ({
      key,
      node: literal.includes(key)
        ? { kind: 'constant', value: member }
        : parseNode(member, `${pointer}/${escapePointer(key)}`, problems, []),
    }));
  return foldObject(fields);
};

const foldObject = (fields: { key: string; node: ConfigNode }[]): ConfigNode => {
  const value: { [key: string]: Json } = {};
  for (const { key, node } of fields) {
    if (!isConstant(node)) return { kind: 'object', fields };
    value[key] = node.value;
  }
  return { kind: 'constant', value };
};

/**
 * Parses any JSON to any depth; keys are never searched. `literalFields` are top-level fields that are taken as they
 * are. The value must not nest deeper than a document may (the caller has bounded it).
 */
export const parseConfig = (value: Json, literalFields: readonly string[] = []): ConfigTemplate => {
  const problems: TemplateProblem[] = [];
  const root = parseNode(value, '', problems, literalFields);
  return { root, problems };
};

/** One `{{…}}` of a config, for the checker. `whole`: its field is exactly this expression and takes its type. */
export interface ConfigExpression {
  pointer: string;
  ast: Expression;
  reads: Reads;
  whole: boolean;
}

/** Every expression of a config, in the order written. */
export const expressionsOf = (node: ConfigNode, pointer = ''): ConfigExpression[] => {
  switch (node.kind) {
    case 'constant':
      return [];
    case 'expression':
      return [{ pointer, ast: node.ast, reads: node.reads, whole: true }];
    case 'text':
      return node.parts
        .filter((part) => typeof part === 'object')
        .map((ast) => ({ pointer, ast, reads: node.reads, whole: false }));
    case 'list':
      return node.items.flatMap((item, index) => expressionsOf(item, `${pointer}/${index}`));
    case 'object':
      return node.fields.flatMap(({ key, node: field }) => expressionsOf(field, `${pointer}/${escapePointer(key)}`));
  }
};

/** What a config reads, all its expressions together. */
export const readsOfConfig = (template: ConfigTemplate): Reads => {
  const all = expressionsOf(template.root).map((one) => one.reads);
  return all.length === 0 ? NO_READS : mergeReads(all);
};
