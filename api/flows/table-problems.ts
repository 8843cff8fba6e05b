import type { Column, Table } from '#domain/data-tables/column.ts';
import { CELL_PROBLEMS, readValue } from '#domain/data-tables/read-value.ts';
import { isSystemColumn } from '#domain/data-tables/where.ts';
import { inLocale, type Json, type JsonObject, type Locale, type Text } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import { member } from './member.ts';

/** A step that works with a table, or what undoes one: the table is named in its config, never by an expression. */
export interface TableUse {
  type: string;
  table: string;
  config: Json;
  node: Pick<Problem, 'node'>;
  /** Pointer of the config into the node. */
  at: string;
}

const useOf = (step: Json, node: Pick<Problem, 'node'>, at: string): TableUse[] => {
  const [type, config] = [member(step, 'type'), member(step, 'config')];
  const table = member(config, 'table');
  if (typeof type !== 'string' || !type.startsWith('data.') || typeof table !== 'string') return [];
  return [{ type, table, config, node, at }];
};

/** Every use of a table in a document, whatever else the document is. */
export const tableUses = (document: Json): TableUse[] => {
  const nodes = member(document, 'nodes');
  return (Array.isArray(nodes) ? nodes : []).flatMap((node) => {
    if (member(node, 'disabled') === true) return [];
    const id = member(node, 'id');
    const place = typeof id === 'string' ? { node: id } : {};
    return [...useOf(node, place, '/config'), ...useOf(member(node, 'compensation'), place, '/compensation/config')];
  });
};

interface Fault {
  field: string;
  code: 'bad_config' | 'type_mismatch';
  text: Text;
}

const shown = (name: string): string => name.slice(0, 64);
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const noColumn = (table: Table, name: string, field: string): Fault => ({
  field,
  code: 'bad_config',
  text: {
    pt: `A tabela "${table.name}" não tem a coluna "${shown(name)}"`,
    en: `The table "${table.name}" has no column "${shown(name)}"`,
  },
});

const named = (table: Table, name: string): Column | undefined => table.columns.find((one) => one.name === name);

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Only what runs will show: a text with an expression, and what holds one. */
const isOpen = (value: Json): boolean => JSON.stringify(value).includes('{{');

const cellFaults = (table: Table, values: JsonObject, field: string, isNew: boolean): Fault[] => {
  const found = Object.entries(values).flatMap(([name, value]): Fault[] => {
    const column = named(table, name);
    const place = `${field}/${escaped(name)}`;
    if (!column) return [noColumn(table, name, place)];
    const read = isOpen(value) ? null : readValue(column, value);
    if (!read || !('problem' in read)) return [];
    const text = CELL_PROBLEMS[read.problem];
    const about = (one: string, pt: boolean) =>
      pt ? `O valor da coluna "${name}" ${one}` : `The value of the column "${name}" ${one}`;
    return [{ field: place, code: 'type_mismatch', text: { pt: about(text.pt, true), en: about(text.en, false) } }];
  });
  const missing = isNew
    ? table.columns.filter((one) => one.required && one.default === null && !Object.hasOwn(values, one.name))
    : [];
  return [
    ...found,
    ...missing.map(
      ({ name }): Fault => ({
        field,
        code: 'bad_config',
        text: { pt: `Falta a coluna obrigatória "${name}"`, en: `The required column "${name}" is missing` },
      }),
    ),
  ];
};

const valueFaults = (table: Table, { type, config }: TableUse): Fault[] => {
  const values = member(config, 'values');
  const isNew = type === 'data.insert';
  if (isObject(values)) return cellFaults(table, values, '/values', isNew);
  if (!Array.isArray(values)) return [];
  return values.flatMap((one, i) => (isObject(one) ? cellFaults(table, one, `/values/${i}`, isNew) : []));
};

const listFaults = (table: Table, config: Json, list: 'where' | 'sort'): Fault[] => {
  const given = member(config, list);
  return (Array.isArray(given) ? given : []).flatMap((one, i) => {
    const name = member(one, 'column');
    if (typeof name !== 'string' || isOpen(name) || isSystemColumn(name) || named(table, name)) return [];
    return [noColumn(table, name, `/${list}/${i}/column`)];
  });
};

/** The column that tells which row it is. */
const keyFaults = (table: Table, config: Json, field: 'key' | 'by'): Fault[] => {
  const name = member(config, field);
  if (typeof name !== 'string' || isOpen(name) || (field === 'by' && name === 'id')) return [];
  const column = named(table, name);
  if (!column) return [noColumn(table, name, `/${field}`)];
  if (column.unique) return [];
  const text = { pt: `A coluna "${shown(name)}" não é única`, en: `The column "${shown(name)}" is not unique` };
  return [{ field: `/${field}`, code: 'bad_config', text }];
};

const faultsOf = (use: TableUse, table: Table | undefined): Fault[] => {
  const name = use.table.slice(0, 100);
  const text = { pt: `Não existe a tabela "${name}"`, en: `There is no table "${name}"` };
  if (!table) return [{ field: '/table', code: 'bad_config', text }];
  return [
    ...valueFaults(table, use),
    ...listFaults(table, use.config, 'where'),
    ...listFaults(table, use.config, 'sort'),
    ...keyFaults(table, use.config, 'key'),
    ...keyFaults(table, use.config, 'by'),
  ];
};

/** What is wrong with them: the table or a column is not there, or a value that stands written does not fit. */
export const tableProblems = (
  uses: readonly TableUse[],
  known: ReadonlyMap<string, Table>,
  locale: Locale,
): Problem[] =>
  uses.flatMap((use) =>
    faultsOf(use, known.get(use.table)).map(
      ({ field, code, text }): Problem => ({
        code,
        severity: 'error',
        ...use.node,
        field: `${use.at}${field}`,
        message: inLocale(text, locale),
      }),
    ),
  );
