import type { Json } from '../json.ts';
import type { RunStart } from '../machine/protocol.ts';

/** A start event for simulations: a Saturday at nine in São Paulo, in a workshop that may do all. */
export const sampleStart = (data: Json = {}, more: Partial<RunStart> = {}): RunStart => ({
  run: { id: 'run_1', startedAt: '2026-11-21T12:00:00.000Z', test: false, rootId: 'run_1' },
  flow: { id: 'flw_1', version: 1, name: 'Exemplo' },
  tenant: {
    id: 'ten_1',
    slug: 'demo',
    plan: 'ENTERPRISE',
    timezone: 'America/Sao_Paulo',
    locale: 'pt-BR',
    settings: {},
  },
  trigger: { type: 'api', data, receivedAt: '2026-11-21T12:00:00.000Z' },
  seed: 'seed',
  answerable: true,
  ...more,
});
