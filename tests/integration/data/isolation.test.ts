import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAiLedger } from '#domain/ai/ledger.ts';
import { openApproval } from '#domain/approvals/open-approval.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import { createTokenKeeper } from '#domain/connections/token-keeper.ts';
import { createConnection } from '#domain/connections/write-connection.ts';
import { hushBot } from '#domain/conversations/pace.ts';
import { writeQuestion } from '#domain/conversations/questions.ts';
import { receiveMessage } from '#domain/conversations/receive-message.ts';
import { addRows } from '#domain/data-tables/rows-of-people.ts';
import { createTable } from '#domain/data-tables/write-table.ts';
import { publishEvent } from '#domain/events/publish-event.ts';
import { subscribe } from '#domain/events/subscribe.ts';
import { beThere } from '#domain/flows/presence.ts';
import { beginIdempotent } from '#domain/idempotency/idempotency.ts';
import { createApiKey } from '#domain/identity/api-keys.ts';
import { formatId, newId, parseId } from '#domain/ids.ts';
import { addNotification } from '#domain/notifications/add-notification.ts';
import { keepSubscription } from '#domain/notifications/push-subscriptions.ts';
import { createPayloadKeys } from '#domain/payloads/payload-keys.ts';
import { putPayload } from '#domain/payloads/payloads.ts';
import { admit } from '#domain/runs/admit.ts';
import { appendTracePage } from '#domain/runs/trace-pages.ts';
import { saveView } from '#domain/saved-views/saved-views.ts';
import { createStateStore } from '#domain/state/state-store.ts';
import { takeReceipt } from '#domain/webhooks/receipts.ts';
import { createDatabase, type TenantDb } from '#prisma/with-tenant.ts';
import { askOf, type DataFixture, dataFixture, planOf, publishedFlow, requestFor, SECRET } from './data-fixture.ts';

let fixture: DataFixture;
let owner: pg.Client;
let app: pg.Client;
let victim: string;
let attacker: string;
let tables: string[];

/** A bot, a conversation, a question, and what waits to be taken together. */
const fillChat = async (db: TenantDb, runId: string): Promise<void> => {
  const bot = { connector: 'telegram', name: 'b', config: {}, secret: { token: 't' }, hosts: [], by: 'test' };
  const { id } = await createConnection(db, bot);
  await publishedFlow(db, planOf({}, { type: 'message', config: { channel: 'telegram', collect: 'PT1H' } }));
  await hushBot(db, parseId('con', id), Date.now());
  const message = { chat: '1', title: null, contact: null, data: { id: '1', text: 'x' }, press: null };
  const inbound = { externalId: '1', raw: {}, message };
  await receiveMessage(db, { id, name: 'b', channel: 'telegram' }, inbound, () => ({ kind: 'pass' }));
  const [row] = await db.sql<{ id: string }>`select id from conversations where tenant_id = ${db.tenant}`;
  const question = { tag: 'a', replyKey: 'b', until: null };
  await writeQuestion(db, runId, formatId('cnv', row?.id ?? ''), question);
};

/** A call of a model that is under way, and an access token. */
const fillOutside = async (tenantId: string): Promise<void> => {
  const { database } = fixture;
  const given = { connector: 'http', name: 'oauth', config: {}, secret: {}, hosts: [], by: 'test' };
  const { id } = await database.withTenant(tenantId, (db) => createConnection(db, given));
  const grant = { tenantId, connectionId: id, hash: 'h', refreshToken: null };
  const token = { accessToken: 't', refreshToken: null, expiresIn: 60 };
  await createTokenKeeper(database).token(grant, () => Promise.resolve(token));
  const call = {
    tenantId,
    key: 'k',
    runId: 'r',
    flowId: 'f',
    action: 'a',
    connectionId: id,
    provider: 'p',
    model: 'm',
  };
  const atMost = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, costNanoUsd: 1 };
  await createAiLedger(database).reserve(call, atMost);
};

/** A role of its own, an invite, a policy, a domain, and one of ours in somebody's place. */
const fillPeople = async (db: TenantDb, user: string): Promise<void> => {
  await db.sql`insert into roles (tenant_id, id, name, scopes, created_by) values (${db.tenant}, ${user}, 'r', '{}', 't')`;
  await db.sql`insert into invites (tenant_id, id, email, role, token_hash, invited_by, expires_at)
    values (${db.tenant}, ${user}, 'a@x.example', 'viewer', ${Buffer.from(user)}, 't', now())`;
  await db.sql`insert into access_policies (tenant_id) values (${db.tenant})`;
  await db.sql`insert into verified_domains (tenant_id, domain, token) values (${db.tenant}, 'x.example', 't')`;
};

