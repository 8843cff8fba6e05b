import type { ConfigNode, ConfigTemplate } from '../expressions/template.ts';
import type { Text } from '../json.ts';
import type { ProblemCode } from '../problem.ts';
import { inferExpression } from './infer.ts';
import { typeOfValue } from './of-value.ts';
import { type Type, t } from './type.ts';
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

export const escapeKey = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Tells if a text that does not parse stands at a pointer, or in what stands there. */
export const faultsOf = ({ problems }: ConfigTemplate): ((pointer: string) => boolean) => {
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
        const fields = node.fields.map(({ key, node }) => [key, read(node, `${pointer}/${escapeKey(key)}`)] as const);
        return t.object(Object.fromEntries(fields));
      }
      default: {
        const parts = node.kind === 'expression' ? [node.ast] : node.parts.filter((part) => typeof part === 'object');
        const all = parts.map((ast) => inferExpression(ast, envAt(pointer)));
        for (const one of all) for (const problem of one.problems) problems.push({ ...problem, field: pointer });
        return node.kind === 'expression' ? (all[0]?.type ?? t.unknown) : t.string;
      }
    }
  };
  return { type: read(config.root, ''), types, problems };
};
