import { z } from 'zod';
import { action } from '../action.ts';
import { deskOf } from './desk-of.ts';

export const billingRenew = action({
  id: 'billing.renew',
  version: 1,
  title: { pt: 'Cobrar o próximo período', en: 'Charge the next period' },
  description: {
    pt: 'Abre a cobrança do próximo período, uma vez, onde quem cobra somos nós.',
    en: 'Opens the charge of the next period, once, where it is ours to charge.',
  },
  group: 'billing',
  icon: 'calendar-dollar',
  subject: true,
  config: z.strictObject({}),
  output: z.object({ asked: z.boolean() }),
  effect: 'keyed',
  timeout: 'PT45S',
  example: { asked: true },
  run: (_, context) => {
    const { desk, subject, key } = deskOf(context);
    return desk.renew(subject, key);
  },
});
