import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { snippet } from './snippet.ts';

const call = {
  method: 'POST',
  url: 'https://trama.example/v1/events',
  body: { name: "d'água", data: { ok: true, none: null, list: [1, { a: 'b' }], empty: {} } },
};

test('a body survives the shell, whatever quotes it holds', () => {
  const echo = snippet('curl', call).replace(/^curl/, `printf '%s\\n'`);
  const { stdout } = spawnSync('sh', ['-c', echo], { env: { TRAMA_KEY: 'k' }, encoding: 'utf8' });
  const words = stdout.trimEnd().split('\n');
  expect(JSON.parse(words.at(-1) ?? '')).toEqual(call.body);
  expect(words).toContain('Authorization: Bearer k');
});

test('JavaScript is a program that parses', () => {
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (code: string) => unknown;
  expect(() => new AsyncFunction(snippet('JavaScript', call))).not.toThrow();
  expect(snippet('JavaScript', { ...call, method: 'GET', body: undefined })).not.toContain('Content-Type');
});

test('Python writes its own words for true and nothing', () => {
  const code = snippet('Python', call);
  expect(code).toContain('"ok": True');
  expect(code).toContain('"none": None');
  expect(code).toContain('"empty": {}');
  expect(code).toContain('requests.post(');
});
