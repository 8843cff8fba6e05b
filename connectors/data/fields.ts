import { z } from 'zod';
import { type DataContext, FILTER_OPERATORS, type Filter, type Which } from '#flow/contracts/data-tables.ts';
import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import type { ActionContext } from '../action.ts';
import { anyJson, field } from '../form-field.ts';

/** Rows of one call that writes or reads. */
export const MAX_ROWS = 1_000;

/** Never an expression: which tables a flow uses is known when it is published (docs/decisions/216). */
export const table = () =>
  field(z.string().min(1).max(100), {
    title: { pt: 'Tabela', en: 'Table' },
    widget: 'table',
    examples: ['Clientes'],
  });

const cells = () => z.record(z.string(), anyJson()) as unknown as z.ZodType<JsonObject>;

export const values = () =>
  field(
    z.union([
      field(cells(), { title: { pt: 'Uma linha', en: 'One row' }, widget: 'new-row' }),
      field(z.array(field(cells(), { title: { pt: 'Linha', en: 'Row' }, widget: 'new-row' })).max(MAX_ROWS), {
        title: { pt: 'Várias linhas', en: 'Several rows' },
      }),
    ]),
    {
      title: { pt: 'Valores', en: 'Values' },
      help: {
        pt: 'O que vai em cada coluna. Várias linhas são gravadas de uma vez: também de uma lista dos dados.',
        en: 'What goes into each column. Several rows are written at once: from a list of the data, too.',
      },
      examples: [{ email: '{{ trigger.data.email }}' }],
    },
  );

export const changes = () =>
  field(cells(), {
    title: { pt: 'O que muda', en: 'What changes' },
    help: {
      pt: 'Colunas que você não preenche ficam como estão. A expressão null esvazia a célula.',
      en: 'Columns that you leave out stay as they are. The expression null empties a cell.',
    },
    widget: 'row',
    examples: [{ status: 'pago' }],
  });

const condition = z.strictObject({
  column: field(z.string().min(1).max(64), {
    title: { pt: 'Coluna', en: 'Column' },
    widget: 'column',
    width: 'half',
    examples: ['status'],
  }),
  operator: field(z.enum(FILTER_OPERATORS), {
    title: { pt: 'Condição', en: 'Condition' },
    width: 'half',
    labels: {
      eq: { pt: 'é igual a', en: 'is' },
      ne: { pt: 'é diferente de', en: 'is not' },
      gt: { pt: 'é maior que', en: 'is more than' },
      gte: { pt: 'é no mínimo', en: 'is at least' },
      lt: { pt: 'é menor que', en: 'is less than' },
      lte: { pt: 'é no máximo', en: 'is at most' },
      in: { pt: 'é um destes', en: 'is one of' },
      contains: { pt: 'contém', en: 'contains' },
      startsWith: { pt: 'começa com', en: 'begins with' },
      isEmpty: { pt: 'está vazio', en: 'is empty' },
      isNotEmpty: { pt: 'não está vazio', en: 'is not empty' },
    },
  }),
  value: field(anyJson().optional(), { title: { pt: 'Valor', en: 'Value' } }),
});

export const where = () =>
  field(
    z
      .array(field(condition, { title: { pt: 'Condição', en: 'Condition' }, widget: 'filter' }))
      .max(20)
      .default([]),
    {
      title: { pt: 'Filtro', en: 'Filter' },
      help: {
        pt: 'Quais linhas. Ao procurar um texto, maiúsculas e acentos não contam.',
        en: 'Which rows. Where a text is searched, case and accents do not count.',
      },
      widget: 'list',
      examples: [[{ column: 'status', operator: 'eq', value: 'aberto' }]],
    },
  );

export const match = () =>
  field(z.enum(['all', 'any']).default('all'), {
    title: { pt: 'A linha entra se valem', en: 'A row counts where there hold' },
    widget: 'select',
    rare: true,
    labels: {
      all: { pt: 'Todas as condições', en: 'All conditions' },
      any: { pt: 'Qualquer uma', en: 'Any of them' },
    },
  });

export const rowId = () =>
  field(z.string().min(1).max(100).optional(), {
    title: { pt: 'Id da linha', en: 'Id of the row' },
    help: {
      pt: 'Para uma linha só. Sem ele vale o filtro.',
      en: 'For one row. Without it the filter counts.',
    },
    widget: 'expression',
    examples: ['{{ steps.achar.row.id }}'],
  });

export const max = () =>
  field(z.int().min(1).max(MAX_ROWS).default(100), {
    title: { pt: 'Linhas no máximo', en: 'Rows at most' },
    rare: true,
    help: {
      pt: 'Se o filtro alcançar mais linhas, o passo falha e nada muda.',
      en: 'Where the filter means more rows, the node fails and nothing changes.',
    },
  });

export const row = () => z.record(z.string(), anyJson());

export const dataContext = ({ tenant, idempotencyKey }: ActionContext): DataContext => ({
  tenantId: tenant.id,
  effectKey: idempotencyKey,
});

/** One row by its id, or those of a filter; a change without either would be for all of them. */
export const which = ({ id, ...filter }: Filter & { id?: string | undefined; max: number }): Which => {
  if ((id === undefined) === (filter.where.length === 0))
    throw failure(
      'bad_config',
      'Diga o id da linha ou um filtro: um dos dois.',
      'Give the id of the row or a filter: one of the two.',
    );
  return id === undefined ? filter : { id };
};
