import { z } from 'zod';
import { action } from '../action.ts';
import { anyJson } from '../form-field.ts';
import { stateContext, stateKey, stateScope } from './scope.ts';

export const storeGet = action({
  id: 'store.get',
  version: 1,
  title: { pt: 'Ler valor guardado', en: 'Read a kept value' },
  description: {
    pt: 'Lê o que uma execução anterior guardou sob a chave.',
    en: 'Reads what an earlier run kept under the key.',
  },
  group: 'data',
  icon: 'database-search',
  config: z.strictObject({ key: stateKey(), scope: stateScope() }),
  output: z.object({ value: anyJson(), found: z.boolean() }),
  effect: 'read',
  timeout: 'PT10S',
  example: { value: null, found: false },
  run: ({ key, scope }, context) => context.services.state.get(stateContext(scope, context), key),
});
