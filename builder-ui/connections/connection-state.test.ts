import { expect, test } from 'vitest';
import { connectionState } from './connection-state.ts';

const state = (testError: string | null, testedAt: string | null = '2026-01-01T00:00:00Z') =>
  connectionState({ testedAt, testError });

test('a connection works, was never tried, is refused or fails, and says why in plain words', () => {
  expect(state(null)).toEqual({ state: 'ok', why: null });
  expect(state(null, null)).toEqual({ state: 'untested', why: null });
  expect(state('http_401: O servidor recusou a chave')).toEqual({
    state: 'expired',
    why: 'O servidor recusou a chave',
  });
  expect(state('connection_failed: Sem resposta de erp.example')).toEqual({
    state: 'failed',
    why: 'Sem resposta de erp.example',
  });
});
