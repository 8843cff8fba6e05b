import { portsOf } from '../core/ports.ts';
import type { FlowNode } from '../document.ts';
import { type ConfigNode, type ConfigTemplate, parseConfig } from '../expressions/template.ts';
import type { Json, JsonSchema } from '../json.ts';
import type { NodeType } from '../node-type.ts';
import type { Paths } from '../plan/paths.ts';
import { containersOf, type Structure } from '../plan/structure.ts';
import type { CheckedConfig } from '../types/check-config.ts';
import { typeOfSchema } from '../types/from-schema.ts';
import { inferConfig } from '../types/infer-config.ts';
import { propertyOf, type Type, t } from '../types/type.ts';
import type { TypeEnv } from '../types/type-env.ts';
import { nullable, union } from '../types/union.ts';
import { checkOnce } from './checked-once.ts';
import { eventType, flowNames } from './names.ts';
import { EndEnv, type FlowView, type Names, NO_NAMES, NodeEnv } from './place-env.ts';
import { lastFor, sameFor } from './same-for.ts';

/** Parsed configs by the object they came from: an edit leaves the other nodes' objects as they are. */
const parsed = new WeakMap<object, { literal: readonly string[]; template: ConfigTemplate }>();
const NOTHING: readonly string[] = [];

export function templateOf(value: Json, literal: readonly string[] = NOTHING): ConfigTemplate {
  if (value === null || typeof value !== 'object') return parseConfig(value, literal);
  const before = parsed.get(value);
  if (before?.literal === literal) return before.template;
  const template = parseConfig(value, literal);
  parsed.set(value, { literal, template });
  return template;
}

const schemas = sameFor();
const ports = sameFor();
const results = sameFor();
const outputs = sameFor();
const items = lastFor();

const schemaType = (schema: JsonSchema): Type => schemas(schema, [], () => typeOfSchema(schema));

const WHILE_NAMES: Names = { index: t.number, last: t.unknown };
const APPROVAL_NAMES: Names = { approval: t.object({ url: t.string, expiresAt: nullable(t.string) }) };
const ANSWER_NAMES: Names = { answer: t.unknown };
const EVENT_NAMES: Names = { event: eventType };

/** The types of a flow's values: what each node gives, and what can be read where. */
export class FlowTypes implements FlowView {
  readonly paths: Paths;
  readonly #structure: Structure;
  readonly #names: Names;
  readonly #checked = new Map<string, CheckedConfig>();
  readonly #outputs = new Map<string, Type>();
  readonly #loops = new Map<string | null, Names>();
  readonly #asked = new Set<string>();
  #read = false;

  constructor(structure: Structure, paths: Paths) {
    this.#structure = structure;
    this.paths = paths;
    this.#names = flowNames(structure);
  }

  /** A node's config against its type; made once. */
  config(id: string): CheckedConfig | undefined {
    this.#readAll();
    const done = this.#checked.get(id);
    const node = this.#structure.nodes.get(id);
    const type = this.#structure.types.get(id);
    if (done || !node || !type) return done;
    const checked = checkOnce(node, type, templateOf(node.config, type.literal), (pointer) =>
      this.envAt(node, pointer),
    );
    this.#checked.set(id, checked);
    return checked;
  }

