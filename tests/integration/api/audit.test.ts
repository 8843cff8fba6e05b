import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseId } from '#domain/ids.ts';
import { lockNumber } from '#domain/locks.ts';
import { deploy, smallFlow, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();
const flow = await deploy(one);

test('a deed is told with who did it, from where and what changed, and its request can be found by it', async () => {
  const headers = { 'user-agent': 'a shop', traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` };
  await one.call('PATCH', `/v1/flows/${flow}`, { folder: 'Vendas' }, headers);
  const { data } = (await one.call('GET', `/v1/audit?target=${flow}&action=flow.sort`)).body;
  expect(data).toHaveLength(1);
  expect(data[0]).toMatchObject({
    actor: expect.stringMatching(/^key:key_/),
    actorName: 'test',
    via: 'key',
    targetKind: 'flow',
    targetName: 'Pedidos',
    traceId: 'ab'.repeat(16),
    ip: expect.stringContaining('127.0.0.1'),
    changes: { folder: { before: null, after: 'Vendas' } },
  });
});

test('filters, families and pages; a cursor is good for its own filters alone', async () => {
  const first = (await one.call('GET', '/v1/audit?action=flow.*&limit=2')).body;
  expect(first.data.map(({ action }: { action: string }) => action)).toEqual(['flow.sort', 'flow.publish']);
  const next = await one.call('GET', `/v1/audit?action=flow.*&limit=2&cursor=${first.nextCursor}`);
  expect(next.body.data.map(({ action }: { action: string }) => action)).toEqual(['flow.create']);
  expect((await one.call('GET', `/v1/audit?limit=2&cursor=${first.nextCursor}`)).status).toBe(400);
  expect((await one.call('GET', '/v1/audit?q=pedidos')).body.data.length).toBeGreaterThan(1);
  expect((await one.call('GET', '/v1/audit?from=tomorrow')).status).toBe(422);
  expect((await one.call('GET', '/v1/audit/actors')).body.data).toContainEqual({
    actor: expect.stringMatching(/^key:/),
    name: 'test',
  });
});

test('one tenant sees nothing of another’s audit, by list, by target, by export or by verification', async () => {
  expect((await other.call('GET', `/v1/audit?target=${flow}`)).body.data).toEqual([]);
  expect((await other.call('GET', '/v1/audit/export')).text).not.toContain(flow);
  const mine = (await one.call('GET', '/v1/audit/verification')).body;
  expect(mine).toMatchObject({ fault: null, head: { seq: mine.entries } });
  const theirs = (await other.call('GET', '/v1/audit/verification')).body;
  expect(theirs.head.hash).not.toBe(mine.head.hash);
  const { seq, hash } = mine.head;
  const held = await other.call('GET', `/v1/audit/verification?seq=${seq + 10}&hash=${hash}`);
  expect(held.body.fault).toEqual({ kind: 'cut_off', seq: theirs.entries + 1 });
});

test('an export can be proven by whoever holds it, without us, and ends with its anchor', async () => {
  await one.call('POST', '/v1/flows', { definition: smallFlow({ name: '=HYPERLINK("x")' }) });
  const answer = await one.call('GET', '/v1/audit/export?format=jsonl');
  expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
  const lines = answer.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { anchor } = lines.pop();
  let before = '0'.repeat(64);
  for (const { prevHash, hash, ...e } of lines) {
    expect(prevHash).toBe(before);
    const who = [
      e.actorName,
      e.impersonator,
      e.via,
      e.ip,
      e.userAgent,
      e.traceId,
      e.targetKind,
      e.targetName,
      e.changes,
    ];
    const said = [e.v, parseId('ten', one.tenantId), e.seq, e.at, e.actor, e.action, e.target, e.data, ...who];
    before = createHash('sha256').update(Buffer.from(prevHash, 'hex')).update(JSON.stringify(said)).digest('hex');
    expect(hash).toBe(before);
  }
  expect(anchor).toMatchObject({ seq: lines.at(-1).seq, hash: before });
  expect(lines.at(-1).action).toBe('audit.export');
  const csv = (await one.call('GET', '/v1/audit/export?format=csv&action=flow.*')).text;
  expect(csv.split('\r\n')).toHaveLength(1 + 4 + 1);
  expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
});

test('who may not read the audit does not, and a key of less than all needs the right', async () => {
  const made = await one.call('POST', '/v1/api-keys', { name: 'reader', scopes: ['flows:read'] });
  const asReader = { authorization: `Bearer ${made.body.key}` };
  for (const path of ['/v1/audit', '/v1/audit/actors', '/v1/audit/export', '/v1/audit/verification'])
    expect((await fixture.fetch(path, { headers: asReader })).status).toBe(403);
  const { data } = (await one.call('GET', '/v1/audit?kind=api_key')).body;
  expect(JSON.stringify(data)).not.toContain(made.body.key);
});

test('the chain of a tenant is verified for one caller at a time', async () => {
  const verify = () => one.call('GET', '/v1/audit/verification');
  await fixture.data.database.withTenant(one.tenantId, async (db) => {
    await db.sql`select pg_advisory_xact_lock(${lockNumber(db.tenant, ['audit-verification'])}::bigint)`;
    expect((await verify()).status).toBe(409);
  });
  expect((await verify()).status).toBe(200);
});
