import { describe, expect, test } from 'vitest';
import type { FlowDocument } from '#flow/document.ts';
import type { Run, Step } from '../api-types.ts';
import { type Facts, knownValues, valueAt } from './known-values.ts';
import { previewOf } from './preview.ts';

const document = {
  language: 'trama/1',
  name: 'Pedidos',
  trigger: { type: 'webhook', config: {} },
  input: { type: 'object', properties: { total: { type: 'number', examples: [42] } } },
  vars: { limite: 100 },
  nodes: [
    { id: 'soma', type: 'set', config: { values: { dobro: '{{ trigger.data.total * 2 }}' } } },
    { id: 'erp', type: 'http.request', config: {} },
    { id: 'cada', type: 'forEach', config: { items: '{{ steps.erp.itens }}', as: 'peca' } },
    { id: 'aviso', type: 'set', parent: 'cada', config: { values: {} } },
  ],
  edges: [],
} as unknown as FlowDocument;

const step = (node: string, output: Step['output'], more: Partial<Step> = {}) =>
  ({ node, output, path: [], status: 'succeeded', endedAt: 'x', error: null, ...more }) as unknown as Step;
const itens = [{ nome: 'Vela' }, { nome: 'Correia' }];
const ran: Partial<Facts> = {
  run: { trigger: { type: 'webhook', data: { total: 7 } } } as unknown as Run,
  steps: [
    step('erp', { itens }),
    step('aviso', { ok: 1 }, { path: [{ container: 'cada', index: 0 }] }),
    step('aviso', { ok: 2 }, { path: [{ container: 'cada', index: 1 }] }),
  ],
};
const at = (node: string | undefined, more: Partial<Facts> = {}) =>
  knownValues({ document, catalogue: new Map(), tenant: undefined, run: null, steps: [], pins: {}, ...more }, node);
const preview = (text: string, node: string, more: Partial<Facts> = {}) =>
  previewOf(text, false, at(node, more), 'pt-BR');

describe('values at a place', () => {
  test('come from the last run; of rounds the last, with its item', () => {
    expect(valueAt(at('aviso', ran), 'trigger.data.total')).toEqual({ value: 7, from: 'run' });
    expect(valueAt(at('aviso', ran), 'steps.aviso.ok')).toEqual({ value: 2, from: 'run' });
    expect(valueAt(at('aviso', ran), 'peca.nome')).toEqual({ value: 'Correia', from: 'run' });
    expect(valueAt(at('aviso', ran), 'steps.erp.itens[0].nome')?.value).toBe('Vela');
    expect(valueAt(at('erp', ran), 'peca')).toBeUndefined();
  });

  test('before there is a run, examples stand in, and what can be computed from them', () => {
    expect(valueAt(at('erp'), 'trigger.data.total')).toEqual({ value: 42, from: 'sample' });
    expect(valueAt(at('erp'), 'steps.soma.dobro')).toEqual({ value: 84, from: 'sample' });
    expect(valueAt(at('erp'), 'vars.limite')?.value).toBe(100);
    expect(valueAt(at('soma'), 'steps.erp')).toBeUndefined();
  });

  test('what an author pinned comes before what ran', () => {
    expect(valueAt(at('cada', { ...ran, pins: { erp: { output: { itens: [] } } } }), 'steps.erp.itens')).toEqual({
      value: [],
      from: 'pin',
    });
  });
});

describe('a preview', () => {
  test('is what the text would give', () => {
    expect(preview('Total: {{ trigger.data.total }}', 'erp', ran)).toEqual({
      kind: 'value',
      value: 'Total: 7',
      from: 'run',
    });
    expect(preview('{{ trigger.data.total > vars.limite }}', 'erp')).toEqual({
      kind: 'value',
      value: false,
      from: 'sample',
    });
    expect(preview('sem expressão', 'erp')).toBeNull();
  });

  test('says what is missing, what is wrong and what is half written', () => {
    expect(preview('{{ steps.erp.itens }}', 'cada')).toEqual({ kind: 'missing', steps: ['erp'] });
    expect(preview('{{ sum(trigger.data.total) }}', 'erp', ran)).toEqual({
      kind: 'error',
      message: 'Esperava uma lista de números, veio número',
    });
    expect(preview('{{ trigger.', 'erp')?.kind).toBe('unfinished');
  });
});
