import { expect, test } from 'vitest';
import { readFields } from './approval-fields.ts';
import { approvalForm, approvalNotice } from './approval-page.ts';

const approval = {
  tenantName: 'Oficina <Zé>',
  title: '<script>alert(1)</script>',
  details: { total: 'R$ 10,00', placa: '<b>' },
  fields: {
    desconto: { type: 'number', title: 'Desconto' },
    urgente: { type: 'boolean' },
    forma: { enum: ['pix', 'cartão'], default: 'pix' },
    peças: { type: 'array' },
  },
  expiresAt: '2025-06-01T12:00:00.000Z',
  timezone: 'America/Sao_Paulo',
};

test('what tenants and callers wrote is text on the page, never markup', () => {
  const page = approvalForm(approval, 'pt-BR', { values: {}, comment: '</textarea><img>', faults: ['<i>'] });
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('<b>');
  expect(page).not.toContain('<img>');
  expect(page).toContain('Oficina &lt;Zé&gt;');
  expect(page).toContain('name="f.desconto"');
  expect(page).toContain('1 de junho de 2025');
});

test('a form is read as the values that its schemas mean', () => {
  const form = new URLSearchParams({ 'f.desconto': '12.5', 'f.forma': '"pix"', 'f.peças': '[1]', 'f.other': 'x' });
  expect(readFields(approval.fields, form)).toEqual({ desconto: 12.5, urgente: false, forma: 'pix', peças: [1] });
  expect(readFields({ n: { type: 'integer' } }, new URLSearchParams({ 'f.n': 'doze' }))).toEqual({ n: 'doze' });
  expect(readFields({ n: { type: 'integer' } }, new URLSearchParams({ 'f.n': '' }))).toEqual({});
});

test('notices speak both languages', () => {
  expect(approvalNotice('closed', 'pt-BR')).toContain('já foi encerrada');
  expect(approvalNotice('closed', 'en')).toContain('already closed');
});
