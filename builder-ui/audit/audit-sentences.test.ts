import { expect, test } from 'vitest';
import type { AuditEntry } from './audit-api.ts';
import { SAID, sayingOf } from './audit-sentences.ts';

const entry: AuditEntry = {
  ...{ seq: 1, at: '2026-01-01T00:00:00.000Z', actor: 'user:usr_1', actorName: 'Ana', impersonator: null },
  ...{ action: 'flow.publish', target: 'flw_0123456789abcdef', targetKind: 'flow', targetName: 'Pedidos' },
  ...{ data: { version: 3 }, changes: null, via: 'session', ip: null, userAgent: null, traceId: null },
};

test('a deed is told as a sentence, in both languages', () => {
  expect(sayingOf(entry, 'pt-BR')).toBe('publicou a versão 3 de Pedidos');
  expect(sayingOf(entry, 'en')).toBe('published version 3 of Pedidos');
  expect(sayingOf({ ...entry, action: 'x.y', targetName: null }, 'en')).toBe('x.y · flw_01234567…');
});

test('both languages tell the same deeds', () => {
  expect(SAID.en).toEqual(SAID['pt-BR']);
});
