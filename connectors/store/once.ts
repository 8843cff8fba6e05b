import { z } from 'zod';
import { action } from '../action.ts';
import { stateContext, stateKey, stateScope, timeToLive, ttlMs } from './scope.ts';

export const storeOnce = action({
  id: 'store.once',
  version: 1,
  title: { pt: 'Só uma vez', en: 'Only once' },
  description: {
    pt: 'Diz se a chave aparece pela primeira vez: para não avisar nem cobrar duas vezes.',
    en: 'Tells if the key is seen for the first time: so as not to notify or charge twice.',
  },
  group: 'data',
  icon: 'fingerprint',
  config: z.strictObject({ key: stateKey(), scope: stateScope(), ttl: timeToLive() }),
  output: z.object({ first: z.boolean() }),
  effect: 'keyed',
  timeout: 'PT10S',
  example: { first: true },
  run: ({ key, scope, ttl }, context) => context.services.state.once(stateContext(scope, context), key, ttlMs(ttl)),
});
