import type { ConfigNode, ConfigTemplate } from '../expressions/template.ts';
import type { Json, JsonSchema, Text } from '../json.ts';
import type { ProblemCode } from '../problem.ts';
import { fits } from './assignable.ts';
import { describeIn } from './describe.ts';
import { isSchema, resolveReference, typeOfSubschema } from './from-schema.ts';
import { type ConfigEnv, type ConfigProblem, escapeKey, faultsOf, inferConfig } from './infer-config.ts';
import { isOfType, leafFault, matches, sizeFault, typeNames } from './schema-rules.ts';
import { nearestName } from './suggest.ts';
import { type Type, t } from './type.ts';
import { didYouMean, say } from './type-problem.ts';

const MAX_DEPTH = 60;
/** A schema may be another author's, and its references may multiply: past this nothing more is said. */
const MAX_CHECKS = 20_000;

export interface CheckedConfig {
  /** Type of the config as its node will get it. */
  type: Type;
  problems: ConfigProblem[];
}

/**
 * Checks a config against the schema of what it evaluates to. What is written out is held to the schema
 * (`unknown_field`, `bad_config`); an expression is only wrong where no value of its type fits (`type_mismatch`).
 * A null in a field that is not required counts as missing, and keys that begin with `x-` are the author's own.
 */
export const checkConfig = (config: ConfigTemplate, schema: JsonSchema, env: ConfigEnv): CheckedConfig => {
  const { type, types, problems } = inferConfig(config, env);
  const check = new SchemaCheck(schema, types, faultsOf(config));
  problems.push(...check.findings(config.root, schema, '', 0));
  return { type, problems };
};

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const schemasOf = (value: unknown): Record<string, unknown> => (isSchema(value) ? value : {});

const finding = (code: ProblemCode, field: string, message: Text): ConfigProblem => ({
  code,
  severity: 'error',
  field,
  message,
});

/** Without one of these a schema says nothing about members: the data in it need not be walked. */
const OBJECT_KEYWORDS = [
  'properties',
  'additionalProperties',
  'required',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
];

/** The members of a node, whether it holds expressions or is one constant. */
const fieldsOf = (node: ConfigNode): { key: string; node: ConfigNode }[] | undefined => {
  if (node.kind === 'object') return node.fields;
  if (node.kind !== 'constant' || !isOfType(node.value, 'object')) return undefined;
  return Object.entries(node.value as Record<string, Json>).map(([key, value]) => ({ key, node: constant(value) }));
};

const itemsOf = (node: ConfigNode): ConfigNode[] | undefined => {
  if (node.kind === 'list') return node.items;
  return node.kind === 'constant' && Array.isArray(node.value) ? node.value.map(constant) : undefined;
};

const constant = (value: Json): ConfigNode => ({ kind: 'constant', value });

/** The schema's name for what a node certainly is; for an expression only its type can tell. */
const isOfSchemaType = (node: ConfigNode, name: string): boolean => {
  if (node.kind === 'constant') return isOfType(node.value, name);
  return name === (node.kind === 'list' ? 'array' : node.kind);
};

const isOneOf = (value: Json, choices: readonly unknown[]): boolean => {
  if (typeof value !== 'object' || value === null) return choices.includes(value);
  const written = JSON.stringify(value);
  return choices.some((one) => JSON.stringify(one) === written);
};

/** The names of a schema's `type`; none where it takes any. */
const typesOf = ({ type, nullable }: JsonSchema): string[] => {
  const names = typeof type === 'string' ? [type] : listOf(type).filter((name) => typeof name === 'string');
  return names.length && nullable === true ? [...names, 'null'] : names;
};

const WRONG_BRANCH = 1_000;
const WRONG_TAG = 50;

/** How far a branch of `anyOf` is from what was written, by what it says is wrong at `at`. */
const distance = (found: readonly ConfigProblem[], branch: unknown, node: ConfigNode, at: string): number => {
  const names = isSchema(branch) ? typesOf(branch) : [];
  // A wrong kind or a wrong tag means another branch; what lies deeper was meant.
  if (names.length && !names.some((name) => isOfSchemaType(node, name))) return WRONG_BRANCH;
  const properties = schemasOf(schemasOf(branch).properties);
  return found.reduce((sum, { field }) => {
    const member = properties[field.slice(at.length + 1)];
    return sum + (isSchema(member) && 'const' in member ? WRONG_TAG : field === at ? 5 : 1);
  }, 0);
};

