import { z } from 'zod';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { stateContext, stateKey, stateScope, timeToLive, ttlMs } from './scope.ts';

export const storeAdd = action({
  id: 'store.add',
  version: 1,
  title: { pt: 'Somar a um contador', en: 'Add to a counter' },
  description: {
    pt: 'Soma a um número guardado, sem que execuções paralelas se percam. O que não existe vale 0.',
    en: 'Adds to a kept number; parallel runs lose nothing. What is not there counts as 0.',
  },
  group: 'data',
  icon: 'database-plus',
  config: z.strictObject({
    key: stateKey(),
    by: field(z.number().default(1), {
      title: { pt: 'Quanto', en: 'By' },
      help: { pt: 'Pode ser negativo.', en: 'May be negative.' },
      widget: 'expression',
    }),
    scope: stateScope(),
    ttl: timeToLive(),
  }),
  output: z.object({ value: z.number() }),
  effect: 'keyed',
  timeout: 'PT10S',
  example: { value: 1 },
  run: ({ key, by, scope, ttl }, context) =>
    context.services.state.add(stateContext(scope, context), key, by, ttlMs(ttl)),
});
