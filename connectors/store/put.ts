import { z } from 'zod';
import { action } from '../action.ts';
import { anyJson, field } from '../form-field.ts';
import { stateContext, stateKey, stateScope, timeToLive, ttlMs } from './scope.ts';

export const storePut = action({
  id: 'store.put',
  version: 1,
  title: { pt: 'Guardar valor', en: 'Keep a value' },
  description: {
    pt: 'Guarda um valor para as próximas execuções e devolve o anterior.',
    en: 'Keeps a value for later runs and gives back the one before.',
  },
  group: 'data',
  icon: 'database-import',
  config: z.strictObject({
    key: stateKey(),
    value: field(anyJson(), { title: { pt: 'Valor', en: 'Value' }, widget: 'expression' }),
    scope: stateScope(),
    ttl: timeToLive(),
  }),
  output: z.object({ value: anyJson(), previous: anyJson() }),
  effect: 'keyed',
  timeout: 'PT10S',
  example: { value: null, previous: null },
  run: async ({ key, value, scope, ttl }, context) => {
    const { previous } = await context.services.state.put(stateContext(scope, context), key, value, ttlMs(ttl));
    return { value, previous };
  },
});