class SchemaCheck {
  readonly #root: JsonSchema;
  readonly #types: ReadonlyMap<ConfigNode, Type>;
  readonly #isFaulty: (pointer: string) => boolean;
  readonly #expected = new Map<JsonSchema, Type>();
  #left = MAX_CHECKS;

  constructor(root: JsonSchema, types: ReadonlyMap<ConfigNode, Type>, isFaulty: (pointer: string) => boolean) {
    this.#root = root;
    this.#types = types;
    this.#isFaulty = isFaulty;
  }

  /** What of `node` does not fit `schema`. */
  findings(node: ConfigNode, schema: unknown, at: string, depth: number): ConfigProblem[] {
    if (!isSchema(schema) || depth > MAX_DEPTH || --this.#left < 0) return [];
    if (node.kind === 'expression' || node.kind === 'text') return this.#ofExpression(node, schema, at);
    if (node.kind === 'constant' && node.value === null && this.#isFaulty(at)) return [];
    const wrong = this.#kind(node, schema, at);
    if (wrong) return [wrong];
    return [
      ...this.#members(node, schema, at, depth),
      ...this.#items(node, schema, at, depth),
      ...this.#parts(node, schema, at, depth),
    ];
  }

  #ofExpression(node: ConfigNode, schema: JsonSchema, at: string): ConfigProblem[] {
    const type = this.#types.get(node) ?? t.unknown;
    const expected = this.#expectedOf(schema);
    if (fits(type, expected) !== 'no') return [];
    const text = say(
      'Este campo recebe $1, e a expressão dá $2.',
      'This field takes $1, and the expression gives $2.',
      describeIn(expected),
      describeIn(type),
    );
    return [finding('type_mismatch', at, text)];
  }

  #expectedOf(schema: JsonSchema): Type {
    const known = this.#expected.get(schema);
    if (known) return known;
    const type = typeOfSubschema(schema, this.#root);
    this.#expected.set(schema, type);
    return type;
  }

  /** The first thing that makes a value wrong as a whole. */
  #kind(node: ConfigNode, schema: JsonSchema, at: string): ConfigProblem | undefined {
    const names = typesOf(schema);
    if (names.length && !names.some((name) => isOfSchemaType(node, name))) {
      return finding('bad_config', at, say('Este campo recebe $1.', 'This field takes $1.', typeNames(names)));
    }
    if (node.kind !== 'constant') return undefined;
    const choices = 'const' in schema ? [schema.const] : Array.isArray(schema.enum) ? schema.enum : undefined;
    if (choices && !isOneOf(node.value, choices)) {
      const near = typeof node.value === 'string' ? nearestName(node.value, choices.map(String)) : undefined;
      const list = choices
        .slice(0, 12)
        .map((one) => JSON.stringify(one))
        .join(', ');
      return finding('bad_config', at, say('Use um destes: $1.$2', 'Use one of these: $1.$2', list, didYouMean(near)));
    }
    const fault = leafFault(node.value, schema);
    return fault && finding('bad_config', at, fault);
  }

  #members(node: ConfigNode, schema: JsonSchema, at: string, depth: number): ConfigProblem[] {
    const fields = OBJECT_KEYWORDS.some((keyword) => keyword in schema) && fieldsOf(node);
    if (!fields) return [];
    const properties = schemasOf(schema.properties);
    const required = listOf(schema.required);
    const found: ConfigProblem[] = [];
    for (const name of required) {
      if (typeof name !== 'string' || fields.some((field) => field.key === name)) continue;
      found.push(finding('bad_config', `${at}/${escapeKey(name)}`, say('Falta "$1".', '"$1" is missing.', name)));
    }
    for (const { key, node: field } of fields) {
      const pointer = `${at}/${escapeKey(key)}`;
      const isNull = field.kind === 'constant' ? field.value === null : this.#types.get(field)?.kind === 'null';
      if (isNull && !required.includes(key) && Object.hasOwn(properties, key)) continue;
      if (Object.hasOwn(properties, key)) found.push(...this.findings(field, properties[key], pointer, depth + 1));
      else found.push(...this.#further(key, field, schema, pointer, depth));
    }
    const size = sizeFault(fields.length, schema.minProperties, schema.maxProperties);
    if (size) found.push(finding('bad_config', at, size));
    return found;
  }

