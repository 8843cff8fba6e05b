import type { Json, JsonObject } from '../../json.ts';
import { type Code, code, member, orList, RANK, within } from '../expressions/code.ts';
import { templateOf, whole } from '../expressions/text.ts';
import type { Made, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { at, chosen, isExpression, isObject, objects, text } from './parameters.ts';
import type { ServiceMappings } from './service-mapping.ts';

const SYSTEM = ['id', 'createdAt', 'updatedAt'];

const OPERATORS: Readonly<Record<string, string>> = {
  eq: 'eq',
  neq: 'ne',
  gt: 'gt',
  gte: 'gte',
  lt: 'lt',
  lte: 'lte',
  isEmpty: 'isEmpty',
  isNotEmpty: 'isNotEmpty',
};

/** n8n names a table by an id of its own beside the name that people see. */
function tableOf({ p }: Step): string {
  const given = p.dataTableId;
  if (isExpression(chosen(given))) return cannot('A tabela vem de uma expressão', 'The table comes of an expression');
  const name = text(at(given, 'cachedResultName')) || text(chosen(given));
  return name === '' ? cannot('Sem tabela', 'Without a table') : name;
}

/** A text as the column's type has it, where n8n's own list of columns tells the type. */
function typed(value: Json, type: string, step: Step): Json {
  if (typeof value !== 'string') return value;
  const written: string = value;
  if (isExpression(value)) {
    const made = templateOf(value, step.names);
    const [, only] = /^\{\{ ((?:(?!\}\}).)*) \}\}$/s.exec(made) ?? [];
    return type === 'number' && only !== undefined ? `{{ number(${only}) }}` : made;
  }
  if (type === 'number' && written.trim() !== '' && Number.isFinite(Number(written))) return Number(written);
  if (type === 'boolean' && (written === 'true' || written === 'false')) return written === 'true';
  return templateOf(written, step.names);
}

function valuesOf(step: Step): Json {
  const { p, json } = step;
  const columns = p.columns;
  if (text(at(columns, 'mappingMode'), 'defineBelow') === 'autoMapInputData')
    return whole(code(`omit(${json.text} ?? {}, [${SYSTEM.map((name) => `'${name}'`).join(', ')}])`));
  const types = new Map(objects(at(columns, 'schema')).map((one) => [text(one.id), text(one.type)]));
  const given = at(columns, 'value');
  const entries = isObject(given) ? Object.entries(given) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name, typed(value, types.get(name) ?? '', step)]));
}

function conditionOf(one: JsonObject, step: Step): JsonObject {
  const column = text(one.keyName, 'id');
  const condition = text(one.condition, 'eq');
  if (condition === 'isTrue' || condition === 'isFalse')
    return { column, operator: 'eq', value: condition === 'isTrue' };
  if (condition === 'like' || condition === 'ilike') {
    step.approximated(
      'like vira contains, que não olha maiúsculas nem acentos',
      'like becomes contains, which sees neither case nor accents',
    );
    const pattern = text(one.keyValue)
      .replace(/^(=?)%/, '$1')
      .replace(/%$/, '');
    return { column, operator: 'contains', value: templateOf(pattern, step.names) };
  }
  const operator = OPERATORS[condition] ?? cannot(`A condição “${condition}”`, `The condition “${condition}”`);
  if (operator === 'isEmpty' || operator === 'isNotEmpty') return { column, operator };
  const value = one.keyValue ?? null;
  return { column, operator, value: typeof value === 'string' ? templateOf(value, step.names) : value };
}

const filterOf = (step: Step): JsonObject => ({
  where: objects(at(step.p, 'filters', 'conditions')).map((one) => conditionOf(one, step)),
  match: text(step.p.matchType, 'anyCondition').startsWith('all') ? 'all' : 'any',
});

const rowsOf = (own: Code) => [{ port: 'out', code: orList(member(own, 'rows')), many: true }];
const rowOf = (own: Code) => [{ port: 'out', code: member(own, 'row') }];

