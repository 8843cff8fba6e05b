import { z } from 'zod';
import { action } from '../action.ts';
import { changes, dataContext, match, max, row, rowId, table, where, which } from './fields.ts';

export const dataUpdate = action({
  id: 'data.update',
  version: 1,
  title: { pt: 'Atualizar linhas', en: 'Update rows' },
  description: {
    pt: 'Muda células de uma linha, ou das linhas que o filtro alcança: todas ou nenhuma.',
    en: 'Changes cells of a row, or of the rows that the filter means: all or none.',
  },
  group: 'data',
  icon: 'database-edit',
  literal: ['table'],
  config: z.strictObject({
    table: table(),
    id: rowId(),
    where: where(),
    match: match(),
    values: changes(),
    max: max(),
  }),
  output: z.object({ row: row().nullable(), rows: z.array(row()), count: z.int() }),
  effect: 'keyed',
  example: {
    row: { id: 'row_1', status: 'pago' },
    rows: [{ id: 'row_1', status: 'pago' }],
    count: 1,
  },
  run: async ({ table: name, values, ...rest }, context) => {
    const { rows } = await context.services.tables.update(dataContext(context), name, which(rest), values);
    return { row: rows[0] ?? null, rows, count: rows.length };
  },
});
