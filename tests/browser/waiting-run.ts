import type { Studio } from '../builder-figures/studio.ts';

/** Starts a run that waits for somebody's approval. @returns its id */
export async function startWaiting(studio: Studio): Promise<string> {
  const definition = {
    ...{ language: 'trama/1', name: 'Compras', trigger: { type: 'api', config: {} } },
    nodes: [{ id: 'ok', type: 'approval', config: { title: 'Compra de peças' } }],
    edges: [{ from: 'trigger', to: 'ok' }],
  };
  const flow = await studio.call('POST', '/v1/flows', { definition });
  await studio.call('POST', `/v1/flows/${flow.id}/publish`, {});
  return (await studio.call('POST', `/v1/flows/${flow.id}/runs`, { data: {} })).id;
}
