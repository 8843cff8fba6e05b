import { expect, test } from 'vitest';
import { catalogue, flowOf } from '../../document/testing.ts';
import { findTypes, standingFault } from './find-types.ts';

test.each([
  ['esperar', 'wait'],
  ['delay', 'wait'],
  ['pausa', 'wait'],
  ['for each', 'forEach'],
  ['loop lista', 'forEach'],
  ['condicao', 'if'],
  ['switch', 'switch'],
  ['aprovar', 'approval'],
])('“%s” finds first %s, whatever the language of the screen', (typed, type) => {
  expect(findTypes(catalogue.values(), typed, 'pt-BR')[0]?.type).toBe(type);
  expect(findTypes(catalogue.values(), typed, 'en')[0]?.type).toBe(type);
});

test('what cannot stand at a place says why', () => {
  const flow = flowOf([
    { id: 'cada', type: 'forEach' },
    { id: 'bloco', type: 'scope', parent: 'cada' },
  ]);
  const fault = (type: string, parent: string | undefined, followed: boolean) => {
    const found = catalogue.get(type);
    return found && standingFault(flow, found, { parent, followed });
  };
  expect(fault('break', undefined, false)).toBe('onlyInLoop');
  expect(fault('break', 'bloco', false)).toBeNull();
  expect(fault('stop', undefined, true)).toBe('endsThePath');
  expect(fault('stop', undefined, false)).toBeNull();
  expect(fault('if', undefined, true)).toBeNull();
});
