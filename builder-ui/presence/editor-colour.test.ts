import { expect, test } from 'vitest';
import { initials } from './editor-colour.ts';

test('people are known by their first letters', () => {
  expect(['Ana Souza', 'ana.souza@loja', 'Zé', ''].map(initials)).toEqual(['AS', 'AS', 'Z', '?']);
});
