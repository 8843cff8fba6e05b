import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { read } from './fixtures/read.ts';
import { lines, node, workflow } from './fixtures/shape.ts';

const table = { __rl: true, mode: 'list', value: 'x1Yz', cachedResultName: 'Leads' };
const columns = (value: JsonObject) => ({
  mappingMode: 'defineBelow',
  value,
  schema: [
    { id: 'email', type: 'string' },
    { id: 'score', type: 'number' },
    { id: 'open', type: 'boolean' },
  ],
});
const where = (...conditions: JsonObject[]) => ({ conditions });

/** What one node behind a webhook becomes. */
const imported = (parameters: JsonObject) => {
  const { document, report } = read(
    workflow(
      'Leads',
      [node('Hook', 'webhook', 2, { path: 'leads', options: {} }), node('Table', 'dataTable', 1, parameters)],
      lines('Hook > Table'),
    ),
  );
  const nodes = document.nodes.map(({ type, config }) => ({ type, config }));
  return { nodes, status: report.nodes.find((one) => one.name === 'Table')?.status };
};
const only = (parameters: JsonObject) => imported({ dataTableId: table, ...parameters }).nodes[0];

test('rows of a data table are written, with the types that its columns tell', () => {
  const value = { email: '={{ $json.body.email }}', score: '={{ $json.body.score }}', open: 'true' };
  expect(only({ operation: 'insert', columns: columns(value) })).toEqual({
    type: 'data.insert',
    config: {
      table: 'Leads',
      values: {
        email: '{{ trigger.data?.email }}',
        score: '{{ number(trigger.data?.score) }}',
        open: true,
      },
    },
  });
  const mapped = only({ columns: { mappingMode: 'autoMapInputData', value: null } });
  expect(JSON.stringify(mapped?.config.values)).toMatch(/^"\{\{ omit\(.*, \['id', 'createdAt', 'updatedAt'\]\) \}\}"$/);
});

test('rows are found, changed and deleted by the same conditions', () => {
  const filters = where({ keyName: 'score', condition: 'gte', keyValue: 5 }, { keyName: 'open', condition: 'isTrue' });
  const conditions = [
    { column: 'score', operator: 'gte', value: 5 },
    { column: 'open', operator: 'eq', value: true },
  ];
  expect(
    only({ operation: 'get', matchType: 'allConditions', filters, orderBy: true, orderByColumn: 'score' }),
  ).toEqual({
    type: 'data.query',
    config: {
      table: 'Leads',
      where: conditions,
      match: 'all',
      sort: [{ column: 'score', descending: true }],
      limit: 50,
    },
  });
  expect(only({ operation: 'update', filters, columns: columns({ score: '1' }) })).toEqual({
    type: 'data.update',
    config: { table: 'Leads', where: conditions, match: 'any', values: { score: 1 }, max: 1_000 },
  });
  expect(only({ operation: 'deleteRows', filters })).toEqual({
    type: 'data.delete',
    config: { table: 'Leads', where: conditions, match: 'any', max: 1_000 },
  });
});

test('an upsert goes by its one column, and a check whether a row is there by a query', () => {
  const filters = where({ keyName: 'email', keyValue: '={{ $json.body.email }}' });
  expect(only({ operation: 'upsert', filters, columns: columns({ score: '2' }) })).toEqual({
    type: 'data.upsert',
    config: { table: 'Leads', key: 'email', values: { score: 2, email: '{{ trigger.data?.email }}' } },
  });
  const { nodes, status } = imported({ dataTableId: table, operation: 'rowNotExists', filters });
  expect(nodes.map(({ type }) => type)).toEqual(['data.query', 'if']);
  expect([nodes[1]?.config.condition, status]).toEqual([expect.stringMatching(/length == 0/), 'approximated']);
});

test.each<[string, JsonObject]>([
  ['a table of an expression', { dataTableId: { __rl: true, mode: 'id', value: '={{ $json.t }}' } }],
  ['making tables', { dataTableId: table, resource: 'table', operation: 'create' }],
  [
    'an upsert by two columns',
    { dataTableId: table, operation: 'upsert', filters: where({ keyName: 'a' }, { keyName: 'b' }) },
  ],
])('%s is told, and left to people', (_, parameters) => {
  expect(imported(parameters).status).toBe('notMapped');
});
