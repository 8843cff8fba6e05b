import { expect, test } from 'vitest';
import { routes } from '#api/routes/routes.ts';
import { openApi } from './openapi.ts';

interface Operation {
  requestBody?: { content: Record<string, { example?: unknown }> };
}

test('every body in the document has an example, and the example passes the check of its call', () => {
  const { paths } = openApi(routes, '0') as { paths: Record<string, Record<string, Operation>> };
  const wrong = routes.flatMap((route) => {
    if (!route.body) return [];
    const example = paths[`/v1${route.path}`]?.[route.method]?.requestBody?.content['application/json']?.example;
    const checked = route.body.safeParse(example);
    return checked.success
      ? []
      : [`${route.method} ${route.path}: ${JSON.stringify(example)} ${checked.error.message}`];
  });
  expect(wrong).toEqual([]);
});
