import { z } from 'zod';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { dataContext, row, table, values } from './fields.ts';

export const dataUpsert = action({
  id: 'data.upsert',
  version: 1,
  title: { pt: 'Inserir ou atualizar em uma tabela', en: 'Insert into a table, or update' },
  description: {
    pt: 'Atualiza a linha que tem o mesmo valor na coluna única, ou a grava, mesmo com execuções ao mesmo tempo.',
    en: 'Changes the row with the same value in the unique column, or writes it, however many runs do so at once.',
  },
  group: 'data',
  icon: 'database-import',
  literal: ['table'],
  config: z.strictObject({
    table: table(),
    key: field(z.string().min(1).max(64), {
      title: { pt: 'Coluna única', en: 'Unique column' },
      help: { pt: 'É por ela que a linha é achada.', en: 'The row is found by it.' },
      widget: 'unique-column',
      examples: ['email'],
    }),
    values: values(),
  }),
  output: z.object({
    row: row().nullable(),
    rows: z.array(row()),
    count: z.int(),
    inserted: z.int(),
    updated: z.int(),
  }),
  effect: 'keyed',
  example: {
    row: { id: 'row_1', email: 'ana@example.com' },
    rows: [{ id: 'row_1', email: 'ana@example.com' }],
    count: 1,
    inserted: 1,
    updated: 0,
  },
  run: async ({ table: name, key, values: given }, context) => {
    const all = Array.isArray(given) ? given : [given];
    const { rows, ...done } = await context.services.tables.upsert(dataContext(context), name, key, all);
    return { row: rows[0] ?? null, rows, count: rows.length, ...done };
  },
});
