import type { Json, JsonObject, JsonSchema, Text } from './json.ts';
import { patternMatcher } from './pattern-matcher.ts';

/** What is wrong with a JSON Schema itself, and where. */
export interface SchemaProblem {
  /** JSON pointer into the schema. */
  pointer: string;
  text: Text;
}

const TYPES = new Set(['null', 'boolean', 'object', 'array', 'number', 'string', 'integer']);
const MAX_DEPTH = 100;
const MAX_PROBLEMS = 20;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: Json): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isNumber = (value: Json): boolean => typeof value === 'number';
const isTexts = (value: Json): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');
const isType = (value: Json): boolean => typeof value === 'string' && TYPES.has(value);

const isPattern = (value: Json): boolean => {
  if (typeof value !== 'string') return false;
  try {
    patternMatcher(value);
    return true;
  } catch {
    return false;
  }
};

/** Keywords whose value is plain, and what it may be. */
const PLAIN: Record<string, (value: Json) => boolean> = {
  type: (value) => (Array.isArray(value) ? value.length > 0 && value.every(isType) : isType(value)),
  required: isTexts,
  enum: (value) => Array.isArray(value) && value.length > 0,
  pattern: isPattern,
  format: (value) => typeof value === 'string',
  uniqueItems: (value) => typeof value === 'boolean',
  multipleOf: (value) => typeof value === 'number' && value > 0,
  ...Object.fromEntries(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].map((name) => [name, isNumber])),
  ...Object.fromEntries(
    ['Length', 'Items', 'Properties', 'Contains'].flatMap((name) => [
      [`min${name}`, isCount],
      [`max${name}`, isCount],
    ]),
  ),
};
const ONE = new Set(
  'items additionalProperties not if then else contains propertyNames unevaluatedItems unevaluatedProperties'.split(
    ' ',
  ),
);
const LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

class SchemaReader {
  readonly found: SchemaProblem[] = [];
  readonly #root: Json;
  readonly #anchors = new Set<string>();

  constructor(root: Json) {
    this.#root = root;
    this.#findAnchors(root, 0);
  }

  read(schema: Json, at: string, depth: number): void {
    if (typeof schema === 'boolean' || this.found.length >= MAX_PROBLEMS) return;
    if (!isObject(schema)) {
      this.#tell(at, 'Um esquema é um objeto', 'A schema is an object');
      return;
    }
    if (depth > MAX_DEPTH) {
      this.#tell(at, 'O esquema é fundo demais', 'The schema is too deep');
      return;
    }
    for (const [keyword, value] of Object.entries(schema))
      this.#keyword(keyword, value, `${at}/${escaped(keyword)}`, depth);
  }

  #keyword(keyword: string, value: Json, at: string, depth: number): void {
    const fits = Object.hasOwn(PLAIN, keyword) ? PLAIN[keyword] : undefined;
    if (fits && !fits(value)) {
      const shown = JSON.stringify(value).slice(0, 40);
      this.#tell(at, `“${keyword}” de um esquema não pode ser ${shown}`, `“${keyword}” of a schema cannot be ${shown}`);
    } else if (ONE.has(keyword)) this.read(value, at, depth + 1);
    else if (LISTS.has(keyword)) {
      if (!Array.isArray(value) || value.length === 0)
        this.#tell(at, `“${keyword}” é uma lista de esquemas`, `“${keyword}” is a list of schemas`);
      else for (const [i, one] of value.entries()) this.read(one, `${at}/${i}`, depth + 1);
    } else if (MAPS.has(keyword)) {
      if (!isObject(value))
        this.#tell(at, `“${keyword}” é um objeto de esquemas`, `“${keyword}” is an object of schemas`);
      else for (const [name, one] of Object.entries(value)) this.read(one, `${at}/${escaped(name)}`, depth + 1);
    } else if (keyword === '$ref') this.#reference(value, at);
  }

  /** A reference leads to a schema of this document, and not only to other references, back to itself. */
  #reference(reference: Json, at: string): void {
    const seen = new Set<Json>();
    for (let next: Json | undefined = reference; next !== undefined; ) {
      const target: Json | undefined = typeof next === 'string' ? this.#resolve(next) : undefined;
      if (target === undefined) {
        this.#tell(
          at,
          `“$ref” não leva a nada: ${JSON.stringify(next)}`,
          `“$ref” leads nowhere: ${JSON.stringify(next)}`,
        );
        return;
      }
      if (seen.has(next)) {
        this.#tell(at, '“$ref” leva de volta a si mesmo', '“$ref” leads back to itself');
        return;
      }
      seen.add(next);
      next = isObject(target) ? target.$ref : undefined;
    }
  }

  #resolve(reference: string): Json | undefined {
    if (!reference.startsWith('#')) return undefined;
    const place = reference.slice(1);
    if (place === '') return this.#root;
    if (!place.startsWith('/')) return this.#anchors.has(place) ? true : undefined;
    let found: Json | undefined = this.#root;
    for (const part of place.slice(1).split('/')) {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      if (typeof found !== 'object' || found === null) return undefined;
      found = Array.isArray(found) ? found[Number(key)] : Object.hasOwn(found, key) ? found[key] : undefined;
    }
    return found;
  }

  #findAnchors(value: Json, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
    if (isObject(value) && typeof value.$anchor === 'string') this.#anchors.add(value.$anchor);
    for (const one of Object.values(value)) this.#findAnchors(one, depth + 1);
  }

  #tell(pointer: string, pt: string, en: string): void {
    this.found.push({ pointer, text: { pt, en } });
  }
}

/** What of a JSON Schema 2020-12 cannot be read; none: values can be held to it. Unknown keywords are the author's own. */
export function schemaProblems(schema: Json | JsonSchema): SchemaProblem[] {
  // Erasure: a schema is JSON; its type only says what we read of it.
  const reader = new SchemaReader(schema as Json);
  try {
    reader.read(schema as Json, '', 0);
  } catch {
    // A `$ref` with a broken escape.
    return [{ pointer: '', text: { pt: 'O esquema não pôde ser lido', en: 'The schema could not be read' } }];
  }
  return reader.found;
}
