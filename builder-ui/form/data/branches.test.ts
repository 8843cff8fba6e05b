import { expect, test } from 'vitest';
import type { FlowDocument } from '#flow/document.ts';
import type { Run, Step } from '../../api-types.ts';
import { knownValues } from '../../document/known-values.ts';
import { childrenOf, found, type Readable, rootsOf } from './branches.ts';

const output = { pedido: { nº: 7, itens: [{ nome: 'Vela' }, { nome: 'Correia' }] } };
const readable: Readable = {
  names: [
    { path: 'item', type: 'objeto' },
    { path: 'steps.erp', type: 'objeto', of: 'Buscar no ERP' },
    { path: 'steps.erp.status', type: 'número' },
    { path: 'trigger', type: 'objeto' },
    { path: 'vars', type: 'objeto' },
    { path: 'sum()', type: '(list): number' },
  ],
  values: knownValues(
    {
      document: { trigger: { type: 'api', config: {} }, nodes: [] } as unknown as FlowDocument,
      catalogue: new Map(),
      tenant: undefined,
      run: { trigger: { type: 'api', data: {} } } as unknown as Run,
      steps: [{ node: 'erp', output, path: [], status: 'succeeded', endedAt: 'x', error: null } as unknown as Step],
      pins: {},
    },
    undefined,
  ),
};
const erp = () => rootsOf(readable).get('steps')?.[0] ?? expect.fail();

test('what can be read stands in groups, steps by their labels', () => {
  expect([...rootsOf(readable).keys()]).toEqual(['loop', 'steps', 'start', 'flow', 'functions']);
  expect(erp()).toMatchObject({ path: 'steps.erp', label: 'Buscar no ERP', id: 'erp', isOpenable: true });
});

test('inside of a name stands what its type says and what its value has, each with the path that reads it', () => {
  expect(childrenOf(readable, erp()).map((one) => one.path)).toEqual(['steps.erp.status', 'steps.erp.pedido']);
  const order = childrenOf(readable, erp())[1] ?? expect.fail();
  expect(childrenOf(readable, order).map((one) => [one.path, one.known?.value])).toEqual([
    ['steps.erp.pedido["nº"]', 7],
    ['steps.erp.pedido.itens', output.pedido.itens],
  ]);
});

test('a search finds names and values, however deep', () => {
  expect(found(readable, 'itens').map((one) => one.path)[0]).toBe('steps.erp.pedido.itens');
  expect(found(readable, 'correia').map((one) => one.path)).toEqual(['steps.erp.pedido.itens[1].nome']);
});
