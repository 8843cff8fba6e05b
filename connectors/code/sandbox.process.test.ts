import { afterAll, describe, expect, test } from 'vitest';
import type { Json } from '#flow/json.ts';
import { createCodeSandbox } from './sandbox.ts';

const sandbox = createCodeSandbox();
afterAll(() => sandbox.close());

const run = (
  source: string,
  input: Json = null,
  more: { timeoutMs?: number; tenantId?: string; signal?: AbortSignal } = {},
) => sandbox.run({ source, input, timeoutMs: 2_000, tenantId: 'a', ...more });
const output = async (source: string, input?: Json) => (await run(source, input)).output;

describe('what a function gives', () => {
  test.each<[string, Json, Json]>([
    ['export default (input) => input.a + 1', { a: 2 }, 3],
    ['export default async (input) => { await null; return { soma: input.length }; }', [1, 2], { soma: 2 }],
    ['const two = await Promise.resolve(2); export default () => two', null, 2],
    ['export default function () {}', null, null],
    ['export default () => [undefined, () => 1, NaN]', null, [null, null, null]],
    [
      'export default () => ({ __proto__x: 1, ["__proto__"]: 2, constructor: 3, deep: [{ prototype: 4 }] })',
      null,
      { __proto__x: 1, deep: [{}] },
    ],
    ['export default (x) => x', { ação: ['ç', 1.5, null, true] }, { ação: ['ç', 1.5, null, true] }],
  ])('%s', async (source, input, expected) => {
    expect(await output(source, input)).toEqual(expected);
  });

  test('what it logs comes along, bounded', async () => {
    const { logs } = await run(
      'export default () => { for (let i = 0; i < 500; i++) console.log("linha", i, { a: 1 }); }',
    );
    expect(logs).toHaveLength(100);
    expect(logs[0]).toBe('linha 0 {"a":1}');
  });
});

describe('nothing is within its reach', () => {
  test('no network, files, timers or host globals', async () => {
    const names = [
      'fetch',
      'require',
      'process',
      'setTimeout',
      'XMLHttpRequest',
      'WebSocket',
      'Deno',
      'Buffer',
      'module',
      '__emit',
    ];
    const source = `export default (names) => names.map((name) => typeof globalThis[name])`;
    expect(await output(source, names)).toEqual(names.map(() => 'undefined'));
  });

  test('imports fail', async () => {
    await expect(run('import fs from "node:fs"; export default () => 1')).rejects.toMatchObject({
      code: 'code_failed',
    });
    await expect(run('export default () => import("node:fs")')).rejects.toMatchObject({ code: 'code_failed' });
  });

  test('the constructor of a function leads to the inside only', async () => {
    expect(await output('export default () => (() => {}).constructor("return typeof process")()')).toBe('undefined');
  });

  test('nothing stays from one call to the next', async () => {
    await output('globalThis.left = 1; Array.prototype.map = null; JSON.parse = null; export default () => 1');
    expect(await output('export default (x) => [typeof globalThis.left, x.map((y) => y)]', [1])).toEqual([
      'undefined',
      [1],
    ]);
  });
});

describe('failures', () => {
  test('carry the message and the line of the author’s source', async () => {
    const source = 'export default (input) => {\n  console.log("antes");\n  throw new TypeError("sem preço");\n};';
    await expect(run(source, {})).rejects.toMatchObject({
      code: 'code_failed',
      retry: 'never',
      message: expect.stringMatching(/^TypeError: .* \(near line 3\)$/),
      details: { line: 3, logs: ['antes'] },
    });
  });

  test.each([
    ['export default () => {\n  let a = ;\n}', 2],
    ['export default async () => {\n  await null;\n  throw new Error("x");\n}', 3],
    ['\n\nthrow new Error("no topo"); export default () => 1', 3],
  ])('line of %j', async (source, line) => {
    await expect(run(source)).rejects.toMatchObject({ code: 'code_failed', details: { line } });
  });

  test.each([
    'export default () => { throw "texto" }',
    'export default () => { throw null }',
    'export default () => { throw { get message() { throw 1 } } }',
    'export default () => new Promise(() => {})',
    'const a = 1;',
    'module.exports = () => 1',
    'export default 5',
    'export default () => { const a = {}; a.a = a; return a; }',
    'export default () => 1n',
    'export default () => { const f = () => f() + 1; return f(); }',
    'export default () => { let a = {}; const b = a; let c = b; for (let i = 0; i < 1e5; i++) { c.a = {}; c = c.a; } return b; }',
  ])('%s is code_failed', async (source) => {
    await expect(run(source)).rejects.toMatchObject({ code: 'code_failed' });
  });

  test('a result above 4 MB is value_too_large', async () => {
    await expect(run('export default () => "x".repeat(5e6)')).rejects.toMatchObject({ code: 'value_too_large' });
  });
});

describe('hostile code ends in bounded time', () => {
  const timeout = { code: 'timeout', retry: 'never' };

  test.each([
    'export default () => { for (;;); }',
    'for (;;); export default () => 1',
    'export default () => { for (;;) try { for (;;); } catch {} finally { for (;;); } }',
    'export default async () => { for (;;) await null; }',
    'export default () => /(a+)+$/.test("a".repeat(50) + "b")',
    'export default () => ({ toJSON() { for (;;); } })',
  ])('%s is a timeout', async (source) => {
    await expect(run(source, null, { timeoutMs: 100 })).rejects.toMatchObject(timeout);
  });

  test.each([
    'export default () => { const a = []; for (;;) a.push({ i: a.length }); }',
    'export default () => { const a = []; for (;;) a.push(new Uint8Array(1e6)); }',
    'export default () => { const a = []; for (;;) a.push("x".repeat(1e5) + a.length); }',
    'export default () => { let s = "x"; for (;;) s += s; }',
  ])('%s eats memory and fails, and the next call works', async (source) => {
    // Its time is not what ends it, however busy the machine is.
    await expect(run(source, null, { timeoutMs: 20_000 })).rejects.toMatchObject({ code: 'code_failed' });
    expect(await output('export default () => 1')).toBe(1);
  });

  test('one that hangs in native code is killed, and the next call works', async () => {
    // A naive search within one native call: the interrupt handler is never asked.
    const hang = 'export default () => "a".repeat(3e6).indexOf("a".repeat(1.5e6) + "b")';
    const began = Date.now();
    await expect(run(hang, null, { timeoutMs: 100 })).rejects.toMatchObject(timeout);
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(await output('export default () => 1')).toBe(1);
  });

  test('an abort ends it at once, with the reason of the one who aborted', async () => {
    const control = new AbortController();
    const running = run('export default () => { for (;;); }', null, { timeoutMs: 60_000, signal: control.signal });
    setTimeout(() => control.abort(new Error('cancelada')), 50);
    await expect(running).rejects.toThrow('cancelada');
    expect(await output('export default () => 1')).toBe(1);
  });

  test('a tenant whose code hangs does not keep others waiting', async () => {
    let ended = 0;
    const hanging = Array.from({ length: 4 }, () =>
      run('export default () => { for (;;); }', null, { tenantId: 'hostil', timeoutMs: 400 })
        .catch((error) => error.code)
        .finally(() => ended++),
    );
    const others = await Promise.all(
      Array.from({ length: 10 }, (_, i) => run('export default (i) => i', i, { tenantId: `t${i}` })),
    );
    expect(ended).toBeLessThan(4);
    expect(others.map((one) => one.output)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await Promise.all(hanging)).toEqual(['timeout', 'timeout', 'timeout', 'timeout']);
  });
});
