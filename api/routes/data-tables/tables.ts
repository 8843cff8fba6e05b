import { z } from 'zod';
import { etagOf, revisionIn } from '#api/flows/if-match.ts';
import { created, noContent, ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { page, pageQuery } from '#api/schemas/common.ts';
import { columnInput, table, tableName, tableRef, tableWithFlows } from '#api/schemas/data-table.ts';
import { changeTable } from '#domain/data-tables/change-table.ts';
import {
  createTable as create,
  listTables as list,
  readTable,
  deleteTable as remove,
} from '#domain/data-tables/write-table.ts';
import { formatId } from '#domain/ids.ts';

const description = z.string().max(1_000);

export const createTable = route({
  method: 'post',
  path: '/data-tables',
  tag: 'Tables',
  summary: 'Make a table',
  body: z.strictObject({
    name: tableName,
    description: description.default(''),
    columns: z.array(columnInput).min(1).max(1_000),
  }),
  output: { 201: tableWithFlows },
  errors: ['conflict', 'quota_exceeded'],
  scopes: ['data:write'],
  idempotent: true,
  handle: async ({ caller, body, resourceId }, deps) => {
    const id = resourceId === undefined ? {} : { id: formatId('tbl', resourceId) };
    const made = await deps.database.withTenant(caller.tenant.id, (db) =>
      create(db, { ...body, ...id, by: caller.principal }),
    );
    return created(`/v1/data-tables/${made.id}`, { ...made, flows: [] }, { ETag: etagOf(made.revision) });
  },
});

export const listTables = route({
  method: 'get',
  path: '/data-tables',
  tag: 'Tables',
  summary: 'Tables, newest first',
  query: pageQuery,
  output: { 200: page(table) },
  scopes: ['data:read'],
  handle: async ({ caller, query }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => list(db, query))),
});

export const getTable = route({
  method: 'get',
  path: '/data-tables/{table}',
  tag: 'Tables',
  summary: 'A table: its columns, how much it holds, which flows use it',
  description: 'By id or name, here and below.',
  params: tableRef,
  output: { 200: tableWithFlows },
  scopes: ['data:read'],
  handle: async ({ caller, params }, deps) => {
    const found = await deps.database.withTenant(caller.tenant.id, (db) => readTable(db, params.table));
    return ok(found, { ETag: etagOf(found.revision) });
  },
});

export const updateTable = route({
  method: 'patch',
  path: '/data-tables/{table}',
  tag: 'Tables',
  summary: 'Rename a table, or change its columns',
  description:
    '`columns` are all of them, in their new order: with its `id` a column keeps its cells, whatever its name; one that is left out is deleted. What would lose cells, or move columns that published flows may name, is 409 with `details` until it comes with `confirm: true`.',
  params: tableRef,
  body: z.strictObject({
    name: tableName.optional(),
    description: description.optional(),
    columns: z.array(columnInput).min(1).max(1_000).optional(),
    confirm: z.boolean().default(false),
  }),
  output: { 200: table },
  errors: ['conflict', 'stale', 'quota_exceeded'],
  scopes: ['data:write'],
  handle: async ({ caller, params, body, request }, deps) => {
    const change = { ...body, revision: revisionIn(request.header('if-match')) };
    const changed = await deps.database.withTenant(caller.tenant.id, (db) =>
      changeTable(db, params.table, change, caller.principal),
    );
    return ok(changed, { ETag: etagOf(changed.revision) });
  },
});

export const deleteTable = route({
  method: 'delete',
  path: '/data-tables/{table}',
  tag: 'Tables',
  summary: 'Delete a table with all its rows',
  description: 'A table that a published flow uses stays: 409.',
  params: tableRef,
  output: { 204: z.null() },
  errors: ['conflict', 'stale'],
  scopes: ['data:write'],
  handle: async ({ caller, params, request }, deps) => {
    const revision = revisionIn(request.header('if-match'));
    await deps.database.withTenant(caller.tenant.id, (db) =>
      remove(db, params.table, { revision, by: caller.principal }),
    );
    return noContent();
  },
});
