import { z } from 'zod';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { deskOf } from './desk-of.ts';

export const billingDowngrade = action({
  id: 'billing.downgrade',
  version: 1,
  title: { pt: 'Passar ao plano grátis', en: 'Down to the free plan' },
  description: {
    pt: 'Ou ao plano combinado com a conta. Os dados ficam; o que passa dos limites dele fica congelado.',
    en: 'Or to the plan that was agreed on. Data stays; what is over its limits is frozen.',
  },
  group: 'billing',
  icon: 'arrow-down',
  subject: true,
  config: z.strictObject({
    reason: field(z.string().regex(/^[a-z][a-z_]{0,63}$/), {
      title: { pt: 'Motivo', en: 'Reason' },
      examples: ['trial_ended'],
    }),
  }),
  output: z.object({ frozen: z.int() }),
  effect: 'keyed',
  timeout: 'PT45S',
  example: { frozen: 0 },
  run: ({ reason }, context) => {
    const { desk, subject, key } = deskOf(context);
    return desk.downgrade(subject, reason, key);
  },
});
