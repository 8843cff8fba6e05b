import { z } from 'zod';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { dataContext, MAX_ROWS, match, row, table, where } from './fields.ts';

export const dataQuery = action({
  id: 'data.query',
  version: 1,
  title: { pt: 'Consultar uma tabela', en: 'Query a table' },
  description: {
    pt: 'Acha linhas por filtro e ordem, página a página.',
    en: 'Finds rows by filter and order, page by page.',
  },
  group: 'data',
  icon: 'database-search',
  literal: ['table'],
  config: z.strictObject({
    table: table(),
    where: where(),
    match: match(),
    sort: field(
      z
        .array(
          z.strictObject({
            column: field(z.string().min(1).max(64), { title: { pt: 'Coluna', en: 'Column' } }),
            descending: field(z.boolean().default(false), {
              title: { pt: 'Do maior para o menor', en: 'Largest first' },
            }),
          }),
        )
        .max(3)
        .default([]),
      {
        title: { pt: 'Ordem', en: 'Order' },
        help: {
          pt: 'Até três { column, descending }. Sem ela: a ordem de chegada.',
          en: 'Up to three { column, descending }. Without it: the order of arrival.',
        },
        widget: 'json',
        examples: [[{ column: 'createdAt', descending: true }]],
      },
    ),
    limit: field(z.int().min(1).max(MAX_ROWS).default(100), {
      title: { pt: 'Linhas por página', en: 'Rows a page' },
      help: {
        pt: 'Até 1.000. Uma página termina antes se passar de 3 MB.',
        en: 'Up to 1,000. A page ends before where it would have over 3 MB.',
      },
    }),
    cursor: field(z.string().max(4_000).optional(), {
      title: { pt: 'Continuar de', en: 'Go on from' },
      help: { pt: 'nextCursor da página anterior.', en: 'nextCursor of the page before.' },
      widget: 'expression',
    }),
    count: field(z.boolean().default(false), {
      title: { pt: 'Contar', en: 'Count' },
      help: {
        pt: 'Diz em total quantas linhas o filtro alcança.',
        en: 'Tells in total how many rows the filter means.',
      },
    }),
  }),
  output: z.object({ rows: z.array(row()), nextCursor: z.string().nullable(), total: z.int().nullable() }),
  effect: 'read',
  example: { rows: [{ id: 'row_1', email: 'ana@example.com' }], nextCursor: null, total: null },
  run: ({ table: name, count, ...query }, context) =>
    context.services.tables.query(dataContext(context), name, query, count),
});
