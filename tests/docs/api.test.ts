import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openApi } from '#api/frame/openapi.ts';
import { routes } from '#api/routes/routes.ts';
import { ERRORS } from '#flow/errors.ts';

const page = readFileSync('docs/api.md', 'utf8');
const rowsUnder = (title: string): string[] => {
  const from = page.indexOf(`\n## ${title}\n`);
  const to = page.indexOf('\n## ', from + 1);
  return page
    .slice(from, to < 0 ? undefined : to)
    .split('\n')
    .filter((line) => line.startsWith('| `'));
};

interface Operation {
  summary: string;
  security: Record<string, string[]>[];
}
const document = openApi(routes, '0.0.0') as { paths: Record<string, Record<string, Operation>> };

const scopesOf = ({ security }: Operation): string => {
  const scopes = security.flatMap((one) => one.apiKey ?? []);
  if (security.length === 0) return 'nobody';
  return scopes.length === 0 ? 'anybody' : scopes.map((scope) => `\`${scope}\``).join(', ');
};

describe('docs/api.md', () => {
  test('lists every call of the OpenAPI document, and no other', () => {
    const wanted = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, one]) => `| \`${method.toUpperCase()} ${path}\` | ${one.summary} | ${scopesOf(one)} |`,
      ),
    );
    expect(rowsUnder('All calls').toSorted()).toEqual(wanted.toSorted());
  });

  test('lists every code of an error that reaches callers, with its status', () => {
    const wanted = Object.entries(ERRORS).map(([code, { http, title }]) => `| \`${code}\` | ${http} | ${title.en} |`);
    expect(rowsUnder('Codes of errors').toSorted()).toEqual(wanted.toSorted());
  });
});