/** One row or more in every table of a tenant. */
const fill = async (tenantId: string): Promise<void> => {
  const { database } = fixture;
  const user = parseId('usr', newId('usr'));
  const tenant = parseId('ten', tenantId);
  await database.admin.sql`insert into users (id, email, name) values (${user}, ${`${user}@x.example`}, 'U')`;
  await database.admin.sql`insert into memberships (tenant_id, user_id, role) values (${tenant}, ${user}, 'owner')`;
  await database.withTenant(tenantId, async (db) => {
    const flowId = await publishedFlow(db);
    const { runId } = await admit(db, requestFor(flowId));
    await appendTracePage(db, runId, 0, []);
    await subscribe(db, runId, [{ name: 'paid', key: null }]);
    await publishEvent(db, { name: 'x', key: null, data: 1, externalId: null, source: 'api' }, () => ({
      kind: 'pass',
    }));
    const request = { ...askOf(), via: [{ channel: 'email', to: 'x@y.example' }] };
    await openApproval(db, { runId, visit: 'v', call: 1, node: 'a', path: [], request, expiresAt: null });
    await createConnection(db, { connector: 'http', name: 'c', config: {}, secret: { a: 'b' }, hosts: [], by: 'test' });
    await createApiKey(db, { name: 'k', scopes: [], by: 'test' });
    await beginIdempotent(db, { principal: 'p', route: 'r', key: 'k', bodyHash: 'h' });
    await takeReceipt(db, flowId, 'd');
    await fillChat(db, runId);
    await putPayload(db, Buffer.from('bytes'));
    const note = {
      to: ['owner'],
      title: 't',
      body: '',
      level: 'info' as const,
      link: null,
      runId,
      flowId,
      effectKey: 'e',
    };
    await addNotification(db, note);
    await saveView(db, formatId('usr', user), { page: 'runs', name: 'v', query: '' });
    await keepSubscription(db, formatId('usr', user), {
      endpoint: 'https://push.example',
      keys: { p256dh: 'a', auth: 'b' },
    });
    await beThere(db, flowId, { client: 'p', principal: 'test', name: 't', node: null, leaving: false });
    await appendAudit(db, { actor: 'test', action: 'x', target: 'y', data: {} });
    await fillPeople(db, user);
    const columns = [{ name: 'a', type: 'text' as const, unique: true }];
    const table = await createTable(db, { name: 't', description: '', columns, by: 'test' });
    await addRows(db, table.id, { values: { a: 'x' }, effectKey: null });
  });
  await database.admin.sql`insert into impersonations (tenant_id, id, user_id, operator, reason, expires_at)
    values (${tenant}, ${user}, ${user}, ${user}, 'r', now())`;
  await createPayloadKeys(database).newest(tenantId);
  await fillOutside(tenantId);
  const context = { tenantId, scope: 'tenant' as const, effectKey: 'e', nowMs: Date.now() };
  await createStateStore(database).put(context, 'k', 1, null);
};

