import { expect, test } from 'vitest';
import { z } from 'zod';
import { openApi } from '#api/frame/openapi.ts';
import { routes } from '#api/routes/routes.ts';
import { type ApiDocument, postmanCollection } from './postman.ts';

/** What Postman's schema of a collection, v2.1, asks of the parts that we write. */
const text = z.string();
const pair = z.strictObject({ key: text, value: text, description: text.optional(), disabled: z.boolean().optional() });
const request = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  header: z.array(pair),
  url: z.strictObject({
    raw: text.startsWith('{{baseUrl}}/v1/'),
    host: z.tuple([z.literal('{{baseUrl}}')]),
    path: z.array(text.regex(/^(:\w+|[\w.-]+)$/)),
    variable: z.array(pair),
    query: z.array(pair),
  }),
  description: text,
  auth: z.strictObject({ type: z.literal('noauth') }).optional(),
  body: z
    .union([
      z.strictObject({ mode: z.literal('raw'), raw: text, options: z.unknown() }),
      z.strictObject({ mode: z.literal('file'), file: z.strictObject({}) }),
    ])
    .optional(),
});
const item = z.strictObject({ name: text.min(1), request, response: z.array(z.unknown()) });
const collection = z.strictObject({
  info: z.strictObject({ name: text, description: text, schema: text.endsWith('/v2.1.0/collection.json') }),
  auth: z.strictObject({
    type: z.literal('bearer'),
    bearer: z.array(z.strictObject({ key: text, value: text, type: text })),
  }),
  variable: z.array(z.strictObject({ key: text, value: text, type: text })),
  item: z.array(z.strictObject({ name: text.min(1), item: z.array(item).min(1) })),
});

test('the Postman collection is of its form, holds every call once, and names each variable of an address', () => {
  const made = postmanCollection(openApi(routes, '0') as unknown as ApiDocument, 'https://trama.example');
  const { item: folders, variable } = collection.parse(made);
  const items = folders.flatMap(({ item }) => item);
  expect(items.length).toBe(routes.length);
  for (const { request } of items) {
    const named = request.url.path.filter((part) => part.startsWith(':')).map((part) => part.slice(1));
    expect(request.url.variable.map(({ key }) => key)).toEqual(named);
    if (request.body?.mode === 'raw') JSON.parse(request.body.raw);
  }
  expect(variable[0]?.value).toBe('https://trama.example');
});
