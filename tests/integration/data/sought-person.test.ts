import { expect, test } from 'vitest';
import { bury } from '#domain/dead-letters/bury.ts';
import { createApiKey } from '#domain/identity/api-keys.ts';
import { parseId } from '#domain/ids.ts';
import { erasePerson } from '#domain/privacy/erase-person.ts';
import { exportPerson } from '#domain/privacy/export-person.ts';
import { findPerson } from '#domain/privacy/find-person.ts';
import { soughtOf } from '#domain/privacy/sought-person.ts';
import { admit } from '#domain/runs/admit.ts';
import { closeRuns } from '#domain/runs/close-runs.ts';
import { publishedFlow, recordFor, requestFor } from './data-fixture.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, tenantId, db } = await oneTenant();

/** Whether PostgreSQL finds the person in a value, as it stands in a column. */
const isIn = async (person: string, value: unknown): Promise<boolean> => {
  const { pattern } = soughtOf(person);
  const [row] = await db(
    (tx) => tx.sql<{ found: boolean }>`select ${JSON.stringify(value)}::json::text ~* ${pattern} as found`,
  );
  return row?.found ?? false;
};

test('an e-mail is found where it stands alone, also behind the end of a line, and is no part of another', async () => {
  const ana = 'Ana@x.com';
  for (const text of [
    'ana@x.com',
    'mail:\nANA@x.com',
    'a\tana@x.com.',
    '"ana@x.com"',
    '<ana@x.com>',
    '\u0001ana@x.com',
  ])
    expect(await isIn(ana, { text }), JSON.stringify(text)).toBe(true);
  for (const text of ['mariana@x.com', 'j.ana@x.com', 'ana@x.com.br', 'x+ana@x.com', 'ana@x.com@y', 'ana@xxcom'])
    expect(await isIn(ana, { text }), text).toBe(false);
  expect(await isIn('b@gmail.com', { text: 'a@b@gmail.com' })).toBe(false);
});

test('a phone of Brazil is found however it is written, with 55 and without, and is no part of a longer number', async () => {
  const written = ['+5511912345678', '+55 (11) 91234-5678', '(11) 91234-5678', '11 91234.5678', '5511912345678'];
  for (const person of written) {
    for (const value of [...written, 'tel:\n+5511912345678', '011 91234-5678', 11912345678, '[5,11912345678]'])
      expect(await isIn(person, { value }), `${person} in ${JSON.stringify(value)}`).toBe(true);
    for (const value of [
      '111912345678',
      '119123456789',
      '1.11912345678',
      '11912345678.5',
      'x11912345678',
      '1112345678',
    ])
      expect(await isIn(person, { value }), `${person} in ${value}`).toBe(false);
  }
  expect(await isIn('11912345678', { value: '11912345678@s.whatsapp.net' })).toBe(false);
  expect(await isIn('+1 415 555 0100', { value: '+14155550100' })).toBe(true);
  expect(await isIn('+1 415 555 0100', { value: '5514155550100' })).toBe(false);
  expect(await isIn('-1001234567890', { chat: { id: -1001234567890 } })).toBe(true);
});

test('what is taken out comes page by page as one JSON, and says where it was too much', async () => {
  await db(
    (tx) => tx.sql`
      insert into events (tenant_id, id, name, data, source, received_at)
      select ${tx.tenant}, gen_random_uuid(), 'x', json_build_object('to', 'ana@x.com', 'n', n), 'api', now()
      from generate_series(1, 70) n`,
  );
  const take = async (most?: number) => {
    let text = '';
    for await (const piece of exportPerson(fixture.database, tenantId, 'ana@x.com', most)) text += piece;
    return JSON.parse(text) as { events?: unknown[]; truncated: boolean };
  };
  expect((await db((tx) => findPerson(tx, 'ana@x.com'))).counts).toEqual({ events: 70 });
  const all = await take();
  expect([all.events?.length, all.truncated]).toEqual([70, false]);
  const some = await take(2_000);
  expect(some.truncated).toBe(true);
  expect(some.events?.length).toBeLessThan(20);
});

test('erasing takes calls whose address names the person, kept bodies, letters that show them, and the group that a run queued in', async () => {
  const flowId = await db((tx) => publishedFlow(tx));
  const { runId } = await db((tx) => admit(tx, requestFor(flowId)));
  const readTrigger = () => ({ kind: 'admit', settings: requestFor('flw').settings }) as const;
  await closeRuns(fixture.database, [recordFor(tenantId, flowId, runId)], { readTrigger });
  await db(
    (tx) => tx.sql`
      update runs set concurrency_key = 'ana@x.com', concurrency_max = 1, output = '"ana@x.com"'
      where id = ${parseId('run', runId)}`,
  );
  const { view } = await db((tx) => createApiKey(tx, { name: 'k', scopes: [], by: 'test' }));
  for (const path of ['/v1/events?key=ana%40x.com', '/v1/events?key=mariana%40x.com'])
    await db(
      (tx) => tx.sql`
        insert into api_calls (tenant_id, id, key_id, method, route, path, status, ms, ip, trace_id, received, sent, bodies,
          bodies_key)
        values (${tx.tenant}, gen_random_uuid(), ${parseId('key', view.id)}, 'GET', '/v1/events', ${path}, 200, 1, '', 't', 0,
          0, ${Buffer.from('sealed')}, 'k')`,
    );
  for (const title of ['Para ana@x.com', 'Para bia@x.com'])
    await db((tx) => bury(tx, { kind: 'message', ref: title, title, reason: 'r', payload: {}, tries: 1 }));
  await db((tx) => erasePerson(tx, 'ana@x.com', 'user:usr_1'));
  const left = await db(async (tx) => ({
    calls: await tx.sql`select path, bodies from api_calls`,
    letters: await tx.sql`select title from dead_letters`,
    runs: await tx.sql`select concurrency_key, output from runs`,
  }));
  expect(left).toEqual({
    calls: [{ path: '/v1/events?key=mariana%40x.com', bodies: null }],
    letters: [{ title: 'Para bia@x.com' }],
    runs: [{ concurrency_key: null, output: null }],
  });
});
