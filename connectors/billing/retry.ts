import { z } from 'zod';
import { action } from '../action.ts';
import { deskOf } from './desk-of.ts';

export const billingRetry = action({
  id: 'billing.retry',
  version: 1,
  title: { pt: 'Tentar cobrar de novo', en: 'Try the charge again' },
  description: {
    pt: 'Mais uma tentativa, onde o provedor não tenta sozinho.',
    en: 'One more try, where the provider does not try by itself.',
  },
  group: 'billing',
  icon: 'repeat',
  subject: true,
  config: z.strictObject({}),
  output: z.object({ tried: z.boolean(), paid: z.boolean() }),
  effect: 'keyed',
  timeout: 'PT45S',
  example: { tried: true, paid: false },
  run: (_, context) => {
    const { desk, subject, key } = deskOf(context);
    return desk.retry(subject, key);
  },
});
