import { z } from 'zod';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { deskOf } from './desk-of.ts';
import { access } from './fields.ts';

export const billingSetAccess = action({
  id: 'billing.setAccess',
  version: 1,
  title: { pt: 'Abrir ou limitar o acesso', en: 'Open or narrow access' },
  description: {
    pt: 'Acesso completo, ou só leitura, para quem não pagou.',
    en: 'Full access, or reading only, for who has not paid.',
  },
  group: 'billing',
  icon: 'lock',
  subject: true,
  config: z.strictObject({ access: field(access, { title: { pt: 'Acesso', en: 'Access' } }) }),
  output: z.object({ access }),
  effect: 'keyed',
  timeout: 'PT10S',
  example: { access: 'full' },
  run: async ({ access: wanted }, context) => {
    const { desk, subject, key } = deskOf(context);
    await desk.setAccess(subject, wanted, key);
    return { access: wanted };
  },
});