beforeAll(async () => {
  fixture = await dataFixture();
  [victim, attacker] = [await fixture.tenant(), await fixture.tenant()];
  await fill(victim);
  await fill(attacker);
  owner = new pg.Client({ connectionString: fixture.urls.owner });
  app = new pg.Client({ connectionString: fixture.urls.app });
  await owner.connect();
  await app.connect();
  const { rows } = await owner.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'tenant_id' order by 1`,
  );
  tables = rows.map(({ name }) => name);
});
afterAll(async () => {
  await owner.end();
  await app.end();
  await fixture.close();
});

test('without a tenant every table is empty, to the owner too', async () => {
  for (const table of tables) {
    for (const client of [app, owner])
      expect((await client.query(`select count(*)::int as n from ${table}`)).rows, table).toEqual([{ n: 0 }]);
  }
});

describe('a tenant that attacks another', () => {
  test.each([
    ['reads', (table: string) => `select * from ${table} where tenant_id = $1`],
    ['counts', (table: string) => `select 1 from ${table} where tenant_id = $1 limit 1`],
    ['changes', (table: string) => `update ${table} set tenant_id = tenant_id where tenant_id = $1`],
    ['deletes', (table: string) => `delete from ${table} where tenant_id = $1`],
  ])('%s nothing', async (verb, statement) => {
    for (const table of tables) {
      await app.query('begin');
      await app.query(`select set_config('app.tenant_id', $1, true)`, [parseId('ten', attacker)]);
      const outcome = await app.query(statement(table), [parseId('ten', victim)]).then(
        (result) => result.rowCount,
        (error: { code: string }) => error.code,
      );
      await app.query('rollback');
      // 42501: the role has no such right on the table at all.
      expect([0, '42501'], `${verb} ${table}`).toContain(outcome);
    }
  });

  test('writes no row into it, and moves none of its own there', async () => {
    const outcomes: Record<string, string[]> = {};
    for (const table of tables) {
      // The policy is asked before the columns that must not be null are.
      for (const statement of [`insert into ${table} (tenant_id) values ($1)`, `update ${table} set tenant_id = $1`]) {
        await app.query('begin');
        await app.query(`select set_config('app.tenant_id', $1, true)`, [parseId('ten', attacker)]);
        const outcome = await app.query(statement, [parseId('ten', victim)]).then(
          ({ rowCount }) => `${rowCount} rows`,
          (error: { code: string }) => error.code,
        );
        await app.query('rollback');
        (outcomes[outcome] ??= []).push(`${statement.slice(0, 6)} ${table}`);
      }
    }
    // Nothing to move where a table is empty; its policy is read by catalogue.test.ts.
    const { '42501': refused = [], '0 rows': empty = [], ...others } = outcomes;
    expect(others).toEqual({});
    expect(empty.filter((one) => one.startsWith('insert'))).toEqual([]);
    expect(refused.length).toBeGreaterThan(60);
  });

  test('sees neither its row nor its people', async () => {
    const seen = await fixture.database.withTenant(attacker, async (db) => [
      await db.sql`select id from tenants`,
      await db.sql`select id from users`,
    ]);
    expect(seen.map((rows) => rows.length)).toEqual([1, 1]);
  });

  test('cannot let a run of its own hang on a flow of the other', async () => {
    const flowId = await fixture.database.withTenant(victim, (db) => publishedFlow(db));
    const stolen = fixture.database.withTenant(attacker, (db) => admit(db, requestFor(flowId)));
    await expect(stolen).rejects.toMatchObject({ code: '23503' });
  });

  test('gets nothing by Prisma models either', async () => {
    const rows = await fixture.database.withTenant(attacker, (db) =>
      db.models.run.findMany({ where: { tenantId: parseId('ten', victim) } }),
    );
    expect(rows).toEqual([]);
  });
});

test('history and audit cannot be rewritten by the application', async () => {
  for (const table of ['flow_versions', 'audit_entries'])
    for (const statement of [`update ${table} set tenant_id = tenant_id`, `delete from ${table}`])
      await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
});

test('the admin role reads no trigger, no output, no secret and no draft', async () => {
  const { admin } = fixture.database;
  for (const query of [
    () => admin.sql`select trigger from runs`,
    () => admin.sql`select output from runs`,
    () => admin.sql`select secret from connections`,
    () => admin.sql`select draft from flows`,
    () => admin.sql`select data from events`,
    () => admin.sql`select details from approvals`,
  ])
    await expect(query()).rejects.toMatchObject({ code: '42501' });
});

describe('the handle', () => {
  test('is dead after its transaction', async () => {
    const leaked = await fixture.database.withTenant(victim, async (db) => ({ db }));
    await expect(leaked.db.sql`select 1`).rejects.toThrow('outside its transaction');
    await expect(leaked.db.models.run.findFirst()).rejects.toThrow();
  });

  test('leaves no tenant on the connection that it gives back, whether its work succeeds or fails', async () => {
    const single = createDatabase({
      appUrl: fixture.urls.app,
      adminUrl: fixture.urls.admin,
      secret: SECRET,
      poolMax: 1,
    });
    await expect(
      single.withTenant(victim, async (db) => {
        await db.sql`select 1`;
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const [row] = await single.withTenant(attacker, (db) => db.sql`select current_setting('app.tenant_id') as id`);
    expect(row).toEqual({ id: parseId('ten', attacker) });
    await single.close();
  });

  test('rolls back all of a failed work', async () => {
    const flowId = await fixture.database.withTenant(attacker, (db) => publishedFlow(db));
    const failing = fixture.database.withTenant(attacker, async (db) => {
      await admit(db, requestFor(flowId));
      throw new Error('after');
    });
    await expect(failing).rejects.toThrow('after');
    const rows = await fixture.database.withTenant(
      attacker,
      (db) => db.sql`select 1 from runs where flow_id = ${parseId('flw', flowId)}`,
    );
    expect(rows).toEqual([]);
  });

  test('refuses one transaction inside another', async () => {
    const nested = fixture.database.withTenant(victim, () => fixture.database.withTenant(attacker, async () => 1));
    await expect(nested).rejects.toThrow('inside withTenant');
  });
});

test.each([
  ['the owner', () => ({ appUrl: fixture.urls.owner, adminUrl: fixture.urls.admin }), /owns/],
  ['a role with BYPASSRLS', () => ({ appUrl: fixture.urls.admin, adminUrl: fixture.urls.admin }), /BYPASSRLS/],
  ['an admin without it', () => ({ appUrl: fixture.urls.app, adminUrl: fixture.urls.app }), /lacks BYPASSRLS/],
])('the product does not start as %s', async (_, urls, reason) => {
  const database = createDatabase({ ...urls(), secret: SECRET });
  await expect(database.ready()).rejects.toThrow(reason);
  await expect(database.withTenant(victim, async () => 1)).rejects.toThrow(reason);
  await database.close();
});

test('a database that is away is `unavailable`', async () => {
  const url = 'postgres://trama_app:x@127.0.0.1:1/none';
  const database = createDatabase({ appUrl: url, adminUrl: url, secret: SECRET });
  await expect(database.withTenant(victim, async () => 1)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(database.admin.sql`select 1`).rejects.toMatchObject({ code: 'unavailable' });
  await database.close();
});
