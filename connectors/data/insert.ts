import { z } from 'zod';
import { action } from '../action.ts';
import { dataContext, row, table, values } from './fields.ts';

export const dataInsert = action({
  id: 'data.insert',
  version: 1,
  title: { pt: 'Inserir em uma tabela', en: 'Insert into a table' },
  description: {
    pt: 'Grava uma linha, ou várias de uma vez: todas ou nenhuma. Uma repetição não grava de novo.',
    en: 'Writes a row, or several at once: all or none. A repeated attempt writes nothing again.',
  },
  group: 'data',
  icon: 'database-plus',
  literal: ['table'],
  config: z.strictObject({ table: table(), values: values() }),
  output: z.object({ row: row().nullable(), rows: z.array(row()), count: z.int() }),
  effect: 'keyed',
  example: {
    row: { id: 'row_1', email: 'ana@example.com', createdAt: '2025-06-01T12:00:00.000Z' },
    rows: [{ id: 'row_1', email: 'ana@example.com', createdAt: '2025-06-01T12:00:00.000Z' }],
    count: 1,
  },
  run: async ({ table: name, values: given }, context) => {
    const all = Array.isArray(given) ? given : [given];
    const { rows } = await context.services.tables.insert(dataContext(context), name, all);
    return { row: rows[0] ?? null, rows, count: rows.length };
  },
});
