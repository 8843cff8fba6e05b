import { expect, test } from 'vitest';
import { saysKeyword } from './message-keywords.ts';

test.each([
  ['Quero um ORÇAMENTO, por favor', 'orçamento'],
  ['quero um orcamento', 'Orçamento'],
  ['/start abc', '/start'],
  ['/start@LojaBot', '/start'],
  ['bom dia!', 'bom dia'],
  ['ok 👍', '👍'],
])('%j says %j', (text, keyword) => expect(saysKeyword(text, keyword)).toBe(true));

test.each([
  ['orçamentos', 'orçamento'],
  ['o dia foi bom', 'bom dia'],
  ['restart', '/start'],
  ['', 'oi'],
  ['oi', ''],
])('%j does not say %j', (text, keyword) => expect(saysKeyword(text, keyword)).toBe(false));
