import type { Approval } from '../api-types.ts';
import { sampleFlow } from './sample-flow.ts';

const newId = (prefix: string) => `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`;

export const approvals: Approval[] = [
  {
    id: newId('apr'),
    runId: newId('run'),
    flowId: newId('flw'),
    flowName: sampleFlow.name,
    node: 'dono',
    title: 'Aprovar o pedido 42?',
    details: { cliente: 'Oficina do Zé', total: 'R$ 1.234,56', itens: 3 },
    fields: {
      desconto: { type: 'number', title: 'Desconto (%)', default: 5 },
      obs: { type: 'string', title: 'Observação' },
    },
    assignees: ['owner'],
    status: 'open',
    createdAt: new Date(Date.now() - 400_000).toISOString(),
    expiresAt: new Date(Date.now() + 80_000_000).toISOString(),
    closedAt: null,
    by: null,
    comment: null,
    values: null,
  },
];
