import { expect, test } from 'vitest';
import { findByWords } from './find-words.ts';

const things = [
  ['Esperar', 'Wait', 'pausa delay atraso'],
  ['Requisição HTTP', 'HTTP request', 'api chamar'],
  ['Esperar evento', 'Wait for an event', ''],
  ['Parar', 'Stop', ''],
];
const found = (typed: string) => findByWords(typed, things, (one) => one).map(([title]) => title);

test.each([
  ['requisicao', ['Requisição HTTP']],
  ['http req', ['Requisição HTTP']],
  ['wait', ['Esperar', 'Esperar evento']],
  ['evento esp', ['Esperar evento']],
  ['delay', ['Esperar']],
  ['ar', []],
  ['', ['Esperar', 'Requisição HTTP', 'Esperar evento', 'Parar']],
])('“%s” finds, in both languages and best first, %j', (typed, titles) => {
  expect(found(typed)).toEqual(titles);
});
