import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { inExpressions } from './in-expressions.ts';
import { formatPort, parsePort } from './ports.ts';

/** Names under which a node can be read in an expression: `steps.a`, `port.a`, `errors['a']`. */
const ROOTS = 'steps|port|errors';

/** The text with references to `from` pointing at `to`; only inside `{{ }}`, string literals left alone. */
export const renameInText = (text: string, from: string, to: string): string =>
  text.includes(from) ? inExpressions(text, (source) => renameInExpression(source, from, to)) : text;

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

/** What of a node never holds an expression. */
const PLAIN = new Set(['id', 'type', 'label', 'note', 'parent', 'position', 'outputSchema', 'connection', 'join']);

/** A node's own texts that may hold expressions: config, compensation, polls, deadlines. `code.source` is literal. */
export const renameInNode = (node: FlowNode, from: string, to: string): FlowNode => {
  const entries = Object.entries(node).map(([key, value]) => {
    if (PLAIN.has(key)) return [key, value] as const;
    if (key === 'config' && node.type === 'code') return [key, renameInCode(node.config, from, to)] as const;
    return [key, renameInValue(value as Json, from, to)] as const;
  });
  const same = entries.every(([key, value]) => value === node[key as keyof FlowNode]);
  return same ? node : (Object.fromEntries(entries) as unknown as FlowNode);
};

const renameInCode = (config: JsonObject, from: string, to: string): JsonObject => {
  const { source, ...rest } = config;
  const renamed = renameInValue(rest as JsonObject, from, to);
  if (renamed === rest) return config;
  return source === undefined ? renamed : { ...renamed, source };
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
  return { ...document, ...aroundNodes(document, from, to), nodes, edges };
};

/** The flow's own texts: its output, its variables, its settings. */
const aroundNodes = (document: FlowDocument, from: string, to: string): Partial<FlowDocument> => {
  const { output, vars, settings } = document;
  return {
    ...(output !== undefined && { output: renameInValue(output, from, to) }),
    ...(vars && { vars: renameInValue(vars, from, to) }),
    ...(settings && { settings: renameInValue(settings as unknown as JsonObject, from, to) as typeof settings }),
  };
};

/** Ids of the nodes whose expressions read this one, in their order; `null` is the flow itself. */
export const readersOf = (document: FlowDocument, id: string): (string | null)[] => {
  // No id can hold this letter, so it differs wherever the id is read.
  const other = '\u0000';
  const readers: (string | null)[] = document.nodes
    .filter((node) => renameInNode(node, id, other) !== node)
    .map((node) => node.id);
  const { output, vars, settings } = document;
  const around = { output: output ?? null, vars: vars ?? null, settings: (settings ?? null) as Json };
  return renameInValue(around, id, other) === around ? readers : [...readers, null];
};
