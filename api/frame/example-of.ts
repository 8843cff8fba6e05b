type Schema = Record<string, unknown>;

const DEEPEST = 6;
const TEXTS: Record<string, string> = {
  'date-time': '2025-06-01T12:00:00Z',
  date: '2025-06-01',
  email: 'ana@example.com',
  uri: 'https://example.com',
  uuid: '0190a000-0000-7000-8000-000000000001',
};
/** What some names stand for everywhere. */
const NAMED: Record<string, string> = { timezone: 'America/Sao_Paulo', locale: 'pt-BR', domain: 'example.com' };
const RANGE = /^(ipAllow|allowedIps)$/;
const ID = /^\^([a-z]{3})_\[0-9a-f\]\{32\}\$$/;

const textOf = ({ format, pattern, minLength = 0 }: Schema, name: string): string => {
  const known = TEXTS[String(format)] ?? NAMED[name];
  if (known) return known;
  const id = ID.exec(String(pattern ?? ''));
  if (id) return `${id[1]}_0190a0000000700080000000000000001`.slice(0, 36);
  const text = `${String(pattern ?? '').startsWith('^\\/') ? '/' : ''}${name || 'text'}`;
  return text.length >= Number(minLength) ? text : text.padEnd(Number(minLength), 'x');
};

const numberOf = ({ minimum, exclusiveMinimum }: Schema): number =>
  typeof minimum === 'number' && minimum > 1
    ? minimum
    : typeof exclusiveMinimum === 'number'
      ? exclusiveMinimum + 1
      : 1;

const objectOf = (schema: Schema, depth: number): Record<string, unknown> => {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const required = (schema.required ?? []) as string[];
  // What must be there; where nothing must, what is most of the call: its first fields.
  const shown = required.length > 0 ? properties.filter(([name]) => required.includes(name)) : properties.slice(0, 3);
  return Object.fromEntries(shown.map(([name, one]) => [name, exampleOf(one, name, depth + 1)]));
};

/** A value that fits a JSON schema as ours are: what callers may begin with. `name`: of the field that it is for. */
export function exampleOf(schema: Schema, name = '', depth = 0): unknown {
  if ('example' in schema) return schema.example;
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0] as unknown;
  if ('default' in schema) return schema.default;
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  const chosen = choices?.find(({ type }) => type !== 'null') ?? choices?.[0];
  if (chosen) return exampleOf(chosen, name, depth);
  if (depth > DEEPEST) return {};
  switch (schema.type) {
    case 'object':
      return objectOf(schema, depth);
    case 'array':
      return Number(schema.minItems ?? 0) > 0 || depth < 2
        ? [RANGE.test(name) ? '203.0.113.0/24' : exampleOf((schema.items ?? {}) as Schema, '', depth + 1)]
        : [];
    case 'string':
      return textOf(schema, name);
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return true;
    default:
      return {};
  }
}
