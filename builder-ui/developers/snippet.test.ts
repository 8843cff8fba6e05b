import { spawnSync } from 'node:child_process';
import { parse } from 'acorn';
import { expect, test } from 'vitest';
import type { SdkOperation } from './developers-api.ts';
import { LANGUAGES, type SnippetCall, snippet } from './snippet.ts';

const publish: SdkOperation = { name: 'events.publish', parts: [], needed: [], takesBytes: false, gives: 'value' };
const call: SnippetCall = {
  method: 'POST',
  origin: 'https://trama.example',
  path: '/v1/events',
  values: {},
  body: { name: "d'água", 'data-1': { ok: true, none: null, list: [1, { a: 'b' }], empty: {} } },
  sdk: publish,
};
const diff: SnippetCall = {
  ...call,
  method: 'GET',
  path: '/v1/flows/{flow}/diff',
  values: { flow: 'flw_1' },
  body: undefined,
  sdk: { name: 'flows.diffOf', parts: ['flow'], needed: ['from'], takesBytes: false, gives: 'value' },
};

test('a body survives the shell, whatever quotes it holds', () => {
  const echo = snippet('curl', call)?.replace(/^curl/, `printf '%s\\n'`) ?? '';
  const { stdout } = spawnSync('sh', ['-c', echo], { env: { TRAMA_KEY: 'k' }, encoding: 'utf8' });
  const words = stdout.trimEnd().split('\n');
  expect(JSON.parse(words.at(-1) ?? '')).toEqual(call.body);
  expect(words).toContain('Authorization: Bearer k');
});

test.each(['value', 'nothing', 'pages', 'events', 'bytes'] as const)(
  'JavaScript that gives %s is a program that parses',
  (gives) => {
    for (const one of [call, { ...call, sdk: { ...publish, takesBytes: true } }, diff]) {
      const code = snippet('JavaScript', { ...one, sdk: { ...(one.sdk ?? publish), gives } }) ?? '';
      expect(() => parse(code, { ecmaVersion: 'latest', sourceType: 'module' })).not.toThrow();
    }
  },
);

test('each language has its own names and words', () => {
  expect(snippet('curl', diff)).toContain("'https://trama.example/v1/flows/flw_1/diff'");
  expect(snippet('JavaScript', diff)).toContain("trama.flows.diffOf('flw_1', { from: '…' })");
  expect(snippet('Python', diff)).toContain('trama.flows.diff_of("flw_1", from_="…")');
  expect(snippet('JavaScript', call)).toContain('name: "d\'água"');
  const python = snippet('Python', call);
  for (const words of ['"ok": True', '"none": None', '"empty": {}', 'trama.events.publish({'])
    expect(python).toContain(words);
});

test('what the clients do not have is shown for curl alone', () => {
  expect(LANGUAGES.map((language) => snippet(language, { ...call, sdk: null }) !== null)).toEqual([true, false, false]);
});
