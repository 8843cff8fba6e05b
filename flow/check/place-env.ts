import type { Paths, Relation } from '../plan/paths.ts';
import { type Type, t } from '../types/type.ts';
import type { StepInfo, TypeEnv } from '../types/type-env.ts';
import { errorType } from './names.ts';

export type Names = Readonly<Record<string, Type>>;
export const NO_NAMES: Names = {};

/** What all places of a flow read from. */
export interface FlowView {
  paths: Paths;
  ids(): Iterable<string>;
  output(id: string): Type;
  ports(id: string): Type;
}

/** Names of a place, the innermost first. */
type Layers = readonly [own: Names, loops: Names, flow: Names];

/**
 * What can be read at one place. A class, and no object of functions: each check makes one for every node of a flow, and
 * few of them are asked much.
 */
abstract class PlaceEnv implements TypeEnv {
  protected readonly view: FlowView;
  readonly #layers: Layers;

  constructor(view: FlowView, layers: Layers) {
    this.view = view;
    this.#layers = layers;
  }

  protected abstract relation(id: string): Relation;
  protected abstract errors(): readonly string[];
  abstract onlyError(): Type | undefined;

  name(name: string): Type | undefined {
    for (const names of this.#layers) if (Object.hasOwn(names, name)) return names[name];
    return undefined;
  }

  step(id: string): StepInfo {
    const kind = this.relation(id);
    return { kind, type: kind === 'always' || kind === 'maybe' ? this.view.output(id) : t.unknown };
  }

  port(id: string): StepInfo {
    return { kind: this.relation(id), type: this.view.ports(id) };
  }

  error(id: string): StepInfo {
    const kind = this.relation(id);
    const sure = (kind === 'always' || kind === 'maybe') && this.errors().includes(id);
    return { kind: sure ? 'always' : kind === 'always' ? 'maybe' : kind, type: errorType };
  }

  names(): Iterable<string> {
    return new Set(this.#layers.flatMap((names) => Object.keys(names)));
  }

  nodes(): Iterable<string> {
    return this.view.ids();
  }
}

/** What a node reads when it starts; `own`: when it is done. */
export class NodeEnv extends PlaceEnv {
  readonly #id: string;
  readonly #own: boolean;

  constructor(view: FlowView, layers: Layers, id: string, own: boolean) {
    super(view, layers);
    this.#id = id;
    this.#own = own;
  }

  protected relation(id: string): Relation {
    return this.#own && id === this.#id ? 'always' : this.view.paths.relation(this.#id, id);
  }

  protected errors(): readonly string[] {
    return this.view.paths.errorsBefore(this.#id);
  }

  onlyError(): Type | undefined {
    return this.view.paths.errorOf(this.#id) === null ? undefined : errorType;
  }
}

/** What the end of a scope reads; `owner` null: that of the flow. */
export class EndEnv extends PlaceEnv {
  readonly #owner: string | null;

  constructor(view: FlowView, layers: Layers, owner: string | null) {
    super(view, layers);
    this.#owner = owner;
  }

  protected relation(id: string): Relation {
    return this.view.paths.relationAtEnd(this.#owner, id);
  }

  protected errors(): readonly string[] {
    return [];
  }

  onlyError(): undefined {
    return undefined;
  }
}
