import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { formatPort, parsePort } from './ports.ts';

/** Names under which a node can be read in an expression: `steps.a`, `port.a`, `errors['a']`. */
const ROOTS = 'steps|port|errors';

/** The text with references to `from` pointing at `to`; only inside `{{ }}`, string literals left alone. */
export const renameInText = (text: string, from: string, to: string): string => {
  if (!text.includes('{{') || !text.includes(from)) return text;
  let result = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('{{', at);
    if (open < 0) return result + text.slice(at);
    if (text[open - 1] === '\\') {
      result += text.slice(at, open + 2);
      at = open + 2;
      continue;
    }
    const close = text.indexOf('}}', open);
    const end = close < 0 ? text.length : close;
    result += text.slice(at, open) + renameInExpression(text.slice(open, end), from, to);
    at = end;
  }
};

const renameInExpression = (source: string, from: string, to: string): string => {
  const parts = new RegExp(
    // A reference, by index or by member, or else a whole string literal, which is stepped over.
    `(?<![\\w$.])(${ROOTS})(\\s*(?:\\?\\.)?\\s*\\[\\s*)(["'])${from}\\3|` +
      `(?<![\\w$.])(${ROOTS})(\\s*\\??\\.\\s*)${from}(?![\\w$])|` +
      `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'`,
    'g',
  );
  return source.replace(parts, (whole, indexRoot, bracket, quote, memberRoot, dot) => {
    if (indexRoot) return `${indexRoot}${bracket}${quote}${to}${quote}`;
    return memberRoot ? `${memberRoot}${dot}${to}` : whole;
  });
};

/** The value with every string in it searched, to any depth; keys never. Same value back where nothing changed. */
export const renameInValue = <T extends Json>(value: T, from: string, to: string): T => {
  const visit = (one: Json): Json => {
    if (typeof one === 'string') return renameInText(one, from, to);
    if (Array.isArray(one)) return keepIfSame(one, one.map(visit));
    if (one === null || typeof one !== 'object') return one;
    const entries = Object.entries(one).map(([key, inner]) => [key, visit(inner)] as const);
    return entries.every(([key, inner]) => inner === one[key]) ? one : Object.fromEntries(entries);
  };
  return visit(value) as T;
};

const keepIfSame = (before: Json[], after: Json[]): Json[] =>
  after.every((one, i) => one === before[i]) ? before : after;

/** A node's own texts that may hold expressions. `code.source` is literal, but holds no `{{` that we would touch. */
export const renameInNode = (node: FlowNode, from: string, to: string): FlowNode => {
  const config = node.type === 'code' ? renameInCode(node.config, from, to) : renameInValue(node.config, from, to);
  const compensation = node.compensation && {
    ...node.compensation,
    config: renameInValue(node.compensation.config, from, to),
  };
  const poll = node.poll && { ...node.poll, until: renameInText(node.poll.until, from, to) };
  if (
    config === node.config &&
    compensation?.config === node.compensation?.config &&
    poll?.until === node.poll?.until
  ) {
    return node;
  }
  return { ...node, config, ...(compensation && { compensation }), ...(poll && { poll }) };
};

const renameInCode = (config: JsonObject, from: string, to: string): JsonObject => {
  const { source, ...rest } = config;
  return source === undefined
    ? renameInValue(rest, from, to)
    : { ...renameInValue(rest as JsonObject, from, to), source };
};

/** Gives a node a new id; edges, children and every expression of the flow follow. */
export const renameNode = (document: FlowDocument, from: string, to: string): FlowDocument => {
  const nodes = document.nodes.map((node) => {
    const renamed = renameInNode(node, from, to);
    if (node.id === from) return { ...renamed, id: to };
    return node.parent === from ? { ...renamed, parent: to } : renamed;
  });
  const edges = document.edges.map((edge) => {
    const source = parsePort(edge.from);
    return {
      from: source.node === from ? formatPort({ node: to, port: source.port }) : edge.from,
      to: edge.to === from ? to : edge.to,
    };
  });
  const output = document.output === undefined ? {} : { output: renameInValue(document.output, from, to) };
  return { ...document, nodes, edges, ...output };
};
