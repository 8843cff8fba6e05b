import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GENERATED_FOLDERS, sdkFiles } from './sdk-files.ts';

const there = (): Map<string, string> =>
  new Map(
    GENERATED_FOLDERS.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
        .filter((file) => /\.(ts|py)$/.test(file))
        .map((file) => [file, readFileSync(file, 'utf8')] as const),
    ),
  );

test('the SDKs say what the OpenAPI document says: `npx tsx scripts/write-sdks.ts` writes them', () => {
  const [files, written] = [there(), sdkFiles()];
  expect([...files.keys()].sort((a, b) => a.localeCompare(b))).toEqual(
    [...written.keys()].sort((a, b) => a.localeCompare(b)),
  );
  // By name first: a difference of whole files says nothing.
  expect([...written].filter(([file, text]) => files.get(file) !== text).map(([file]) => file)).toEqual([]);
});

test('both packages have the version of the API', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect((JSON.parse(readFileSync('sdks/typescript/package.json', 'utf8')) as { version: string }).version).toBe(
    version,
  );
  expect(readFileSync('sdks/python/pyproject.toml', 'utf8')).toContain(`\nversion = "${version}"\n`);
});
