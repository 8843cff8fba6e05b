import { expect, test } from 'vitest';
import { freshId, idFromTitle } from './fresh-id.ts';
import { readDocument } from './read-document.ts';
import { durationInWords } from './summary.ts';

test('a document is let in with all its faults, as long as it can be drawn', () => {
  const read = readDocument('{"definition": {"nodes": [{"id": "A!", "type": "nada"}], "extra": 1}}');
  expect(read).toMatchObject({
    document: { nodes: [{ id: 'A!', config: {} }], edges: [], extra: 1, trigger: { type: 'manual' } },
  });
});

test.each([
  ['{', 'notJson'],
  ['[]', 'notFlow'],
  ['{"nodes": {}}', 'notFlow'],
  ['{"nodes": [{"id": 3, "type": "set"}]}', 'notFlow'],
  ['{"nodes": [], "edges": [{"from": "a"}]}', 'notFlow'],
])('%s is refused: %s', (text, fault) => {
  expect(readDocument(text)).toEqual({ fault });
});

test('ids come from titles, and are free', () => {
  expect(idFromTitle('Requisição HTTP')).toBe('requisicaoHttp');
  expect(idFromTitle('2ª via')).toBe('passo');
  expect(freshId('soma', new Set(['soma', 'soma2']))).toBe('soma3');
  expect(freshId('trigger', new Set())).toBe('trigger2');
});

test('durations read as words', () => {
  expect(durationInWords('P1DT2H', 'pt-BR')).toBe('1 dia 2 h');
  expect(durationInWords('PT1M', 'en')).toBe('1 min');
  expect(durationInWords('P2M', 'pt-BR')).toBe('2 meses');
  expect(durationInWords('{{ x }}', 'pt-BR')).toBe('{{ x }}');
});
