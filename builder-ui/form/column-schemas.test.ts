import { expect, test } from 'vitest';
import { type Column, newColumn } from '../tables/table-types.ts';
import { withColumns } from './column-schemas.ts';

const columns: Column[] = [
  { ...newColumn('email'), id: '1', unique: true, required: true },
  { ...newColumn('idade', 'number'), id: '2' },
  { ...newColumn('status', 'choice'), id: '3', choices: ['novo', 'all'], default: 'novo', required: true },
];

test('a new row asks for what its table wants and has no default; a change asks for nothing', () => {
  const row = { type: 'object', additionalProperties: {} };
  const made = withColumns({ ...row, 'x-widget': 'new-row' }, {}, columns);
  expect(made).toMatchObject({ required: ['email'], properties: { idade: { type: 'number' } } });
  expect(made).toMatchObject({ properties: { status: { enum: ['novo', 'all'], default: 'novo' } } });
  expect(withColumns({ ...row, 'x-widget': 'row' }, {}, columns)).toMatchObject({ required: [] });
});

test('a column is chosen among those of the table, under its own name; one that is gone stays in sight', () => {
  const chosen = withColumns({ type: 'string', 'x-widget': 'column' }, 'antiga', columns);
  expect(chosen.enum).toEqual(['email', 'idade', 'status', 'id', 'createdAt', 'updatedAt', 'antiga']);
  expect(chosen).toMatchObject({ 'x-labels': { email: 'email', id: { pt: 'Id da linha' } } });
  expect(withColumns({ 'x-widget': 'unique-column' }, undefined, columns).enum).toEqual(['email']);
  expect(withColumns({ 'x-widget': 'unique-column', default: 'id' }, 'email', columns).enum).toEqual(['id', 'email']);
});

test('a condition offers what its column knows, and a value of its type or none', () => {
  const schema = {
    'x-widget': 'filter',
    type: 'object',
    properties: { column: {}, operator: { enum: ['eq', 'gt', 'in', 'contains', 'isEmpty'] }, value: {} },
  };
  const about = (column: string, operator: string) => withColumns(schema, { column, operator }, columns).properties;
  expect(about('idade', 'gt')).toMatchObject({
    operator: { enum: ['eq', 'gt', 'in', 'isEmpty'] },
    value: { type: 'number' },
  });
  expect(about('status', 'in')).toMatchObject({ value: { type: 'array', items: { enum: ['novo', 'all'] } } });
  expect(about('idade', 'isEmpty')).not.toHaveProperty('value');
  // What an author wrote is never hidden.
  expect(about('idade', 'contains')).toMatchObject({ operator: { enum: expect.arrayContaining(['contains']) } });
});

test('without a table nothing is known of it', () => {
  const schema = { type: 'string', 'x-widget': 'column' };
  expect(withColumns(schema, 'x', [])).toBe(schema);
});
