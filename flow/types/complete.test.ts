import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completionsAt, completionsInText } from './complete.ts';
import { envOf } from './env-of.ts';
import { t } from './type.ts';

const env = envOf({
  names: {
    trigger: t.object({
      data: t.open({ items: t.list(t.object({ cents: t.number, qty: t.number })), nome: t.string }),
    }),
    vars: t.object({ n: t.number }),
  },
  steps: { soma: { kind: 'always', type: t.object({ total: t.number }) }, depois: { kind: 'never', type: t.unknown } },
  ports: { soma: { kind: 'always', type: t.literal('out') } },
});

/** `|` is the cursor. */
const labels = (marked: string): string[] => {
  const offset = marked.indexOf('|');
  return completionsAt(marked.replace('|', ''), offset, env).items.map((one) => one.label);
};

describe('half-typed text', () => {
  test.each([
    ['trigger.|', 'data'],
    ['trigger.da|', 'data'],
    ['trigger.data.|', 'items'],
    ['trigger.data?.|', 'nome'],
    ['1 + trigger.data.|', 'nome'],
    ['trigger.data.items.map(i => i.|', 'cents'],
    ['sum(trigger.data.items.map(i => i.|', 'qty'],
    ['sum(trigger.data.items.map(i => i.|))', 'qty'],
    ['trigger.data.items.map(({ cents, qty }) => ce|', 'cents'],
    ['trigger.data.items[0].|', 'cents'],
    ['steps.|', 'soma'],
    ['steps.soma.|', 'total'],
    ['port.|', 'soma'],
    ['|', 'trigger'],
    ['ste|', 'steps'],
    ['su|', 'sum'],
    ['vars.n > 1 ? steps.soma.|', 'total'],
    ['[1, { a: steps.|', 'soma'],
    ['`total: ${steps.soma.|', 'total'],
    ['naoFecha( ] steps.soma.|', 'total'],
    ['steps.soma.|total + outra.coisa', 'total'],
  ])('%s offers %s', (marked, label) => {
    expect(labels(marked)).toContain(label);
  });

  test.each(["'trigger.|", '`trigger.|'])('%s offers nothing', (marked) => {
    expect(labels(marked)).toEqual([]);
  });

  test('a node that is not before is not offered', () => {
    expect(labels('steps.|')).toEqual(['soma']);
  });

  test('what is offered replaces the name that is being typed', () => {
    expect(completionsAt('1 + trigger.da', 14, env)).toMatchObject({
      start: 12,
      items: [{ label: 'data', kind: 'field' }],
    });
  });
});

test('in a text only what stands inside braces is completed', () => {
  const at = (marked: string) => {
    const found = completionsInText(marked.replace('|', ''), marked.indexOf('|'), env);
    return [found.start, found.items.map((one) => one.label).join()];
  };
  expect(at('trigger.|')).toEqual([8, '']);
  expect(at('Olá {{ steps.| }}')).toEqual([13, 'soma']);
  expect(at('Olá {{ steps.|')).toEqual([13, 'soma']);
  expect(at('{{ 1 }} e {{ steps.so| }} fim')).toEqual([19, 'soma']);
  expect(at('{{ 1 }} steps.|')).toEqual([14, '']);
  expect(at('\\{{ steps.|')).toEqual([10, '']);
});

test('no text and no cursor makes completion throw', () => {
  const piece = fc.constantFrom(
    'steps',
    'trigger',
    '.',
    '?.',
    '(',
    ')',
    '[',
    '{',
    '}',
    '=>',
    'x',
    '"',
    '`',
    '${',
    ' ? ',
    ':',
    '+',
    '{{',
    '}}',
    '1',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 15 }), fc.nat(60), (pieces, offset) => {
      const text = pieces.join('');
      completionsAt(text, Math.min(offset, text.length), env);
      completionsInText(text, Math.min(offset, text.length), env);
    }),
    { numRuns: 500 },
  );
});
