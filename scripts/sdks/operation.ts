import type { ApiDocument, DescribedCall, Parameter, Schema } from './api-document.ts';
import { type Named, NamedShapes } from './named-shapes.ts';
import { type Field, type Shape, shapeOf, UNKNOWN, unionOf } from './shape.ts';
import { pascal, singular } from './words.ts';

export type AnswerOf =
  | { kind: 'json'; shape: Shape }
  | { kind: 'pages'; item: Shape; page: Shape; field: string }
  | { kind: 'none' | 'bytes' | 'events' };

export interface Operation {
  resource: string;
  name: string;
  method: string;
  path: string;
  /** Of the path, in order. */
  parts: Field[];
  query: Field[];
  body: { kind: 'json'; shape: Shape; required: boolean } | { kind: 'bytes'; media: string } | null;
  answer: AnswerOf;
  /** Takes an `Idempotency-Key`. */
  keyed: boolean;
  summary: string;
  description: string | undefined;
  scopes: string[];
}

export interface Api {
  version: string;
  /** By resource, in the document's order. */
  resources: Map<string, Operation[]>;
  types: Named[];
  codes: string[];
}

/** What needs no right of a key, and yet is for programs; everything else without a right belongs to a person's session. */
const FOR_ANY_KEY = new Set(['me.get', 'scopes.list', 'graphql.query', 'erasureReceipts.get']);

const isForKeys = ({ operationId, security }: DescribedCall): boolean =>
  FOR_ANY_KEY.has(operationId) || security.some(({ apiKey }) => (apiKey?.length ?? 0) > 0);

const JSON_MEDIA = 'application/json';

/** Query values that programs write as what they are: `true`, and lists and objects that travel as JSON. */
const queryShape = (schema: Schema): Shape => {
  if (schema.contentMediaType === JSON_MEDIA) return UNKNOWN;
  const shape = shapeOf(schema);
  const isFlag =
    shape.kind === 'values' &&
    shape.values.length === 2 &&
    ['true', 'false'].every((one) => shape.values.includes(one));
  return isFlag ? { kind: 'boolean' } : shape;
};

const queryOf = (parameters: readonly Parameter[]): Field[] =>
  parameters
    .filter((one) => one.in === 'query')
    .map(({ name, schema, required, description }) => ({
      name,
      shape: queryShape(schema),
      optional: !required,
      description,
    }));

/** What an answer of more than one form is called, by its status. */
const BY_STATUS: Record<string, string> = { 201: 'Created', 202: 'Accepted' };

type RawAnswer = { kind: 'none' | 'bytes' | 'events' } | { kind: 'json'; shapes: { status: string; shape: Shape }[] };

/** A form that two statuses have is that of the first. */
function rawAnswer({ responses }: DescribedCall): RawAnswer {
  const contents = Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([status, { content }]) =>
      Object.entries(content ?? {}).map(([media, { schema }]) => ({ status, media, schema })),
    );
  const once = new Map<string, { status: string; shape: Shape }>();
  for (const { status, media, schema } of contents) {
    const shape = shapeOf(schema);
    const key = JSON.stringify(shape);
    if (media === JSON_MEDIA && !once.has(key)) once.set(key, { status, shape });
  }
  if (once.size > 0) return { kind: 'json', shapes: [...once.values()] };
  const media = contents[0]?.media;
  return { kind: media === undefined ? 'none' : media === 'text/event-stream' ? 'events' : 'bytes' };
}

interface Read {
  call: DescribedCall;
  method: string;
  path: string;
  resource: string;
  name: string;
}

/** A list that goes on behind a cursor: the field that holds what is listed. */
const pagedField = ({ call }: Read, shape: Shape): string | null => {
  const takesCursor = (call.parameters ?? []).some(({ name }) => name === 'cursor');
  if (!takesCursor || shape.kind !== 'object') return null;
  const goesOn = shape.fields.some(({ name }) => name === 'nextCursor');
  const lists = shape.fields.filter((field) => field.shape.kind === 'list');
  return goesOn && lists.length === 1 ? (lists[0]?.name ?? null) : null;
};

/** What a list is of: `Run`, or `RunSummary` where `get` gives more; `FlowVersion` of `flows.listVersions`. */
const itemName = ({ resource, name }: Read, hasOne: boolean): string => {
  const one = singular(pascal(resource));
  if (name === 'list') return hasOne ? `${one}Summary` : one;
  return one + singular(pascal(name.replace(/^(list|get)/, '')));
};