function query(step: Step, table: string): Made {
  const { p, own } = step;
  const all = p.returnAll === true;
  if (all) step.approximated('Até 1.000 linhas de uma vez', 'Up to 1,000 rows at once');
  const limit = all ? 1_000 : Math.min(1_000, Number(p.limit ?? 50) || 50);
  const column = p.orderBy === true ? text(p.orderByColumn) : '';
  const sort: JsonObject =
    column === '' ? {} : { sort: [{ column, descending: text(p.orderByDirection, 'DESC') !== 'ASC' }] };
  return { type: 'data.query', config: { table, ...filterOf(step), ...sort, limit }, outputs: rowsOf(own) };
}

/** The item goes on where rows are there, or where none are. */
function exists(step: Step, table: string, there: boolean): Made {
  const config = { table, ...filterOf(step), limit: 1 };
  const then = (own: Code): Made => ({
    type: 'if',
    config: {
      condition: whole(code(`${within(orList(member(own, 'rows')), RANK.atom)}.length ${there ? '>' : '=='} 0`)),
    },
    outputs: [{ port: 'true', code: step.json }],
  });
  return { type: 'data.query', config, then };
}

function upsert(step: Step, table: string): Made {
  const conditions = objects(at(step.p, 'filters', 'conditions'));
  const [only, ...more] = conditions;
  if (!only || more.length > 0 || text(only.condition, 'eq') !== 'eq')
    return cannot('Upsert por outra coisa que uma coluna', 'An upsert by anything but one column');
  const key = text(only.keyName);
  step.approximated(
    `A coluna “${key}” tem de ser única na tabela`,
    `The column “${key}” has to be unique in the table`,
  );
  const values = valuesOf(step);
  const named =
    isObject(values) && !Object.hasOwn(values, key)
      ? { ...values, [key]: conditionOf(only, step).value ?? null }
      : values;
  return { type: 'data.upsert', config: { table, key, values: named }, outputs: rowOf(step.own) };
}

function remove(step: Step, table: string): Made {
  step.approximated(
    'Até 1.000 linhas de uma vez, das quais só os ids saem',
    'Up to 1,000 rows at once, of which only the ids come out',
  );
  const ids = within(orList(member(step.own, 'ids')), RANK.atom);
  const outputs = [{ port: 'out', many: true, code: code(`${ids}.map(i => ({ id: i }))`, 'any', { sure: true }) }];
  return { type: 'data.delete', config: { table, ...filterOf(step), max: 1_000 }, outputs };
}

function dataTable(step: Step): Made {
  const { p, own } = step;
  if (text(p.resource, 'row') !== 'row')
    return cannot('Tabelas são feitas na página delas', 'Tables are made on their page');
  if (at(p, 'options', 'dryRun') === true) return cannot('Só um ensaio (dry run)', 'A dry run only');
  const operation = text(p.operation, 'insert');
  const table = tableOf(step);
  step.approximated(
    `A tabela “${table}” tem de existir, com as mesmas colunas; um valor tem de ser do tipo da sua coluna`,
    `The table “${table}” has to be there, with the same columns; a value has to be of its column's type`,
  );
  switch (operation) {
    case 'insert':
      return { type: 'data.insert', config: { table, values: valuesOf(step) }, outputs: rowOf(own) };
    case 'get':
      return query(step, table);
    case 'upsert':
      return upsert(step, table);
    case 'update':
      return {
        type: 'data.update',
        config: { table, ...filterOf(step), values: valuesOf(step), max: 1_000 },
        outputs: rowsOf(own),
      };
    case 'deleteRows':
      return remove(step, table);
    case 'rowExists':
    case 'rowNotExists':
      return exists(step, table, operation === 'rowExists');
    default:
      return cannot(`A operação “${operation}”`, `The operation “${operation}”`);
  }
}

/** Tables of one's own. */
export const TABLES: ServiceMappings = {
  dataTable: { action: 'data.query', takes: 'item', make: dataTable },
};
