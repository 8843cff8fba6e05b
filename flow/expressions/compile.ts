import { TramaError } from '../errors.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Expression } from './ast.ts';
import type { Budget } from './budget.ts';
import { CodeWriter } from './code.ts';
import { asTramaError } from './evaluation-error.ts';
import { parseExpression } from './parse.ts';
import type { Scope } from './scope.ts';
import type { ConfigNode, ConfigTemplate } from './template.ts';
import { printed, setMember } from './value.ts';

/** Evaluates in a scope. Throws only `TramaError` (`bad_value`, `expression_too_expensive`), in the scope's locale. */
export type Evaluate = (scope: Scope) => Json;

const parsed = (source: string): Expression => {
  const result = parseExpression(source);
  if (result.ok) return result.ast;
  throw new TramaError('bad_value', result.message.pt, { text: result.message });
};

/**
 * Compiles a bare expression. Each evaluation has a fresh budget. A source that does not parse throws here
 * (`bad_value`), not when evaluated.
 */
export const compileExpression = (expression: Expression | string): Evaluate => {
  const writer = new CodeWriter();
  const code = writer.write(typeof expression === 'string' ? parsed(expression) : expression, new Map());
  const { slots, cost } = writer;
  return (scope) => {
    const { env } = scope;
    const { budget } = env;
    budget.reset();
    try {
      budget.spend(cost);
      return code({ scope, env, budget, locals: slots === 0 ? [] : new Array<Json>(slots).fill(null) });
    } catch (thrown) {
      throw asTramaError(thrown, env.locale);
    }
  };
};

const printedPart = (value: Json, length: number, budget: Budget): string => {
  budget.reset(); // every `{{…}}` has its own; what the text may hold in all is bounded by its length
  const text = printed(value, budget);
  budget.buildText(length + text.length);
  return text;
};

const compileText = (parts: (string | Expression)[]): Evaluate => {
  const pieces = parts.map((part) => (typeof part === 'string' ? part : compileExpression(part)));
  return (scope) => {
    const { env } = scope;
    let text = '';
    for (const piece of pieces) {
      if (typeof piece === 'string') {
        text += piece;
        continue;
      }
      const value = piece(scope);
      try {
        text += printedPart(value, text.length, env.budget);
      } catch (thrown) {
        throw asTramaError(thrown, env.locale);
      }
    }
    return text;
  };
};

const compileNode = (node: ConfigNode): Evaluate => {
  switch (node.kind) {
    case 'constant': {
      const { value } = node;
      return () => value;
    }
    case 'expression':
      return compileExpression(node.ast);
    case 'text':
      return compileText(node.parts);
    case 'list': {
      const items = node.items.map(compileNode);
      return (scope) => items.map((item) => item(scope));
    }
    case 'object': {
      const fields = node.fields.map((field) => ({ key: field.key, evaluate: compileNode(field.node) }));
      return (scope) => {
        const object: JsonObject = {};
        for (const { key, evaluate } of fields) setMember(object, key, evaluate(scope));
        return object;
      };
    }
  }
};

/** Compiles a parsed config. Values without expressions are given as they are, the same ones each time. */
export const compileConfig = (template: ConfigTemplate): Evaluate => compileNode(template.root);
