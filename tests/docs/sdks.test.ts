import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'acorn';
import { expect, test } from 'vitest';
import { Trama } from '#sdk/index.ts';

const page = readFileSync('docs/sdks.md', 'utf8');
const trama = new Trama({ baseUrl: 'https://trama.example' });
const generated = 'sdks/python/src/trama_sdk/_generated';

const named = [...page.matchAll(/\btrama\.([a-z]\w*)\.([a-z]\w*)\(/g)].map(([, resource = '', deed = '']) => ({
  resource,
  deed,
}));

test('every call that the page shows is there, in the language that it is shown in', () => {
  expect(named.length).toBeGreaterThan(15);
  const inPython = (resource: string, deed: string): boolean => {
    try {
      return readFileSync(`${generated}/${resource}_api.py`, 'utf8').includes(`    def ${deed}(\n`);
    } catch {
      return false;
    }
  };
  const inTypeScript = (resource: string, deed: string): boolean => {
    // Erasure: looked up by the name that the page has.
    const calls = (trama as unknown as Record<string, Record<string, unknown>>)[resource];
    return typeof calls?.[deed] === 'function';
  };
  expect(named.filter(({ resource, deed }) => !inTypeScript(resource, deed) && !inPython(resource, deed))).toEqual([]);
});

test('what is in no registry is nowhere installed by its name, which anybody could take there', () => {
  const places = ['docs', 'sdks', 'cli', 'builder-ui'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(md|tsx?)$/.test(file) && !/node_modules|\bdist\b/.test(file))
      .map((file) => `${folder}/${file}`),
  );
  const byName = /\b(?:npm (?:install|i)|pip install)(?: --?[\w-]+)* trama[\w-]*(?![\w.*/-])/;
  expect(places.filter((file) => byName.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('the JavaScript of the page and of the package is whole', () => {
  for (const text of [page, readFileSync('sdks/typescript/README.md', 'utf8')])
    for (const [, code = ''] of text.matchAll(/```js\n([\s\S]*?)```/g))
      expect(() => parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), code).not.toThrow();
});
