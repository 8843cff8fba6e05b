import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '#tests/any-character.ts';
import { quickest } from '#tests/quickest.ts';
import { TramaError } from '../errors.ts';
import type { Json } from '../json.ts';
import { CATALOG } from './catalog.ts';
import { evaluate } from './fixed-scope.ts';
import { parseConfig } from './template.ts';

// The budget ends an evaluation within a tenth of a second on an idle core; tests run beside each other.
const PATIENCE_MS = 1000;

describe('random sources', () => {
  const functions = CATALOG.filter((one) => one.on === undefined).map((one) => one.name);
  const methods = [...CATALOG.filter((one) => one.on).map((one) => one.name), 'constructor', 'toString', 'call'];
  const leaf = fc.constantFrom(
    'null',
    'true',
    '0',
    '-1',
    '1e300',
    '0.1',
    "'a'",
    "''",
    "'2026-01-31'",
    "'P1M'",
    '[]',
    '[1, 2]',
    "['b', 'a']",
    '({})',
    '({ a: 1 })',
    'x',
    'now()',
    'trigger',
    'trigger.data',
    'trigger.data.big',
    'trigger.data.list',
    'range(1e4)',
    "'ab'.repeat(1e4)",
    'steps.a',
    'error',
    'nada',
    '__proto__',
  );
  const { source } = fc.letrec<{ source: string; args: string }>((tie) => ({
    args: fc
      .array(
        fc.oneof(
          tie('source'),
          tie('source').map((body) => `x => ${body}`),
          tie('source').map((body) => `([x, y], { z }) => ${body}`),
          tie('source').map((list) => `...[${list}]`),
        ),
        { maxLength: 3 },
      )
      .map((all) => all.join(', ')),
    source: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.tuple(fc.constantFrom(...functions), tie('args')).map(([name, args]) => `${name}(${args})`),
      fc
        .tuple(tie('source'), fc.constantFrom('.', '?.'), fc.constantFrom(...methods), tie('args'))
        .map(([on, dot, name, args]) => `(${on})${dot}${name}(${args})`),
      fc
        .tuple(tie('source'), fc.constantFrom('+', '-', '*', '/', '%', '<', '==', '&&', '||'), tie('source'))
        .map(([a, op, b]) => `(${a}) ${op} (${b})`),
      fc.tuple(tie('source'), tie('source')).map(([a, b]) => `(${a})[${b}]`),
      fc.tuple(tie('source'), tie('source')).map(([a, b]) => `({ k: ${a}, [${b}]: 1, ...(${a}) })`),
      tie('source').map((a) => `\`<\${${a}}>\``),
    ),
  }));
  const names = {
    trigger: { data: { big: 'abc '.repeat(5000), list: [3, 1, 2], x: null } },
    steps: { a: { b: 1 } },
    x: 5,
  };

  const holds = (text: string): void => {
    const once = (): void => {
      let result: Json;
      try {
        result = evaluate(text, names);
      } catch (error) {
        expect(error).toBeInstanceOf(TramaError);
        expect(['bad_value', 'expression_too_expensive']).toContain((error as TramaError).code);
        return;
      }
      // What came out is JSON: it survives the round trip as it is.
      expect(JSON.parse(JSON.stringify(result))).toStrictEqual(result);
    };
    expect(quickest(once, PATIENCE_MS)).toBeLessThanOrEqual(PATIENCE_MS);
  };

  test('a well-formed source gives JSON or a TramaError, soon', () => {
    fc.assert(fc.property(source, holds), { numRuns: 1000 });
  });

  test('so does any text', () => {
    const scrap = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '`',
      "'",
      '"',
      '${',
      '=>',
      '...',
      '?.',
      '.',
      ',',
      '+',
      '!',
      'x',
      'sum',
      '1',
      ' ',
      '\\',
      '/',
      '//',
      '\n',
      '\u2028',
      '😀',
      '#',
      '@',
      ';',
      '=',
      'new ',
      'x.map',
      'test(',
      "'(a+)+'",
      '}}',
      '{{',
    );
    fc.assert(
      fc.property(
        fc.array(scrap, { maxLength: 40 }).map((all) => all.join('')),
        holds,
      ),
      { numRuns: 1000 },
    );
    fc.assert(fc.property(fc.string({ unit: anyCharacter, maxLength: 60 }), holds), { numRuns: 1000 });
  });

  test('a config of any text parses into problems or a template', () => {
    const scrap = fc.constantFrom('{{', '}}', '\\{{', '{', '}', "'", '`', ' ', 'x', '1', '.', '(', ')', '\\');
    fc.assert(
      fc.property(
        fc.array(scrap, { maxLength: 30 }).map((all) => all.join('')),
        (text) => {
          const { problems } = parseConfig({ a: text });
          for (const { range } of problems) expect(range.start <= range.end && range.end <= text.length).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