  /** In an order in which what a config reads has been read before: a long chain is not a deep recursion. */
  #readAll(): void {
    if (this.#read) return;
    this.#read = true;
    const readScope = (owner: string | null): void => {
      for (const id of this.#structure.scopes.get(owner)?.order ?? []) {
        if (this.#structure.scopes.has(id)) readScope(id);
        this.output(id);
        this.config(id);
      }
    };
    readScope(null);
  }

  /** What a place outside the nodes' configs reads: a compensation, `poll.until`. */
  at(id: string, names: Names = NO_NAMES, own = false): TypeEnv {
    const loops = this.#loopNames(containersOf(this.#structure, id)[0] ?? null);
    return new NodeEnv(this, [names, loops, this.#names], id, own);
  }

  /** What the end of a scope reads: `output` at the top. */
  atEnd(owner: string | null, names: Names = NO_NAMES): TypeEnv {
    return new EndEnv(this, [names, this.#loopNames(owner), this.#names], owner);
  }

  /** What an expression in a node's config reads; `pointer` counts from the config. */
  envAt(node: FlowNode, pointer: string): TypeEnv {
    const end = pointer.indexOf('/', 1);
    const field = end < 0 ? pointer.slice(1) : pointer.slice(1, end);
    if (field === 'result') return this.atEnd(node.id);
    if (node.type === 'while' && field === 'condition') return this.at(node.id, WHILE_NAMES);
    if (node.type === 'approval' && (field === 'message' || field === 'via')) return this.at(node.id, APPROVAL_NAMES);
    if (node.type === 'ask' && field === 'valid') return this.at(node.id, ANSWER_NAMES);
    if (pointer.endsWith('/match')) return this.at(node.id, EVENT_NAMES);
    return this.at(node.id);
  }

  ids(): Iterable<string> {
    return this.#structure.nodes.keys();
  }

  /** The names of the ports that a node can leave by, as a type. */
  ports(id: string): Type {
    const node = this.#structure.nodes.get(id);
    const type = this.#structure.types.get(id);
    return node && type ? ports(node, [type], () => t.literal(...portsOf(type, node.config))) : t.unknown;
  }

  /** Names of the loops around, those of a container's own among them. */
  #loopNames(owner: string | null): Names {
    if (owner === null) return NO_NAMES;
    const known = this.#loops.get(owner);
    if (known) return known;
    const node = this.#structure.nodes.get(owner);
    const outer = this.#loopNames(containersOf(this.#structure, owner)[0] ?? null);
    const own = node?.type === 'while' ? WHILE_NAMES : node?.type === 'forEach' ? this.#itemNames(node) : NO_NAMES;
    const names = own === NO_NAMES ? outer : { ...outer, ...own };
    if (!this.#asked.has(`${owner}~item`)) this.#loops.set(owner, names);
    return names;
  }

  #itemNames(node: FlowNode): Names {
    const as = typeof node.config.as === 'string' ? node.config.as : 'item';
    return { [as]: this.#itemType(node), [`${as}Index`]: t.number, index: t.number };
  }

  /** Of `items` alone: the rest of a loop's config may read what is inside it, which reads the item. */
  #itemType(node: FlowNode): Type {
    const place = `${node.id}~item`;
    const root = fieldOf(templateOf(node.config, this.#structure.types.get(node.id)?.literal).root, 'items');
    if (!root || this.#asked.has(place)) return t.unknown;
    this.#asked.add(place);
    const { type } = inferConfig({ root, problems: [] }, this.at(node.id));
    this.#asked.delete(place);
    return type.kind === 'list' ? items(node, type.of) : t.unknown;
  }

  /** The type of a node's output; unknown where a faulty flow asks in a circle. */
  output(id: string): Type {
    this.#readAll();
    const known = this.#outputs.get(id);
    if (known) return known;
    if (this.#asked.has(id)) return t.unknown;
    this.#asked.add(id);
    const node = this.#structure.nodes.get(id);
    const type = this.#structure.types.get(id);
    const output = !node || !type ? t.unknown : node.disabled ? t.null : this.#outputOf(node, type);
    this.#asked.delete(id);
    this.#outputs.set(id, output);
    return output;
  }

  #outputOf(node: FlowNode, type: NodeType): Type {
    if (node.outputSchema) return schemaType(node.outputSchema);
    switch (node.type) {
      case 'set':
      case 'assign':
        return this.#field(node.id, 'values') ?? t.unknown;
      case 'respond':
        return SENT;
      case 'forEach': {
        if (node.config.onItemError !== undefined && node.config.onItemError !== 'fail') return UNKNOWN_LIST;
        const result = this.#resultOf(node);
        return outputs(node, [result], () => t.list(result));
      }
      case 'while': {
        const result = this.#resultOf(node);
        return outputs(node, [result], () => nullable(result));
      }
      case 'scope': {
        const result = this.#resultOf(node);
        if (!Array.isArray(node.config.interrupt)) return result;
        return outputs(node, [result], () => union(result, eventType));
      }
      default:
        return type.output ? schemaType(type.output) : t.unknown;
    }
  }

  #field(id: string, name: string): Type | undefined {
    const config = this.config(id)?.type;
    return config?.kind === 'object' ? propertyOf(config, name)?.type : undefined;
  }

  #resultOf(node: FlowNode): Type {
    if (node.config.result !== undefined) return this.#field(node.id, 'result') ?? t.unknown;
    const scope = this.#structure.scopes.get(node.id);
    const ends = scope?.nodes.filter((id) => !scope.outgoing.get(id)?.length) ?? [];
    const [only, ...more] = ends;
    if (only === undefined || more.length > 0) return t.null;
    const output = this.output(only);
    return this.paths.certain(only) ? output : results(node, [output], () => nullable(output));
  }
}

const SENT: Type = t.object({ status: t.number, headers: t.unknown, body: t.unknown });
const UNKNOWN_LIST: Type = t.list(t.unknown);

const fieldOf = (root: ConfigNode, name: string): ConfigNode | undefined => {
  if (root.kind === 'object') return root.fields.find(({ key }) => key === name)?.node;
  const { value } = root as { value?: Json };
  if (root.kind !== 'constant' || value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.hasOwn(value as object, name)
    ? { kind: 'constant', value: (value as Record<string, Json>)[name] ?? null }
    : undefined;
};
