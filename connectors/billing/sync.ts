import { z } from 'zod';
import { action } from '../action.ts';
import { deskOf } from './desk-of.ts';
import { exampleFacts, facts } from './fields.ts';

export const billingSync = action({
  id: 'billing.sync',
  version: 1,
  title: { pt: 'Perguntar ao provedor', en: 'Ask the provider' },
  description: {
    pt: 'Lê de novo o que o provedor de pagamentos sabe. Fora do ar não é motivo para tirar nada de ninguém.',
    en: 'Reads again what the payment provider knows. Out of reach is no reason to take anything from anybody.',
  },
  group: 'billing',
  icon: 'refresh',
  subject: true,
  config: z.strictObject({}),
  output: z.object({ reachable: z.boolean(), paid: z.boolean(), facts }),
  effect: 'keyed',
  timeout: 'PT45S',
  example: { reachable: true, paid: true, facts: exampleFacts },
  run: (_, context) => {
    const { desk, subject } = deskOf(context);
    return desk.sync(subject);
  },
});
