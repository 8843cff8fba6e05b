import { afterAll, expect, test } from 'vitest';
import { saveFlag } from '#domain/flags/flag-rows.ts';
import { newId, newUuid, parseId } from '#domain/ids.ts';
import { apiFixture } from './api-fixture.ts';

const TOKEN = 'an-operator-token-for-tests-of-billing-32';
const fixture = await apiFixture({ operators: { token: TOKEN, emails: [] } });
afterAll(() => fixture.close());
const { database } = fixture.deps;
const { admin } = database;

const operate = (path: string) =>
  fixture.fetch(`/v1/admin/billing${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });

const coupon = async (n: number) => {
  await admin.sql`
    insert into coupons (code, amount, tiers, intervals, created_by)
    values (${`MUITO-${n}`}, 500, ${[] as string[]}, ${[] as string[]}, 'operator:token')`;
  return `MUITO-${n}`;
};
const delivery = async (n: number) => {
  const id = newId('bev');
  await admin.sql`
    insert into billing_events (id, provider, event_id, trust, type, hint, state, processed_at)
    values (${parseId('bev', id)}, 'stripe', ${`evt_${n}`}, 'signed', 'invoice.paid', '{}', 'dead', now())`;
  return id;
};
const comparison = async (n: number) => {
  const [id, slot] = [newId('brc'), new Date(Date.UTC(2026, 10, n))];
  await admin.sql`
    insert into billing_reconciliations (id, provider, slot, since)
    values (${parseId('brc', id)}, 'stripe', ${slot}, ${slot})`;
  return id;
};
const pix = async (n: number) => {
  const { tenantId } = await fixture.account();
  const at = new Date(Date.UTC(2026, 10, n)).toISOString();
  const id = `pix_${newUuid()}`;
  const body = { id, tenantId, status: 'pending', amount: 9_700, txid: `TRAMA${n}`, of: 'once', paidAt: null };
  await database.withTenant(
    tenantId,
    (db) => db.sql`
      insert into billing_kept (tenant_id, id, provider, kind, status, amount, txid, body, created_at)
      values (${db.tenant}, ${id}, 'manual', 'payment', 'pending', 9700, ${body.txid},
        ${JSON.stringify({ ...body, createdAt: at, expiresAt: at })}::json, ${at}::timestamptz)`,
  );
  return id;
};

const tenant = async () => (await fixture.account()).tenantId;
const lifetime = async (n: number) => {
  const id = newId('lif');
  await admin.sql`
    insert into lifetime_licences (id, email_hash, key_hash, email_hint, product, imported_by)
    values (${parseId('lif', id)}, ${Buffer.alloc(32, n)}, ${Buffer.alloc(32, n)}, 'a•••@x.example', 'Ouro', 'operator:token')`;
  return id;
};
const flagChange = async (n: number) => {
  const rule = { on: true, percentage: n, plans: [], tenants: [], except: [] };
  return saveFlag(admin, { key: 'many', rule, by: 'operator:token', reason: 'test' });
};

interface Shown {
  id?: string;
  code?: string;
  revision?: number;
  tenant?: { id: string };
}
const named = ({ id, code, revision, tenant: of }: Shown) => id ?? of?.id ?? code ?? revision;

const pages = async (list: string): Promise<unknown[]> => {
  const found: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await operate(`/${list}?limit=2${cursor && `&cursor=${cursor}`}`);
    expect(body.data.length).toBeLessThanOrEqual(2);
    found.push(...body.data.map(named));
    cursor = body.nextCursor;
  }
  return found;
};

test.each([
  ['coupons', coupon],
  ['events', delivery],
  ['reconciliations', comparison],
  ['manual-payments', pix],
  ['lifetime-licences', lifetime],
  ['flags/many/changes', flagChange],
])('the %s of an installation go on where a page ends, to the last one', async (list, make) => {
  const made: unknown[] = [];
  for (const n of [1, 2, 3, 4, 5]) made.push(await make(n));
  // Pix that wait are the oldest first: they are the most urgent.
  expect(await pages(list)).toEqual(list === 'manual-payments' ? made : made.toReversed());
});

test('tenants and what they pay for go on where a page ends, also of those that are looked for', async () => {
  const made: string[] = [];
  for (let n = 0; n < 5; n++) made.push(await tenant());
  expect((await pages('subscriptions')).slice(0, 5)).toEqual(made.toReversed());
  const first = (await operate('/subscriptions?limit=2&state=free')).body;
  expect(first.data).toHaveLength(2);
  const next = await operate(`/subscriptions?limit=2&state=free&cursor=${first.nextCursor}`);
  expect(next.body.data.map(named)).toEqual([made[2], made[1]]);
  // It goes on in the same list alone.
  expect((await operate(`/subscriptions?limit=2&state=active&cursor=${first.nextCursor}`)).status).toBe(400);
});

test('a page of one list is no place in another', async () => {
  const { nextCursor } = (await operate('/coupons?limit=1')).body;
  expect((await operate(`/events?cursor=${nextCursor}`)).status).toBe(400);
});
