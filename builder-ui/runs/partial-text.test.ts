import { expect, test } from 'vitest';
import type { Step } from '../api-types.ts';
import { shownText, stillWriting, type Written, withPiece } from './partial-text.ts';

const write = (pieces: [at: number, text: string][]): string => {
  let written: Written | undefined;
  for (const [at, text] of pieces) written = withPiece(written, { node: 'a', at, text });
  return written ? shownText(written) : '';
};

test('pieces are put where they stand, and a new beginning forgets the old one', () => {
  expect(
    write([
      [0, 'Olá'],
      [3, ', Ana'],
      [8, '!'],
    ]),
  ).toBe('Olá, Ana!');
  expect(
    write([
      [0, 'Olá'],
      [3, ', Ana'],
      [0, 'Oi'],
    ]),
  ).toBe('Oi');
});

test('who comes late sees that something came before', () => {
  expect(
    write([
      [40, 'peças'],
      [45, ' novas'],
    ]),
  ).toBe('…peças novas');
  expect(
    write([
      [40, 'peças'],
      [3, 'outra'],
    ]),
  ).toBe('…outra');
});

test('what was missed while the connection was lost is not glued over', () => {
  expect(
    write([
      [0, 'Olá'],
      [3, ', Ana'],
      [40, 'está pronta'],
      [51, '.'],
    ]),
  ).toBe('…está pronta.');
});

test('only steps that are under way are writing', () => {
  const step = (node: string, endedAt: string | null) => ({ node, endedAt }) as Step;
  const written = new Map([
    ['a', { from: 0, text: 'x' }],
    ['b', { from: 0, text: 'y' }],
  ]);
  expect([...stillWriting(written, [step('a', null), step('b', '2026-01-01T00:00:00Z')]).keys()]).toEqual(['a']);
});
