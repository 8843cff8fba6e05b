import { z } from 'zod';
import { action } from '../action.ts';
import { dataContext, match, max, rowId, table, where, which } from './fields.ts';

export const dataDelete = action({
  id: 'data.delete',
  version: 1,
  title: { pt: 'Apagar linhas', en: 'Delete rows' },
  description: {
    pt: 'Apaga uma linha, ou as linhas que o filtro alcança, para sempre.',
    en: 'Deletes a row, or the rows that the filter means, for good.',
  },
  group: 'data',
  icon: 'database-minus',
  literal: ['table'],
  config: z.strictObject({ table: table(), id: rowId(), where: where(), match: match(), max: max() }),
  output: z.object({ ids: z.array(z.string()), count: z.int() }),
  effect: 'keyed',
  example: { ids: ['row_1'], count: 1 },
  run: async ({ table: name, ...rest }, context) => {
    const { ids } = await context.services.tables.remove(dataContext(context), name, which(rest));
    return { ids, count: ids.length };
  },
});
