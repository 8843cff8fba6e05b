import { portsOf } from '../core/ports.ts';
import type { FlowNode } from '../document.ts';
import { type ConfigTemplate, parseConfig } from '../expressions/template.ts';
import type { Json, JsonSchema } from '../json.ts';
import type { NodeType } from '../node-type.ts';
import type { Paths, Relation } from '../plan/paths.ts';
import { containersOf, type Structure } from '../plan/structure.ts';
import { type CheckedConfig, checkConfig } from '../types/check-config.ts';
import { typeOfSchema } from '../types/from-schema.ts';
import { propertyOf, type Type, t } from '../types/type.ts';
import type { TypeEnv } from '../types/type-env.ts';
import { nullable, union } from '../types/union.ts';
import { errorType, eventType, flowNames } from './names.ts';

/** Parsed configs by the object they came from: an edit leaves the other nodes' objects as they are. */
const parsed = new WeakMap<object, ConfigTemplate>();

export function templateOf(value: Json, literal: readonly string[] = []): ConfigTemplate {
  if (value === null || typeof value !== 'object') return parseConfig(value, literal);
  let template = parsed.get(value);
  if (!template) {
    template = parseConfig(value, literal);
    parsed.set(value, template);
  }
  return template;
}

const schemaTypes = new WeakMap<object, Type>();

function schemaType(schema: JsonSchema): Type {
  let type = schemaTypes.get(schema);
  if (!type) {
    type = typeOfSchema(schema);
    schemaTypes.set(schema, type);
  }
  return type;
}

/** The types of a flow's values: what each node gives, and what can be read where. */
export class FlowTypes {
  readonly #structure: Structure;
  readonly #paths: Paths;
  readonly #names: Record<string, Type>;
  readonly #checked = new Map<string, CheckedConfig>();
  readonly #outputs = new Map<string, Type>();
  readonly #asked = new Set<string>();

  constructor(structure: Structure, paths: Paths) {
    this.#structure = structure;
    this.#paths = paths;
    this.#names = flowNames(structure.document);
  }

  /** A node's config against its type; made once. */
  config(id: string): CheckedConfig | undefined {
    const done = this.#checked.get(id);
    const node = this.#structure.nodes.get(id);
    const type = this.#structure.types.get(id);
    if (done || !node || !type) return done;
    const checked = checkConfig(templateOf(node.config, type.literal), type.config, (pointer) =>
      this.envAt(node, pointer),
    );
    this.#checked.set(id, checked);
    return checked;
  }

  /** What a place outside the nodes' configs reads: a compensation, `poll.until`. */
  at(id: string, names: Record<string, Type> = {}, own = false): TypeEnv {
    return this.#env(
      (target) => (own && target === id ? 'always' : this.#paths.relation(id, target)),
      { ...this.#loopNames(containersOf(this.#structure, id)), ...names },
      () => this.#paths.errorsBefore(id),
      () => this.#paths.errorOf(id) !== null,
    );
  }

  /** What the end of a scope reads: `output` at the top. */
  atEnd(owner: string | null, names: Record<string, Type> = {}): TypeEnv {
    const loops = owner === null ? {} : this.#loopNames([owner, ...containersOf(this.#structure, owner)]);
    return this.#env(
      (target) => this.#paths.relationAtEnd(owner, target),
      { ...loops, ...names },
      () => [],
      () => false,
    );
  }

  /** What an expression in a node's config reads; `pointer` counts from the config. */
  envAt(node: FlowNode, pointer: string): TypeEnv {
    const [field] = pointer.slice(1).split('/', 1);
    if (field === 'result') return this.atEnd(node.id);
    if (node.type === 'while' && field === 'condition') return this.at(node.id, { index: t.number, last: t.unknown });
    if (node.type === 'approval' && (field === 'message' || field === 'via')) {
      return this.at(node.id, { approval: t.object({ url: t.string, expiresAt: nullable(t.string) }) });
    }
    if (node.type === 'ask' && field === 'valid') return this.at(node.id, { answer: t.unknown });
    if (pointer.endsWith('/match')) return this.at(node.id, { event: eventType });
    return this.at(node.id);
  }

  #env(
    relation: (id: string) => Relation,
    names: Record<string, Type>,
    errors: () => string[],
    only: () => boolean,
  ): TypeEnv {
    const { nodes, types } = this.#structure;
    const all = { ...this.#names, ...names };
    const ports = (id: string): Type => {
      const type = types.get(id);
      return type ? t.literal(...portsOf(type, nodes.get(id)?.config ?? {})) : t.unknown;
    };
    return {
      name: (name) => (Object.hasOwn(all, name) ? all[name] : undefined),
      step: (id) => {
        const kind = relation(id);
        return { kind, type: kind === 'always' || kind === 'maybe' ? this.output(id) : t.unknown };
      },
      port: (id) => ({ kind: relation(id), type: ports(id) }),
      error: (id) => {
        const kind = relation(id);
        return {
          kind: kind === 'always' || kind === 'maybe' ? (errors().includes(id) ? 'always' : 'maybe') : kind,
          type: errorType,
        };
      },
      onlyError: () => (only() ? errorType : undefined),
      names: () => Object.keys(all),
      nodes: () => nodes.keys(),
    };
  }

  #loopNames(around: readonly string[]): Record<string, Type> {
    const names: Record<string, Type> = {};
    for (const id of [...around].reverse()) {
      const node = this.#structure.nodes.get(id);
      if (node?.type === 'while') Object.assign(names, { index: t.number, last: t.unknown });
      if (node?.type !== 'forEach') continue;
      const as = typeof node.config.as === 'string' ? node.config.as : 'item';
      Object.assign(names, { [as]: this.#itemType(id), [`${as}Index`]: t.number, index: t.number });
    }
    return names;
  }

  #itemType(id: string): Type {
    if (this.#asked.has(`${id}~item`)) return t.unknown;
    this.#asked.add(`${id}~item`);
    const config = this.config(id)?.type;
    this.#asked.delete(`${id}~item`);
    const items = config?.kind === 'object' ? propertyOf(config, 'items')?.type : undefined;
    return items?.kind === 'list' ? items.of : t.unknown;
  }

  /** The type of a node's output; unknown where a faulty flow asks in a circle. */
  output(id: string): Type {
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
    const field = (name: string): Type | undefined => {
      const config = this.config(node.id)?.type;
      return config?.kind === 'object' ? propertyOf(config, name)?.type : undefined;
    };
    switch (node.type) {
      case 'set':
      case 'assign':
        return field('values') ?? t.unknown;
      case 'respond':
        return t.object({ status: t.number, headers: t.unknown, body: t.unknown });
      case 'forEach':
        return t.list(node.config.onItemError === 'collect' ? t.unknown : this.#resultOf(node, field));
      case 'while':
        return nullable(this.#resultOf(node, field));
      case 'scope':
        return Array.isArray(node.config.interrupt)
          ? union(this.#resultOf(node, field), eventType)
          : this.#resultOf(node, field);
      default:
        return type.output ? schemaType(type.output) : t.unknown;
    }
  }

  #resultOf(node: FlowNode, field: (name: string) => Type | undefined): Type {
    if (node.config.result !== undefined) return field('result') ?? t.unknown;
    const scope = this.#structure.scopes.get(node.id);
    const ends = scope?.nodes.filter((id) => !scope.outgoing.get(id)?.length) ?? [];
    const [only, ...more] = ends;
    if (only === undefined || more.length > 0) return t.null;
    const output = this.output(only);
    return this.#paths.certain(only) ? output : nullable(output);
  }
}
