import { z } from 'zod';
import { ERRORS } from '#flow/errors.ts';
import { exampleOf } from './example-of.ts';
import { operationId } from './operation-id.ts';
import type { Route } from './route.ts';

type Schema = Record<string, unknown>;

/** `direction` matters where a schema has defaults: what callers may leave out, answers always hold. */
function schemaOf(schema: z.ZodType, direction: 'input' | 'output'): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io: direction,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return rest;
}

const parametersOf = (schema: z.ZodType | undefined, where: 'path' | 'query'): Schema[] => {
  if (!schema) return [];
  const object = schemaOf(schema, 'input') as { properties?: Record<string, Schema>; required?: string[] };
  return Object.entries(object.properties ?? {}).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: where === 'path' || (object.required ?? []).includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }));
};

const PROBLEM = { $ref: '#/components/responses/Problem' };
const BYTES = { type: 'string', format: 'binary' };
/** Media whose bytes are the fields of an object. */
const OF_FIELDS = new Set(['application/json', 'application/x-www-form-urlencoded']);

const contentOf = (media: readonly string[], schema: (one: string) => Schema): Schema =>
  Object.fromEntries(media.map((one) => [one, { schema: schema(one) }]));

function responsesOf(route: Route): Schema {
  const responses: Schema = route.output
    ? {}
    : route.media
      ? { 200: { description: 'Done', content: contentOf([route.media].flat(), () => BYTES) } }
      : { 200: { description: 'Live', content: { 'text/event-stream': { schema: { type: 'string' } } } } };
  for (const [status, schema] of Object.entries(route.output ?? {})) {
    const empty = status === '204';
    responses[status] = {
      description: STATUS_WORDS[status] ?? 'Done',
      ...(empty ? {} : { content: { 'application/json': { schema: schemaOf(schema, 'output') } } }),
    };
  }
  const statuses = new Set(
    (route.errors ?? []).map((code) => String(ERRORS[code as keyof typeof ERRORS]?.http ?? 400)),
  );
  if (route.body || route.takes) for (const status of ['400', '413', '415', '422']) statuses.add(status);
  // A cursor of another list is 400.
  if (route.query) for (const status of ['400', '422']) statuses.add(status);
  if (route.params) statuses.add('404');
  if (route.scopes !== 'public') for (const status of ['401', '403']) statuses.add(status);
  if (route.module || route.feature) statuses.add('402');
  // A key that is none, one that is at work still, and one that another call had.
  if (route.idempotent) for (const status of ['400', '409', '422']) statuses.add(status);
  // Anybody may ask too often or at too long an address, and be answered too late.
  for (const status of [...statuses, '429', '431', '503', '504'].sort()) responses[status] ??= PROBLEM;
  return responses;
}

const STATUS_WORDS: Record<string, string> = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted',
  204: 'Done, nothing to say',
};

/** What a call takes, with a body to begin with. */
const bodyOf = (body: z.ZodType, example: unknown): Schema => {
  const schema = schemaOf(body, 'input');
  return { schema, example: example ?? exampleOf(schema) };
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body give the first answer again for 48 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

function operationOf(route: Route): Schema {
  const parameters = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')];
  if (route.idempotent) parameters.push(IDEMPOTENCY_KEY);
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.description ? { description: route.description } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? {
          requestBody: {
            required: !route.body.safeParse({}).success,
            content: { 'application/json': bodyOf(route.body, route.example) },
          },
        }
      : {}),
    ...(route.takes
      ? {
          requestBody: {
            required: true,
            content: contentOf(route.takes, (one) => (OF_FIELDS.has(one) ? { type: 'object' } : BYTES)),
          },
        }
      : {}),
    responses: responsesOf(route),
    security: route.scopes === 'public' ? [] : [{ apiKey: [...route.scopes] }, { session: [] }],
  };
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'instance', 'traceId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: {
      type: 'string',
      description: `One of: ${Object.keys(ERRORS).join(', ')}. Codes never change.`,
      // No enum: connectors and authors have codes of their own, and new ones come.
      'x-extensible-enum': Object.keys(ERRORS),
    },
    instance: { type: 'string' },
    traceId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'message'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

/** OpenAPI 3.1 of the routes, from the schemas that check their requests. */
export function openApi(routes: readonly Route[], version: string): Schema {
  const paths: Record<string, Schema> = {};
  for (const route of routes) {
    const path = `/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Trama',
      version,
      description: 'Durable automations: flows, runs, events, approvals, connections. Errors are RFC 9457 documents.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: problemSchema },
      responses: {
        Problem: {
          description: 'What went wrong (RFC 9457)',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: trm_…' },
        session: { type: 'apiKey', in: 'cookie', name: 'trama_session' },
      },
    },
  };
}
