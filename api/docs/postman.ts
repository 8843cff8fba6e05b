type Json = Record<string, unknown>;

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
}
interface Operation {
  tags: string[];
  summary: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { example?: unknown }> };
  security: unknown[];
}
/** What is read of the OpenAPI document. */
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
}

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/** `/v1/flows/{flow}` in Postman's parts: `v1`, `flows`, `:flow`. */
const partsOf = (path: string): string[] =>
  path
    .split('/')
    .filter(Boolean)
    .map((part) => part.replace(/^\{(\w+)\}$/, ':$1'));

const urlOf = (path: string, parameters: readonly Parameter[]): Json => {
  const parts = partsOf(path);
  const of = (place: Parameter['in']) =>
    parameters
      .filter((one) => one.in === place)
      .map(({ name, description = '' }) => ({ key: name, value: '', description }));
  return {
    raw: `{{baseUrl}}/${parts.join('/')}`,
    host: ['{{baseUrl}}'],
    path: parts,
    variable: of('path'),
    // Filters are there to be switched on.
    query: of('query').map((one) => ({ ...one, disabled: true })),
  };
};

const bodyOf = ({ requestBody }: Operation): { headers: Json[]; body?: Json } => {
  const [media, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  if (media === undefined) return { headers: [] };
  const headers = [{ key: 'Content-Type', value: media }];
  if (media !== 'application/json') return { headers, body: { mode: 'file', file: {} } };
  const raw = JSON.stringify(content?.example ?? {}, null, 2);
  return { headers, body: { mode: 'raw', raw, options: { raw: { language: 'json' } } } };
};

const itemOf = (path: string, method: string, operation: Operation): Json => {
  const parameters = operation.parameters ?? [];
  const { headers, body } = bodyOf(operation);
  const once = parameters.some(({ name }) => name === 'Idempotency-Key')
    ? [{ key: 'Idempotency-Key', value: '{{$guid}}', description: 'The same key and body give the first answer again' }]
    : [];
  return {
    name: operation.summary,
    request: {
      method: method.toUpperCase(),
      header: [...headers, ...once],
      url: urlOf(path, parameters),
      description: operation.description ?? '',
      ...(body ? { body } : {}),
      ...(operation.security.length === 0 ? { auth: { type: 'noauth' } } : {}),
    },
    response: [],
  };
};

/** A Postman collection (v2.1) of the API: a folder a tag, the key as a variable, a body to begin with in each call. */
export function postmanCollection({ paths }: ApiDocument, origin: string): Json {
  const folders = new Map<string, Json[]>();
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? 'Other';
      folders.set(tag, [...(folders.get(tag) ?? []), itemOf(path, method, operation)]);
    }
  return {
    info: {
      name: 'Trama',
      description: 'Put your key into the variable apiKey. Lists take cursor and limit; errors are RFC 9457 documents.',
      schema: SCHEMA,
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{apiKey}}', type: 'string' }] },
    variable: [
      { key: 'baseUrl', value: origin, type: 'string' },
      { key: 'apiKey', value: '', type: 'string' },
    ],
    item: [...folders].map(([name, item]) => ({ name, item })),
  };
}