function listOf(read: Read, shape: Shape, hasOne: boolean, named: NamedShapes): AnswerOf | null {
  if (shape.kind !== 'object') return null;
  const field = pagedField(read, shape);
  const list = shape.fields.find(({ name }) => name === (field ?? 'data'));
  if (list?.shape.kind !== 'list') return null;
  const item = named.put(itemName(read, hasOne), list.shape.of);
  const fields = shape.fields.map((each) =>
    each === list ? { ...each, shape: { kind: 'list' as const, of: item } } : each,
  );
  const whole = (ending: string) =>
    named.put(singular(pascal(read.resource)) + pascal(read.name) + ending, { kind: 'object', fields });
  return field === null
    ? { kind: 'json', shape: whole('Result') }
    : { kind: 'pages', item, page: whole('Page'), field };
}

function answerOf(read: Read, hasOne: boolean, named: NamedShapes): AnswerOf {
  const raw = rawAnswer(read.call);
  if (raw.kind !== 'json') return raw;
  const [first] = raw.shapes;
  const list = first && raw.shapes.length === 1 ? listOf(read, first.shape, hasOne, named) : null;
  if (list) return list;
  const one = singular(pascal(read.resource));
  const shapes = raw.shapes.map(({ status, shape }) =>
    named.put(
      read.name === 'get'
        ? one
        : `${one}${pascal(read.name)}${BY_STATUS[status] && raw.shapes.length > 1 ? BY_STATUS[status] : 'Result'}`,
      shape,
    ),
  );
  return { kind: 'json', shape: unionOf(shapes) };
}

function bodyOf({ call, resource, name }: Read, named: NamedShapes): Operation['body'] {
  if (!call.requestBody) return null;
  const { content, required } = call.requestBody;
  const schema = content[JSON_MEDIA]?.schema;
  // Nothing to say yet: the call takes an empty object, and none as well.
  if (schema?.properties && Object.keys(schema.properties).length === 0) return null;
  if (!schema) return { kind: 'bytes', media: Object.keys(content)[0] ?? 'application/octet-stream' };
  return {
    kind: 'json',
    shape: named.put(`${singular(pascal(resource))}${pascal(name)}Body`, shapeOf(schema)),
    required,
  };
}

const operationOf = (read: Read, answer: AnswerOf, named: NamedShapes): Operation => {
  const { call, method, path, resource, name } = read;
  const parameters = call.parameters ?? [];
  return {
    resource,
    name,
    method: method.toUpperCase(),
    path,
    parts: parameters
      .filter((one) => one.in === 'path')
      .map(({ name, schema, description }) => ({ name, shape: shapeOf(schema), optional: false, description })),
    query: queryOf(parameters),
    body: bodyOf(read, named),
    answer,
    keyed: parameters.some((one) => one.name === 'Idempotency-Key'),
    summary: call.summary,
    description: call.description,
    scopes: call.security[0]?.apiKey ?? [],
  };
};

/** What a key may call, by resource, and the types of it. What `get` gives is named first: it has the plain name (`Run`). */
export function readApi({ info, paths, components }: ApiDocument): Api {
  const reads = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, call]) => isForKeys(call))
      .map(([method, call]): Read => {
        const [resource = '', name = ''] = call.operationId.split('.');
        return { call, method, path, resource, name };
      }),
  );
  const named = new NamedShapes();
  const withOne = new Set(reads.filter(({ name }) => name === 'get').map(({ resource }) => resource));
  const rank = ({ name }: Read) => (name === 'get' ? 0 : name === 'list' ? 1 : 2);
  const answers = new Map(
    [...reads]
      .sort((a, b) => rank(a) - rank(b))
      .map((read) => [read, answerOf(read, withOne.has(read.resource), named)]),
  );
  const resources = new Map<string, Operation[]>();
  for (const [read, answer] of reads.map((read) => [read, answers.get(read) ?? { kind: 'none' }] as const))
    resources.set(read.resource, [...(resources.get(read.resource) ?? []), operationOf(read, answer, named)]);
  return {
    version: info.version,
    resources,
    types: named.all(),
    codes: components.schemas.Problem.properties.code['x-extensible-enum'],
  };
}