  /** A member that `properties` does not name. */
  #further(key: string, field: ConfigNode, schema: JsonSchema, at: string, depth: number): ConfigProblem[] {
    const patterns = Object.entries(schemasOf(schema.patternProperties)).filter(([pattern]) => matches(pattern, key));
    if (patterns.length) return patterns.flatMap(([, member]) => this.findings(field, member, at, depth + 1));
    if (schema.additionalProperties !== false) {
      const named = this.findings(constant(key), schema.propertyNames, at, depth + 1);
      return [...named, ...this.findings(field, schema.additionalProperties, at, depth + 1)];
    }
    if (key.startsWith('x-')) return [];
    const near = didYouMean(nearestName(key, Object.keys(schemasOf(schema.properties))));
    return [
      finding('unknown_field', at, say('Não há campo "$1" aqui.$2', 'There is no field "$1" here.$2', key, near)),
    ];
  }

  #items(node: ConfigNode, schema: JsonSchema, at: string, depth: number): ConfigProblem[] {
    const items = itemsOf(node);
    if (!items) return [];
    const first = listOf(schema.prefixItems);
    const found = items.flatMap((item, i) => this.findings(item, first[i] ?? schema.items, `${at}/${i}`, depth + 1));
    const size = sizeFault(items.length, schema.minItems, schema.maxItems);
    if (size) found.push(finding('bad_config', at, size));
    if (schema.uniqueItems === true && node.kind === 'constant') {
      const texts = items.map((item) => JSON.stringify(item));
      if (new Set(texts).size < texts.length) {
        found.push(finding('bad_config', at, say('Há valores repetidos.', 'Some values are repeated.')));
      }
    }
    return found;
  }

  /** `$ref` and the ways to put schemas together. */
  #parts(node: ConfigNode, schema: JsonSchema, at: string, depth: number): ConfigProblem[] {
    const found: ConfigProblem[] = [];
    if (typeof schema.$ref === 'string') {
      found.push(...this.findings(node, resolveReference(this.#root, schema.$ref), at, depth + 1));
    }
    for (const part of listOf(schema.allOf)) found.push(...this.findings(node, part, at, depth + 1));
    for (const keyword of ['anyOf', 'oneOf']) {
      const branches = listOf(schema[keyword]);
      if (branches.length) found.push(...this.#best(node, branches, schema, at, depth));
      if (keyword === 'oneOf') found.push(...this.#tooMany(node, branches, at));
    }
    return found;
  }

  /** Of `oneOf` only what each branch asks to be there is counted: which of several shapes was meant is not ours to say. */
  #tooMany(node: ConfigNode, branches: unknown[], at: string): ConfigProblem[] {
    const keys = (fieldsOf(node) ?? []).map(({ key }) => key);
    const asked = branches.flatMap((branch) =>
      isSchema(branch) && Object.keys(branch).every((key) => key === 'required') ? [listOf(branch.required)] : [],
    );
    const there = asked.filter((names) => names.every((name) => keys.some((key) => key === name)));
    if (there.length < 2) return [];
    const names = there.flat().join(', ');
    return [finding('bad_config', at, say('Só um destes campos: $1.', 'Only one of these fields: $1.', names))];
  }

  /** What the branch says that the author most probably meant: nothing if one fits. */
  #best(node: ConfigNode, branches: unknown[], schema: JsonSchema, at: string, depth: number): ConfigProblem[] {
    let best: ConfigProblem[] | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const branch of branches) {
      const found = this.findings(node, branch, at, depth + 1);
      if (!found.length) return [];
      const far = distance(found, branch, node, at);
      if (far >= least) continue;
      best = found;
      least = far;
    }
    if (best && least < WRONG_BRANCH) return best;
    const expected = describeIn(this.#expectedOf(schema));
    return [finding('bad_config', at, say('Este campo recebe $1.', 'This field takes $1.', expected))];
  }
}
