import { failure, type TramaErrorOptions } from '#flow/errors.ts';
import type { Json, Text } from '#flow/json.ts';
import { type Column, type ColumnType, isKeyed, SYSTEM_COLUMNS } from './column.ts';
import { LIMITS } from './limits.ts';
import { CELL_PROBLEMS, readValue } from './read-value.ts';

/** A column as somebody asks for it. `id`: of one that is there. */
export interface ColumnInput {
  id?: string | undefined;
  name: string;
  type: ColumnType;
  required?: boolean | undefined;
  unique?: boolean | undefined;
  indexed?: boolean | undefined;
  default?: Json | undefined;
  choices?: string[] | undefined;
}

const RESERVED: ReadonlySet<string> = new Set(
  [...SYSTEM_COLUMNS, 'version', '__proto__', 'constructor', 'prototype'].map((name) => name.toLowerCase()),
);

const t = (pt: string, en: string): Text => ({ pt, en });

type Fault = NonNullable<TramaErrorOptions['errors']>[number];

const faultsOf = (column: Column, at: number, names: readonly string[]): Fault[] => {
  const found: Fault[] = [];
  const say = (field: string, code: string, message: Text) =>
    found.push({ pointer: `/columns/${at}/${field}`, code, message });
  const lower = column.name.toLowerCase();
  if (RESERVED.has(lower)) say('name', 'reserved', t('Este nome é reservado', 'This name is reserved'));
  if (names.indexOf(lower) !== at) say('name', 'taken', t('Duas colunas têm este nome', 'Two columns have this name'));
  if (isKeyed(column) && (column.type === 'json' || (column.type === 'boolean' && column.unique)))
    say('type', 'no_index', t('Este tipo não pode ser indexado assim', 'This type cannot be indexed so'));
  if (column.type === 'choice' && column.choices.length === 0)
    say('choices', 'required', t('Diga as opções', 'Name the choices'));
  if (new Set(column.choices).size !== column.choices.length)
    say('choices', 'taken', t('Uma opção está repetida', 'A choice comes twice'));
  if (column.unique && column.default !== null)
    say('default', 'unique', t('Uma coluna única não tem valor padrão', 'A unique column has no default'));
  const read = readValue(column, column.default);
  if ('problem' in read)
    say('default', 'bad_value', {
      pt: `O valor padrão ${CELL_PROBLEMS[read.problem].pt}`,
      en: `The default ${CELL_PROBLEMS[read.problem].en}`,
    });
  return found;
};

const whole = (given: ColumnInput, id: string): Column => ({
  id,
  name: given.name,
  type: given.type,
  required: given.required ?? false,
  unique: given.unique ?? false,
  indexed: given.indexed ?? false,
  default: given.default ?? null,
  choices: given.type === 'choice' ? (given.choices ?? []) : [],
});

/**
 * The columns of a table as they shall be; `known` of those that are there keep their ids, others get new ones from `next` on.
 * @throws `invalid` with a pointer for each fault, `quota_exceeded`
 */
export const readColumns = (
  given: readonly ColumnInput[],
  known: readonly Column[],
  next: number,
): { columns: Column[]; next: number } => {
  let free = next;
  const ids = new Set(known.map(({ id }) => id));
  const faults: Fault[] = [];
  const seen = new Set<string>();
  const columns = given.map((one, i) => {
    if (one.id !== undefined && (!ids.has(one.id) || seen.has(one.id)))
      faults.push({
        pointer: `/columns/${i}/id`,
        code: 'unknown',
        message: t('Esta coluna não existe', 'There is no such column'),
      });
    if (one.id !== undefined) seen.add(one.id);
    return whole(one, one.id ?? `c${free++}`);
  });
  const names = columns.map(({ name }) => name.toLowerCase());
  faults.push(...columns.flatMap((column, i) => faultsOf(column, i, names)));
  const [first] = faults;
  if (first) {
    const { pt, en } = first.message as Text;
    throw failure('invalid', `${pt}.`, `${en}.`, { errors: faults });
  }
  refuseMany('columns', columns.length, LIMITS.columns);
  refuseMany('indexedColumns', columns.filter(isKeyed).length, LIMITS.indexedColumns);
  const defaults = columns.map((column) => {
    const read = readValue(column, column.default);
    return { ...column, default: 'value' in read ? read.value : null };
  });
  return { columns: defaults, next: free };
};

/** @throws `quota_exceeded` */
export const refuseMany = (limit: 'tables' | 'columns' | 'indexedColumns', count: number, max: number): void => {
  if (count <= max) return;
  const [pt, en] = {
    tables: ['tabelas por conta', 'tables an account'],
    columns: ['colunas por tabela', 'columns a table'],
    indexedColumns: ['colunas indexadas ou únicas por tabela', 'indexed or unique columns a table'],
  }[limit] as [string, string];
  throw failure('quota_exceeded', `O limite é de ${max} ${pt}.`, `The limit is ${max} ${en}.`, {
    details: { limit, max },
  });
};
