import { z } from 'zod';
import { etagOf, revisionIn } from '#api/flows/if-match.ts';
import { created, noContent, ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, page, pageQuery } from '#api/schemas/common.ts';
import { row, rowFilter, rowRef, rowSort, tableRef, values } from '#api/schemas/data-table.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import { getTable } from '#domain/data-tables/find-table.ts';
import { LIMITS } from '#domain/data-tables/limits.ts';
import {
  addRows,
  updateRow as change,
  findRows,
  readRow,
  deleteRows as removeMany,
  deleteRow as removeOne,
} from '#domain/data-tables/rows-of-people.ts';

/** Rows come in bulk. */
const BODY_LIMIT = 4 * 1024 * 1024;

export const listRows = route({
  method: 'get',
  path: '/data-tables/{table}/rows',
  tag: 'Tables',
  summary: 'Rows by filter and order, a page',
  description:
    'Operators: eq, ne, gt, gte, lt, lte, in, contains (whatever the case and accents), startsWith, isEmpty, isNotEmpty. `id`, `createdAt` and `updatedAt` are columns, too. Without `sort`: in order of arrival.',
  params: tableRef,
  query: pageQuery.extend({
    ...rowFilter.shape,
    sort: rowSort,
    total: z.enum(['true', 'false']).default('false').describe('Count what the filter means, too'),
  }),
  output: { 200: page(row).extend({ total: z.number().nullable() }) },
  errors: ['unknown_column'],
  scopes: ['data:read'],
  handle: async ({ caller, params, query: { where = [], match, sort = [], limit, cursor, total } }, deps) =>
    ok(
      await deps.database.withTenant(caller.tenant.id, (db) =>
        findRows(db, params.table, { where, match, sort, limit, cursor }, total === 'true'),
      ),
    ),
});

export const createRows = route({
  method: 'post',
  path: '/data-tables/{table}/rows',
  tag: 'Tables',
  summary: 'Write rows, all or none',
  description:
    '`values` is one row or a list of up to 1,000. With `key`, a unique column, a row that has the same value there is changed instead.',
  params: tableRef,
  body: z.strictObject({
    values: z.union([z.array(values).min(1).max(LIMITS.batch), values]),
    key: z.string().min(1).max(64).optional(),
  }),
  output: { 201: z.object({ rows: z.array(row), inserted: z.number(), updated: z.number() }) },
  errors: ['conflict', 'unknown_column', 'quota_exceeded'],
  scopes: ['data:write'],
  idempotent: true,
  bodyLimit: BODY_LIMIT,
  handle: async ({ caller, params, body, resourceId }, deps) => {
    const given = { ...body, effectKey: resourceId === undefined ? null : `api:${resourceId}` };
    const made = await deps.database.withTenant(caller.tenant.id, (db) => addRows(db, params.table, given));
    return created(`/v1/data-tables/${made.table}/rows`, made.answer);
  },
});

export const deleteRows = route({
  method: 'post',
  path: '/data-tables/{table}/rows/delete',
  tag: 'Tables',
  summary: 'Delete rows by their ids',
  params: tableRef,
  body: z.strictObject({ ids: z.array(id('row')).min(1).max(LIMITS.batch) }),
  output: { 200: z.object({ deleted: z.array(id('row')) }) },
  scopes: ['data:write'],
  handle: async ({ caller, params, body }, deps) =>
    ok(
      await deps.database.withTenant(caller.tenant.id, async (db) => {
        const gone = await removeMany(db, params.table, body.ids);
        const { id: target, name } = await getTable(db, params.table);
        const data = { name, rows: gone.deleted.length };
        await appendAudit(db, { actor: caller.principal, action: 'table.delete_rows', target, data });
        return gone;
      }),
    ),
});

export const getRow = route({
  method: 'get',
  path: '/data-tables/{table}/rows/{row}',
  tag: 'Tables',
  summary: 'One row',
  params: rowRef,
  output: { 200: row },
  scopes: ['data:read'],
  handle: async ({ caller, params }, deps) => {
    const found = await deps.database.withTenant(caller.tenant.id, (db) => readRow(db, params.table, params.row));
    return ok(found, { ETag: etagOf(found.version) });
  },
});

export const updateRow = route({
  method: 'patch',
  path: '/data-tables/{table}/rows/{row}',
  tag: 'Tables',
  summary: 'Change cells of a row',
  description: 'What is left out stays; null empties a cell.',
  params: rowRef,
  body: z.strictObject({ values }),
  output: { 200: row },
  errors: ['conflict', 'stale', 'unknown_column'],
  scopes: ['data:write'],
  handle: async ({ caller, params, body, request }, deps) => {
    const version = revisionIn(request.header('if-match'));
    const changed = await deps.database.withTenant(caller.tenant.id, (db) =>
      change(db, params.table, params.row, { values: body.values, version }),
    );
    return ok(changed, { ETag: etagOf(changed.version) });
  },
});

export const deleteRow = route({
  method: 'delete',
  path: '/data-tables/{table}/rows/{row}',
  tag: 'Tables',
  summary: 'Delete a row',
  params: rowRef,
  output: { 204: z.null() },
  errors: ['stale'],
  scopes: ['data:write'],
  handle: async ({ caller, params, request }, deps) => {
    const version = revisionIn(request.header('if-match'));
    await deps.database.withTenant(caller.tenant.id, (db) => removeOne(db, params.table, params.row, version));
    return noContent();
  },
});
