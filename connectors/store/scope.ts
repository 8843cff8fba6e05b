import { z } from 'zod';
import type { StateContext } from '#flow/contracts/state-store.ts';
import type { ActionContext } from '../action.ts';
import { durationMs } from '../duration.ts';
import { field } from '../form-field.ts';

export const stateKey = () =>
  field(z.string().min(1).max(512), {
    title: { pt: 'Chave', en: 'Key' },
    help: { pt: 'O nome sob o qual o valor é guardado.', en: 'The name under which the value is kept.' },
    widget: 'expression',
    examples: ['cliente-{{ trigger.data.id }}'],
  });

export const stateScope = () =>
  field(z.enum(['flow', 'tenant']).default('flow'), {
    title: { pt: 'Quem vê', en: 'Who sees it' },
    help: {
      pt: 'Só as execuções deste fluxo, ou as de todos os fluxos da conta.',
      en: 'Only the runs of this flow, or those of every flow of the account.',
    },
    widget: 'select',
    labels: { flow: { pt: 'Este fluxo', en: 'This flow' }, tenant: { pt: 'Todos os fluxos', en: 'All flows' } },
  });

export const timeToLive = () =>
  field(
    z
      .string()
      .refine((text) => (durationMs(text) ?? 0) > 0, 'must be an ISO 8601 duration above zero')
      .optional(),
    {
      title: { pt: 'Validade', en: 'Time to live' },
      help: {
        pt: 'Depois disso o valor é esquecido. Vazio: fica.',
        en: 'After it the value is forgotten. Empty: it stays.',
      },
      widget: 'duration',
      examples: ['P7D'],
    },
  );

/** Test runs share the state of the others: a test is real but for what is pinned. */
export const stateContext = (scope: 'flow' | 'tenant', context: ActionContext): StateContext => ({
  tenantId: context.tenant.id,
  scope: scope === 'tenant' ? 'tenant' : `flow:${context.flowId}`,
  effectKey: context.idempotencyKey,
  nowMs: context.nowMs,
});

export const ttlMs = (ttl: string | undefined): number | null => (ttl === undefined ? null : durationMs(ttl));
