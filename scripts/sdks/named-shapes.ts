import type { Shape } from './shape.ts';
import { pascal, singular } from './words.ts';

export interface Named {
  name: string;
  shape: Extract<Shape, { kind: 'object' }>;
}

/** Smaller objects that look alike by chance (`{ code, message }`) mean different things: each has its own name. */
const ALIKE_FROM_FIELDS = 4;

/** The field that tells members of a union apart, as a part of a name. */
const markOf = (shape: Shape, at: number): string => {
  if (shape.kind !== 'object') return '';
  const mark = shape.fields.find(({ shape: { kind }, optional }) => kind === 'values' && !optional)?.shape;
  const value = mark?.kind === 'values' && mark.values.length === 1 ? mark.values[0] : undefined;
  return typeof value === 'string' ? pascal(value) : String(at + 1);
};

/** Gives each object a name; objects of the same fields share the first one that either was given,
 * and what has a title is called so. */
export class NamedShapes {
  readonly #byShape = new Map<string, string>();
  readonly #byName = new Map<string, Named>();

  /** In the order in which they were first met. */
  all(): Named[] {
    return [...this.#byName.values()];
  }

  /** `shape` with every object in it replaced by its name; `name` is what it is called where it is an object itself. */
  put(name: string, shape: Shape): Shape {
    switch (shape.kind) {
      case 'list':
        return { kind: 'list', of: this.put(singular(name), shape.of) };
      case 'map':
        return { kind: 'map', of: this.put(singular(name), shape.of) };
      case 'union': {
        const objects = shape.of.filter(({ kind }) => kind === 'object');
        const called = (one: Shape, at: number) => (objects.length > 1 ? `${name}${markOf(one, at)}` : name);
        return { kind: 'union', of: shape.of.map((one, at) => this.put(called(one, at), one)) };
      }
      case 'object':
        return { kind: 'named', name: this.#name(name, shape) };
      default:
        return shape;
    }
  }

  #name(wanted: string, shape: Named['shape']): string {
    const text = JSON.stringify(shape, (key, value) => (key === 'description' ? undefined : value));
    const isOwn = shape.title === undefined && shape.fields.length < ALIKE_FROM_FIELDS;
    const key = isOwn ? `${wanted} ${text}` : text;
    const known = this.#byShape.get(key);
    if (known !== undefined) return known;
    const first = shape.title ?? wanted;
    let name = first;
    for (let n = 2; this.#byName.has(name); n++) name = `${first}${n}`;
    this.#byShape.set(key, name);
    const named: Named = { name, shape: { kind: 'object', fields: [] } };
    this.#byName.set(name, named);
    named.shape.fields = shape.fields.map((field) => ({
      ...field,
      shape: this.put(`${name}${pascal(field.name)}`, field.shape),
    }));
    return name;
  }
}
