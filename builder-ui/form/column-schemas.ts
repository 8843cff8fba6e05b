import type { Json, JsonSchema, Text } from '#flow/json.ts';
import { asSchema } from '../document/schema.ts';
import { type Column, type ColumnType, operatorsOf } from '../tables/table-types.ts';

/** Operators that compare with no value. */
const BARE: ReadonlySet<unknown> = new Set(['isEmpty', 'isNotEmpty']);

/** What every row has beside its columns, and how it is held. */
const OF_ROWS: readonly [name: string, type: ColumnType, title: Text][] = [
  ['id', 'text', { pt: 'Id da linha', en: 'Id of the row' }],
  ['createdAt', 'dateTime', { pt: 'Criada em', en: 'Made at' }],
  ['updatedAt', 'dateTime', { pt: 'Mudada em', en: 'Changed at' }],
];

const asWritten = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, name]));

/** A value of a cell: the control that its column asks for. */
export const cellSchema = (type: ColumnType, choices: readonly string[] = []): JsonSchema => {
  switch (type) {
    case 'text':
      return { type: 'string' };
    case 'number':
      return { type: 'number' };
    case 'boolean':
      return { enum: [true, false], 'x-labels': { true: { pt: 'Sim', en: 'Yes' }, false: { pt: 'Não', en: 'No' } } };
    case 'date':
      return { type: 'string', 'x-widget': 'date' };
    case 'dateTime':
      return { type: 'string', 'x-widget': 'instant' };
    case 'choice':
      return { enum: [...choices], 'x-labels': asWritten(choices) };
    case 'json':
      return {};
  }
};

const typeOf = (name: unknown, columns: readonly Column[]): [ColumnType, readonly string[]] | undefined => {
  const column = columns.find((one) => one.name === name);
  if (column) return [column.type, column.choices];
  const found = OF_ROWS.find(([own]) => own === name);
  return found && [found[1], []];
};

/** The columns to choose from; one that is not there any more stays in sight. */
const columnSchema = (schema: JsonSchema, value: Json | undefined, columns: readonly Column[]): JsonSchema => {
  const isUnique = schema['x-widget'] === 'unique-column';
  const own = OF_ROWS.map(([name]) => name).filter((name) => !isUnique || name === schema.default);
  const names = [
    ...own.filter(() => isUnique),
    ...columns.filter(({ unique }) => unique || !isUnique).map(({ name }) => name),
  ];
  if (!isUnique) names.push(...own);
  const lost = typeof value === 'string' && value !== '' && !names.includes(value) ? [value] : [];
  // A column is called what its owner calls it, whatever that word means elsewhere.
  const labels = {
    ...asWritten([...names, ...lost]),
    ...Object.fromEntries(OF_ROWS.map(([name, , title]) => [name, title])),
  };
  const { minLength: _min, maxLength: _max, examples: _examples, ...rest } = schema;
  return { ...rest, type: undefined, enum: [...names, ...lost], 'x-labels': labels, 'x-widget': 'menu' };
};

/** One field a column. What is wanted of a new row alone is asked for where the row is new. */
const rowSchema = (schema: JsonSchema, columns: readonly Column[], isNew: boolean): JsonSchema => ({
  'x-title': schema['x-title'],
  'x-help': schema['x-help'],
  type: 'object',
  properties: Object.fromEntries(
    columns.map((column) => [
      column.name,
      {
        ...cellSchema(column.type, column.choices),
        'x-title': column.name,
        ...(isNew && column.default !== null ? { default: column.default } : {}),
      },
    ]),
  ),
  required: isNew ? columns.filter((one) => one.required && one.default === null).map(({ name }) => name) : [],
});

/** Conditions that the column's type knows, and a value of its type, unless the condition needs none. */
const filterSchema = (schema: JsonSchema, value: Json | undefined, columns: readonly Column[]): JsonSchema => {
  const said = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const properties = asSchema(schema.properties) ?? {};
  const known = typeOf(said.column, columns);
  const type = known?.[0] ?? 'text';
  const operator = asSchema(properties.operator) ?? {};
  const all = Array.isArray(operator.enum) ? (operator.enum as Json[]) : [];
  const fitting: readonly unknown[] = [...operatorsOf(type), ...(type === 'json' || type === 'boolean' ? [] : ['in'])];
  const asked = all.filter((one) => fitting.includes(one) || one === said.operator);
  const cell = known ? cellSchema(known[0], known[1]) : {};
  const { value: _value, ...others } = properties;
  const title = { 'x-title': asSchema(properties.value)?.['x-title'] };
  const one = said.operator === 'in' ? { type: 'array', items: cell } : cell;
  return {
    ...schema,
    'x-widget': undefined,
    properties: {
      ...others,
      operator: { ...operator, enum: asked },
      ...(BARE.has(said.operator) && said.value === undefined ? {} : { value: { ...one, ...title, 'x-rare': false } }),
    },
  };
};

/**
 * A schema that speaks of rows of the chosen table, with that table's columns: their names to choose from, and for each
 * value the control of its type. Other schemas stay as they are.
 */
export const withColumns = (schema: JsonSchema, value: Json | undefined, columns: readonly Column[]): JsonSchema => {
  if (columns.length === 0) return schema;
  switch (schema['x-widget']) {
    case 'column':
    case 'unique-column':
      return columnSchema(schema, value, columns);
    case 'row':
      return rowSchema(schema, columns, false);
    case 'new-row':
      return rowSchema(schema, columns, true);
    case 'filter':
      return filterSchema(schema, value, columns);
    default:
      return schema;
  }
};
