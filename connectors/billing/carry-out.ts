import { z } from 'zod';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { deskOf } from './desk-of.ts';
import { requestKind } from './fields.ts';

export const billingCarryOut = action({
  id: 'billing.carryOut',
  version: 1,
  title: { pt: 'Atender um pedido', en: 'Carry out a wish' },
  description: {
    pt: 'Faz o que o dono, um operador ou o produto pediu; o que espera um pagamento fica esperando.',
    en: 'Does what the owner, an operator or the product asked for; what waits for a payment goes on waiting.',
  },
  group: 'billing',
  icon: 'checkup-list',
  subject: true,
  config: z.strictObject({
    request: field(z.string().min(1), {
      title: { pt: 'Pedido', en: 'Wish' },
      examples: ['{{ facts.requests[0].id }}'],
    }),
  }),
  output: z.object({
    outcome: z.enum(['done', 'waiting', 'refused']),
    kind: requestKind,
    reason: z.string().nullable(),
  }),
  effect: 'keyed',
  timeout: 'PT45S',
  example: { outcome: 'done', kind: 'change', reason: null },
  run: ({ request }, context) => {
    const { desk, subject, key } = deskOf(context);
    return desk.carryOut(subject, request, key);
  },
});
