import { z } from 'zod';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { deskOf } from './desk-of.ts';

export const billingTell = action({
  id: 'billing.tell',
  version: 1,
  title: { pt: 'Avisar da assinatura', en: 'Tell of the subscription' },
  description: {
    pt: 'Manda um aviso aos donos da conta, pelos canais do plano.',
    en: 'Sends a notice to the owners of the tenant, by the channels of the plan.',
  },
  group: 'billing',
  icon: 'bell',
  subject: true,
  config: z.strictObject({
    notice: field(z.string().regex(/^[a-z][a-z_]{0,63}$/), {
      title: { pt: 'Aviso', en: 'Notice' },
      examples: ['trial_ends_soon'],
    }),
    data: field(z.record(z.string(), z.union([z.string(), z.number()])).default({}), {
      title: { pt: 'Dados', en: 'Data' },
      help: { pt: 'O que o texto do aviso menciona.', en: 'What the text of the notice names.' },
    }),
  }),
  output: z.object({ sent: z.array(z.string()) }),
  effect: 'keyed',
  timeout: 'PT30S',
  example: { sent: ['email'] },
  run: ({ notice, data }, context) => {
    const { desk, subject, key } = deskOf(context);
    return desk.tell(subject, notice, data, key);
  },
});
