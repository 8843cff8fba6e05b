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
            column: field(z.string().min(1).max(64), {
              title: { pt: 'Coluna', en: 'Column' },
              widget: 'column',
            }),
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
          pt: 'Até três colunas. Sem nenhuma: a ordem de chegada.',
          en: 'Up to three columns. Without any: the order of arrival.',
        },
        widget: 'list',
        examples: [[{ column: 'createdAt', descending: true }]],
      },
    ),
    limit: field(z.int().min(1).max(MAX_ROWS).default(100), {
      title: { pt: 'Linhas por página', en: 'Rows a page' },
      rare: false,
      help: {
        pt: 'Até 1.000. Uma página termina antes se passar de 3 MB.',
        en: 'Up to 1,000. A page ends before where it would have over 3 MB.',
      },
    }),
    cursor: field(z.string().max(4_000).optional(), {
      title: { pt: 'Continuar de', en: 'Go on from' },
      help: {
        pt: 'O nextCursor que a página anterior deu, para ler a próxima.',
        en: 'The nextCursor that the page before gave, to read the next.',
      },
      widget: 'expression',
      rare: true,
      examples: ['{{ last.nextCursor }}'],
    }),
    count: field(z.boolean().default(false), {
      title: { pt: 'Contar todas', en: 'Count all' },
      help: {
        pt: 'Dá também, em total, quantas linhas o filtro alcança.',
        en: 'Gives also, as total, how many rows the filter means.',
      },
      rare: true,
    }),
  }),
  output: z.object({ rows: z.array(row()), nextCursor: z.string().nullable(), total: z.int().nullable() }),
  effect: 'read',
  example: { rows: [{ id: 'row_1', email: 'ana@example.com' }], nextCursor: null, total: null },
  run: ({ table: name, count, ...query }, context) =>
    context.services.tables.query(dataContext(context), name, query, count),
});
