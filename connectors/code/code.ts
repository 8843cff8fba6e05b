import { z } from 'zod';
import { action } from '../action.ts';
import { anyJson, field } from '../form-field.ts';

/** The core node `code` as the activity that workers run; its place in the catalogue is `flow/`'s. */
export const code = action({
  id: 'code',
  version: 1,
  kind: 'core',
  title: { pt: 'Código', en: 'Code' },
  description: {
    pt: 'Uma função em JavaScript, sem rede nem arquivos.',
    en: 'A function in JavaScript, without network or files.',
  },
  group: 'code',
  icon: 'code',
  config: z.strictObject({
    source: field(z.string().min(1).max(100_000), {
      title: { pt: 'Função', en: 'Function' },
      widget: 'code',
      examples: ['export default (input) => ({ total: input.itens.length })'],
    }),
    input: field(anyJson().optional(), {
      title: { pt: 'Entrada', en: 'Input' },
      help: {
        pt: 'O que a função recebe. O resto do fluxo ela não vê.',
        en: 'What the function is given. It sees nothing else of the flow.',
      },
      widget: 'json',
      examples: ['{{ trigger.data }}'],
    }),
  }),
  output: anyJson(),
  effect: 'none',
  timeout: 'PT10S',
  literal: ['source'],
  example: null,
  run: async ({ source, input = null }, { services, tenant, signal, timeoutMs }) => {
    const { output } = await services.sandbox.run({ source, input, timeoutMs, signal, tenantId: tenant.id });
    return output;
  },
});
