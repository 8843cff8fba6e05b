import { z } from 'zod';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { deskOf } from './desk-of.ts';
import { exampleFacts, facts, state } from './fields.ts';

export const billingEnter = action({
  id: 'billing.enter',
  version: 1,
  title: { pt: 'Mudar o estado da assinatura', en: 'Move the subscription to a state' },
  description: {
    pt: 'Passa a assinatura a outro estado; ficar onde está não muda nada.',
    en: 'Moves the subscription to another state; to stay is no move.',
  },
  group: 'billing',
  icon: 'arrow-right',
  subject: true,
  config: z.strictObject({ to: field(state, { title: { pt: 'Estado', en: 'State' } }) }),
  output: facts,
  effect: 'keyed',
  timeout: 'PT10S',
  example: exampleFacts,
  run: ({ to }, context) => {
    const { desk, subject, key } = deskOf(context);
    return desk.enter(subject, to, key);
  },
});
