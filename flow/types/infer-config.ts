import type { Expression } from '../expressions/ast.ts';
import type { ConfigNode, ConfigTemplate } from '../expressions/template.ts';
import type { Text } from '../json.ts';
import type { ProblemCode } from '../problem.ts';
import { inferExpression } from './infer.ts';
import { typeOfValue } from './of-value.ts';
import { type Property, type Type, t } from './type.ts';
import type { TypeEnv } from './type-env.ts';
import type { Range } from './type-problem.ts';
import { union } from './union.ts';

/** A problem in a config. `field` is a JSON pointer into the config; `range` counts in the text that stands there. */
export interface ConfigProblem {
  code: ProblemCode;
  severity: 'error' | 'warning';
  field: string;
  message: Text;
  range?: Range;
}

/** One environment for a whole config, or one for each field (`valid` reads `answer`, `match` reads `event`). */
export type ConfigEnv = TypeEnv | ((pointer: string) => TypeEnv);

export interface InferredConfig {
  /** Type of the config as its node will get it. */
  type: Type;
  /** Types of the nodes that hold expressions; a constant says its own. */
  types: ReadonlyMap<ConfigNode, Type>;
  problems: ConfigProblem[];
}

export const escapeKey = (key: string): string =>
  /[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;

/** Tells if a text that does not parse stands at a pointer, or in what stands there. */
export const faultsOf = ({ problems }: ConfigTemplate): ((pointer: string) => boolean) => {
  if (!problems.length) return () => false;
  const pointers = problems.map((one) => one.pointer);
  return (pointer) => pointers.some((one) => one === pointer || one.startsWith(`${pointer}/`));
};

/** Reads the types of a config, and reports its expressions: those that do not parse, and those that are wrong. */
export const inferConfig = (config: ConfigTemplate, env: ConfigEnv): InferredConfig => {
  const types = new Map<ConfigNode, Type>();
  const problems: ConfigProblem[] = config.problems.map(({ pointer, message, range }) => ({
    code: 'bad_expression',
    severity: 'error',
    field: pointer,
    message,
    range,
  }));
  const isFaulty = faultsOf(config);
  const envAt = typeof env === 'function' ? env : () => env;

  const read = (node: ConfigNode, pointer: string): Type => {
    // A text that does not parse stands as null in the tree: its type is not known, nor that of what holds it.
    const type = node.kind === 'constant' && isFaulty(pointer) ? t.unknown : typeOf(node, pointer);
    if (node.kind !== 'constant') types.set(node, type);
    return type;
  };
  const typeOf = (node: ConfigNode, pointer: string): Type => {
    switch (node.kind) {
      case 'constant':
        return typeOfValue(node.value);
      case 'list':
        return t.list(union(...node.items.map((item, i) => read(item, `${pointer}/${i}`))));
      case 'object': {
        const props: Record<string, Property> = {};
        for (const { key, node: field } of node.fields) {
          props[key] = { type: read(field, `${pointer}/${escapeKey(key)}`) };
        }
        return { kind: 'object', props, rest: null };
      }
      case 'expression':
        return infer(node.ast, pointer);
      case 'text':
        for (const part of node.parts) if (typeof part === 'object') infer(part, pointer);
        return t.string;
    }
  };
  const infer = (ast: Expression, pointer: string): Type => {
    const { type, problems: found } = inferExpression(ast, envAt(pointer));
    for (const problem of found) problems.push({ ...problem, field: pointer });
    return type;
  };
  return { type: read(config.root, ''), types, problems };
};
