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
  const reading = new ConfigReading(config, env);
  return { type: reading.read(config.root, ''), types: reading.types, problems: reading.problems };
};

class ConfigReading {
  readonly types = new Map<ConfigNode, Type>();
  readonly problems: ConfigProblem[] = [];
  readonly #env: ConfigEnv;
  readonly #isFaulty: (pointer: string) => boolean;

  constructor(config: ConfigTemplate, env: ConfigEnv) {
    this.#env = env;
    this.#isFaulty = faultsOf(config);
    for (const { pointer, message, range } of config.problems) {
      this.problems.push({ code: 'bad_expression', severity: 'error', field: pointer, message, range });
    }
  }

  read(node: ConfigNode, pointer: string): Type {
    // A text that does not parse stands as null in the tree: its type is not known, nor that of what holds it.
    if (node.kind === 'constant') return this.#isFaulty(pointer) ? t.unknown : typeOfValue(node.value);
    const type = this.#typeOf(node, pointer);
    this.types.set(node, type);
    return type;
  }

  #typeOf(node: Exclude<ConfigNode, { kind: 'constant' }>, pointer: string): Type {
    switch (node.kind) {
      case 'list':
        return t.list(union(...node.items.map((item, i) => this.read(item, `${pointer}/${i}`))));
      case 'object': {
        const props: Record<string, Property> = {};
        for (const { key, node: field } of node.fields) {
          props[key] = { type: this.read(field, `${pointer}/${escapeKey(key)}`) };
        }
        return { kind: 'object', props, rest: null };
      }
      case 'expression':
        return this.#infer(node.ast, pointer);
      case 'text':
        for (const part of node.parts) if (typeof part === 'object') this.#infer(part, pointer);
        return t.string;
    }
  }

  #infer(ast: Expression, pointer: string): Type {
    const env = typeof this.#env === 'function' ? this.#env(pointer) : this.#env;
    const { type, problems } = inferExpression(ast, env);
    for (const problem of problems) this.problems.push({ ...problem, field: pointer });
    return type;
  }
}
