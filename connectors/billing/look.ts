import { z } from 'zod';
import { action } from '../action.ts';
import { deskOf } from './desk-of.ts';
import { exampleFacts, facts } from './fields.ts';

export const billingLook = action({
  id: 'billing.look',
  version: 1,
  title: { pt: 'Ver a assinatura', en: 'Look at the subscription' },
  description: {
    pt: 'O que se sabe da assinatura da conta de que a execução trata: estado, prazos, pedidos.',
    en: 'What is known of the subscription of the tenant that the run is about: state, times, wishes.',
  },
  group: 'billing',
  icon: 'receipt',
  subject: true,
  config: z.strictObject({}),
  output: facts,
  effect: 'read',
  timeout: 'PT10S',
  example: exampleFacts,
  run: (_, context) => {
    const { desk, subject } = deskOf(context);
    return desk.look(subject);
  },
});
