import { z } from 'zod';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { dataContext, row, table } from './fields.ts';

export const dataGet = action({
  id: 'data.get',
  version: 1,
  title: { pt: 'Ler uma linha', en: 'Read a row' },
  description: {
    pt: 'Lê a linha com este id, ou com este valor em uma coluna única.',
    en: 'Reads the row with this id, or with this value in a unique column.',
  },
  group: 'data',
  icon: 'database-search',
  literal: ['table'],
  config: z.strictObject({
    table: table(),
    by: field(z.string().min(1).max(64).default('id'), {
      title: { pt: 'Achar por', en: 'Find by' },
      help: { pt: 'O id da linha, ou uma coluna única.', en: 'The id of the row, or a unique column.' },
      widget: 'unique-column',
    }),
    value: field(z.union([z.string(), z.number()]), {
      title: { pt: 'Valor', en: 'Value' },
      widget: 'expression',
      examples: ['{{ trigger.data.email }}'],
    }),
  }),
  output: z.object({ found: z.boolean(), row: row().nullable() }),
  effect: 'read',
  timeout: 'PT10S',
  example: { found: true, row: { id: 'row_1', email: 'ana@example.com' } },
  run: async ({ table: name, by, value }, context) => {
    const found = await context.services.tables.get(dataContext(context), name, by, value);
    return { found: found !== null, row: found };
  },
});
