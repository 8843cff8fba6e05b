import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { Argument, Expression, SpreadElement } from '#flow/expressions/ast.ts';
import { parseExpression } from '#flow/expressions/parse.ts';
import { isNodeRoot, patternNames } from '#flow/expressions/reads.ts';
import type { Json } from '#flow/json.ts';
import { findNode } from './connect.ts';
import { updateNode } from './edit.ts';
import { inExpressions } from './in-expressions.ts';

/** A name that is read, where it stands; `short`: it is also the key of its property (`{ item }`). */
interface Reading {
  start: number;
  end: number;
  short: boolean;
}

/** Where an expression reads a name that no function in it brings in itself. */
const readingsOf = (ast: Expression, name: string): Reading[] => {
  const found: Reading[] = [];
  const visit = (node: Expression | SpreadElement | Argument | undefined, short = false): void => {
    if (!node) return;
    switch (node.type) {
      case 'Literal':
        return;
      case 'Identifier':
        if (node.name === name) found.push({ start: node.start, end: node.end, short });
        return;
      case 'ArrowFunction':
        if (!node.params.flatMap(patternNames).includes(name)) visit(node.body);
        return;
      case 'MemberExpression':
        if (node.object.type !== 'Identifier' || !isNodeRoot(node.object.name)) visit(node.object);
        if (typeof node.property !== 'string') visit(node.property);
        return;
      case 'ObjectExpression':
        for (const property of node.properties) {
          if (property.type === 'SpreadElement') visit(property);
          else {
            if (typeof property.key !== 'string') visit(property.key);
            visit(property.value, property.start === property.value.start);
          }
        }
        return;
      case 'SpreadElement':
      case 'UnaryExpression':
        return visit(node.argument);
      case 'ChainExpression':
        return visit(node.expression);
      case 'TemplateLiteral':
        return node.expressions.forEach((one) => visit(one));
      case 'ArrayExpression':
        return node.elements.forEach((one) => visit(one));
      case 'BinaryExpression':
      case 'LogicalExpression':
        return [node.left, node.right].forEach((one) => visit(one));
      case 'ConditionalExpression':
        return [node.test, node.consequent, node.alternate].forEach((one) => visit(one));
      case 'CallExpression':
        return node.arguments.forEach((one) => visit(one));
      case 'MethodCall':
        visit(node.object);
        return node.arguments.forEach((one) => visit(one));
    }
  };
  visit(ast);
  return found;
};

const renameRead = (source: string, from: string, to: string): string => {
  if (!source.includes(from)) return source;
  const parsed = parseExpression(source);
  if (!parsed.ok) return source;
  // From the end, so that what stands before keeps its place.
  const readings = readingsOf(parsed.ast, from).sort((a, b) => b.start - a.start);
  return readings.reduce(
    (text, { start, end, short }) => `${text.slice(0, start)}${short ? `${from}: ` : ''}${to}${text.slice(end)}`,
    source,
  );
};

const inValue = (value: Json, from: string, to: string): Json => {
  if (typeof value === 'string') return inExpressions(value, (source) => renameRead(source, from, to));
  if (Array.isArray(value)) return value.map((one) => inValue(one, from, to));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inValue(one, from, to)]));
};

const inNode = (node: FlowNode, from: string, to: string): FlowNode => {
  const { compensation, poll } = node;
  return {
    ...node,
    config: inValue(node.config, from, to) as FlowNode['config'],
    ...(compensation && {
      compensation: inValue(compensation as unknown as Json, from, to) as unknown as typeof compensation,
    }),
    ...(poll && { poll: inValue(poll as unknown as Json, from, to) as typeof poll }),
  };
};

/** The name under which a loop gives its items. */
export const loopName = (node: FlowNode): string => (typeof node.config.as === 'string' ? node.config.as : 'item');

/**
 * Gives the items of a loop another name; what is read inside the loop follows, but for loops in it that use the name
 * for their own items.
 */
export const renameLoopName = (document: FlowDocument, id: string, to: string): FlowDocument => {
  const loop = findNode(document, id);
  if (loop?.type !== 'forEach') return document;
  const from = loopName(loop);
  const inside = (scope: string, now: FlowDocument): FlowDocument =>
    document.nodes
      .filter((node) => node.parent === scope)
      .reduce((result, node) => {
        const hides = node.type === 'forEach' && loopName(node) === from;
        // Which list an inner loop walks is read outside of it.
        const renamed = updateNode(result, node.id, (one) => inNode(one, from, to));
        return hides ? renamed : inside(node.id, renamed);
      }, now);
  return inside(
    id,
    updateNode(document, id, (node) => ({ ...node, config: { ...node.config, as: to } })),
  );
};
