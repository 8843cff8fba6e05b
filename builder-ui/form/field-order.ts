import type { JsonObject, JsonSchema } from '#flow/json.ts';
import { asSchema, fieldKind, propertiesOf, requiredOf } from '../document/schema.ts';

/** Up to so many fields are all shown at once. */
const ALL_UP_TO = 5;
/** Of more, so many stand above; the others are a click away. */
const ABOVE = 4;

export interface FieldOrder {
  above: [name: string, schema: JsonSchema][];
  /** Rare ones: behind “more options”. */
  more: [name: string, schema: JsonSchema][];
}

/**
 * The fields of an object in the order of its schema, what is required and what is set above. `x-rare` says of a field
 * whether it waits behind “more options”; those that say nothing do so where there are many. `x-when` says for which
 * values of other fields it is asked for at all.
 */
export const fieldOrder = (schema: JsonSchema, value: JsonObject, isFaulty: (name: string) => boolean): FieldOrder => {
  const required = requiredOf(schema);
  // What can only have one value is no question.
  const isAsked = (name: string) => required.has(name) || Object.hasOwn(value, name) || isFaulty(name);
  const all = propertiesOf(schema).filter(
    ([name, inner]) => inner.const === undefined && (isAsked(name) || isWanted(inner, schema, value)),
  );
  let room = all.length <= ALL_UP_TO ? ALL_UP_TO : ABOVE - all.filter(([name]) => required.has(name)).length;
  const above: FieldOrder['above'] = [];
  const more: FieldOrder['more'] = [];
  for (const [name, inner] of all) {
    const rare = inner['x-rare'];
    const isRare = rare === true || (rare === undefined && (room <= 0 || isBox(inner)));
    if (isAsked(name) || !isRare) above.push([name, inner]);
    else more.push([name, inner]);
    if (!isRare && !required.has(name)) room--;
  }
  // One field alone behind a click is a click for nothing.
  if (more.length === 1 && more[0]?.[1]['x-rare'] !== true) return { above: all, more: [] };
  return { above, more };
};

/** What an expression gives is not known here: all that it could ask for is shown. */
const isWanted = (inner: JsonSchema, schema: JsonSchema, value: JsonObject): boolean =>
  Object.entries(asSchema(inner['x-when']) ?? {}).every(([name, values]) => {
    const said = value[name] ?? asSchema(asSchema(schema.properties)?.[name])?.default;
    if (typeof said === 'string' && said.includes('{{')) return true;
    return Array.isArray(values) && values.includes(said);
  });

/** Objects whose control says itself that nothing is there. */
const OWN_CONTROL: ReadonlySet<unknown> = new Set(['file', 'schema']);

/** An object that may be left out is begun on purpose: its own fields would seem to be asked for. */
export const isBox = (schema: JsonSchema): boolean =>
  fieldKind(schema) === 'object' && !OWN_CONTROL.has(schema['x-widget']);
