import { expect, test } from 'vitest';
import { finishMessage } from '#domain/approvals/due-messages.ts';
import { createConnection } from '#domain/connections/write-connection.ts';
import { setAside } from '#domain/conversations/bots.ts';
import { bury } from '#domain/dead-letters/bury.ts';
import { pruneLetters } from '#domain/dead-letters/read-letters.ts';
import { newId, parseId } from '#domain/ids.ts';
import { twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();
const { withTenant } = fixture.deps.database;

const update = (id: number, text: string) => ({
  update_id: id,
  message: {
    message_id: id,
    date: 1_760_000_000,
    text,
    chat: { id: 7, type: 'private' },
    from: { id: 7, is_bot: false, first_name: 'Bia' },
  },
});

const bot = async (): Promise<string> =>
  (
    await withTenant(one.tenantId, (db) =>
      createConnection(db, {
        ...{ connector: 'telegram', name: `Bot ${newId('con')}`, config: {}, hosts: ['api.telegram.org'], by: 'test' },
        secret: { token: '1:abc' },
      }),
    )
  ).id;

const lose = async (connection: string, id: number, error = 'não coube'): Promise<string> => {
  await withTenant(one.tenantId, (db) =>
    setAside(
      db,
      { id: connection, name: 'Loja', channel: 'telegram' },
      { externalId: String(id), raw: update(id, 'segredo da Bia'), error },
    ),
  );
  const { data } = (await one.call('GET', '/v1/dead-letters?state=open')).body;
  return data[0].id;
};

test('what could not be taken in is kept closed, shown with its reason, and the owners hear of it once', async () => {
  const connection = await bot();
  const id = await lose(connection, 1);
  await lose(connection, 2);
  const { data } = (await one.call('GET', '/v1/dead-letters?state=open')).body;
  expect(data).toHaveLength(2);
  expect(data[0]).toMatchObject({ kind: 'message', title: 'Loja', reason: 'não coube', tries: 1, state: 'open' });
  expect(JSON.stringify(data)).not.toContain('segredo');
  const rows = await withTenant(one.tenantId, (db) => db.sql<{ sealed: Buffer }>`select sealed from dead_letters`);
  expect(rows.some(({ sealed }) => sealed.includes('segredo'))).toBe(false);
  expect((await one.call('GET', `/v1/dead-letters/${id}`)).body.payload.raw.message.text).toBe('segredo da Bia');
  const notes = await withTenant(
    one.tenantId,
    (db) => db.sql`select title from notifications where link = '/settings/lost'`,
  );
  expect(notes).toHaveLength(1);
});

test('it is tried again once, however often it is asked, and then stands in the conversation', async () => {
  const connection = await bot();
  const id = await lose(connection, 10);
  const again = () => one.call('POST', `/v1/dead-letters/${id}/replay`, {}, { 'idempotency-key': 'k' });
  const [first, second] = [await again(), await again()];
  expect(first.body).toMatchObject({ id, state: 'replayed', settledBy: expect.stringMatching(/^key:/) });
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  expect((await one.call('POST', `/v1/dead-letters/${id}/replay`, {})).status).toBe(409);
  const messages = await withTenant(
    one.tenantId,
    (db) => db.sql`
    select m.id from messages m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    where c.connection_id = ${parseId('con', connection)}`,
  );
  expect(messages).toHaveLength(1);
  const { data } = (await one.call('GET', `/v1/audit?target=${id}`)).body;
  expect(data.map(({ action }: { action: string }) => action)).toEqual(['dead_letter.replay']);
});

test('what nobody is left to deliver to stays open, and can be discarded', async () => {
  const connection = await bot();
  const id = await lose(connection, 20);
  await one.call('DELETE', `/v1/connections/${connection}`);
  expect((await one.call('POST', `/v1/dead-letters/${id}/replay`, {})).status).toBe(409);
  expect((await one.call('GET', `/v1/dead-letters/${id}`)).body.state).toBe('open');
  expect((await one.call('POST', `/v1/dead-letters/${id}/discard`, {})).body.state).toBe('discarded');
  expect((await one.call('POST', `/v1/dead-letters/${id}/discard`, {})).status).toBe(409);
});

test('the same thing that fails again opens its letter again and counts', async () => {
  const connection = await bot();
  const id = await lose(connection, 30, 'a');
  await one.call('POST', `/v1/dead-letters/${id}/discard`, {});
  await lose(connection, 30, 'b');
  const letter = (await one.call('GET', `/v1/dead-letters/${id}`)).body;
  expect(letter).toMatchObject({ state: 'open', reason: 'b', tries: 2, settledBy: null });
  await one.call('POST', `/v1/dead-letters/${id}/discard`, {});
});

test('one tenant neither sees, tries again nor discards what another lost', async () => {
  const id = await lose(await bot(), 40);
  expect((await other.call('GET', '/v1/dead-letters')).body.data).toEqual([]);
  for (const [method, path] of [
    ['GET', `/v1/dead-letters/${id}`],
    ['POST', `/v1/dead-letters/${id}/replay`],
    ['POST', `/v1/dead-letters/${id}/discard`],
  ] as const)
    expect((await other.call(method, path, method === 'POST' ? {} : undefined)).status).toBe(404);
  expect((await one.call('GET', `/v1/dead-letters/${id}`)).body.state).toBe('open');
});

test('a message of an approval that is given up is a letter, too; one without its approval leaves none', async () => {
  const due = { tenantId: one.tenantId, approvalId: newId('apr'), n: 0, attempt: 10 };
  await withTenant(one.tenantId, (db) => finishMessage(db, due, { error: 'connection_failed' }));
  expect((await one.call('GET', '/v1/dead-letters?kind=approval')).body.data).toEqual([]);
});

test('what was settled a month ago is forgotten', async () => {
  const before = (await one.call('GET', '/v1/dead-letters')).body.data.length;
  await withTenant(
    one.tenantId,
    (db) => db.sql`
    update dead_letters set settled_at = now() - interval '31 days' where tenant_id = ${db.tenant} and state = 'discarded'`,
  );
  const gone = await withTenant(one.tenantId, pruneLetters);
  expect(gone).toBeGreaterThan(0);
  expect((await one.call('GET', '/v1/dead-letters')).body.data.length).toBe(before - gone);
});

test('what is lost twice at the same instant is one letter', async () => {
  const lost = { kind: 'message' as const, ref: 'twice', title: 'T', reason: 'r', payload: {}, tries: 1 };
  await Promise.all(Array.from({ length: 4 }, () => withTenant(one.tenantId, (db) => bury(db, lost))));
  const rows = await withTenant(one.tenantId, (db) => db.sql`select tries from dead_letters where ref = 'twice'`);
  expect(rows).toEqual([{ tries: 4 }]);
});
