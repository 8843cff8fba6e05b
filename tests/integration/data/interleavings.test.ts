import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseId } from '#domain/ids.ts';
import { createDatabase, type Database, type TenantDb } from '#prisma/with-tenant.ts';
import { type Chance, chanceOf } from '#tests/attacks/chance.ts';
import { type DataFixture, dataFixture, SECRET } from './data-fixture.ts';
import { superuserOf } from './superuser.ts';

// oxlint-disable-next-line node/no-process-env -- how long it lasts, for whoever wants it longer; no setting of the product
const { TRAMA_INTERLEAVINGS, TRAMA_ATTACK_SEED } = process.env;
const WORKS = Number(TRAMA_INTERLEAVINGS ?? 300);
const seed = Number(TRAMA_ATTACK_SEED ?? Date.now() % 1_000_000);
const TENANTS = 5;
/** Far fewer than there is work at once: who waits too long for one is turned away. */
const CONNECTIONS = 4;
const AT_ONCE = 24;

let fixture: DataFixture;
let superuser: pg.Client;
let database: Database;
let wire: Wire;
let tenants: string[];

/** Stands between us and PostgreSQL, and cuts connections at any instant: in the middle of a `begin`, or of a `commit`. */
class Wire {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(target: URL) {
    this.#server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      this.#sockets.add(near);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#sockets.delete(near);
          other.destroy();
        });
      }
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return (this.#server.address() as AddressInfo).port;
  }

  cut(chance: Chance): void {
    const open = [...this.#sockets];
    if (open.length > 0) chance.of(open).destroy();
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

beforeAll(async () => {
  fixture = await dataFixture(2);
  superuser = await superuserOf(fixture.urls.app);
  tenants = await Promise.all(Array.from({ length: TENANTS }, () => fixture.tenant()));
  const address = new URL(fixture.urls.app);
  wire = new Wire(new URL(address));
  address.port = String(await wire.listen());
  database = createDatabase({
    ...{ appUrl: address.href, adminUrl: fixture.urls.admin, secret: SECRET, poolMax: CONNECTIONS },
    applicationName: 'interleaved',
  });
  await database.ready();
});
afterAll(async () => {
  await database.close();
  wire.close();
  await superuser.end();
  await fixture.close();
});

interface Work {
  tenant: string;
  key: string;
  /** What goes wrong on the way. */
  mishap: 'none' | 'throws' | 'breaks' | 'swallows' | 'stains' | 'dawdles' | 'nests';
}

const MISHAPS: Work['mishap'][] = [
  'none',
  'none',
  'none',
  'throws',
  'breaks',
  'swallows',
  'stains',
  'dawdles',
  'nests',
];

/** Reads and writes as its tenant, and throws where it meets anything of another's. */
const carryOut = (all: Database, { tenant, key, mishap }: Work) =>
  all.withTenant(tenant, async (db) => {
    const own = parseId('ten', tenant);
    await look(db, own);
    await db.sql`insert into state_entries (tenant_id, scope, key, value) values (${db.tenant}, 'tenant', ${key}, '1')`;
    if (mishap === 'throws') throw new Error('on purpose');
    if (mishap === 'breaks') await db.sql`select 1 / 0`;
    if (mishap === 'swallows') await db.sql`select 1 / 0`.catch(() => []);
    if (mishap === 'dawdles') await db.sql`select pg_sleep(0.05)`;
    if (mishap === 'nests') await all.withTenant(tenants.find((one) => one !== tenant) ?? tenant, async () => 1);
    // Hidden from whoever reads statements: the tenant stays on the connection after the end.
    if (mishap === 'stains')
      await db.sql`select query_to_xml(${`select set_config('app.tenant_id', '${own}', false)`}, true, true, '')::text`;
    await look(db, own);
  });

class Breach extends Error {}

const look = async (db: TenantDb, own: string): Promise<void> => {
  const rows = await db.sql<{ tenant_id: string; now: string }>`
    select tenant_id, current_setting('app.tenant_id') as now from state_entries
    union select id, current_setting('app.tenant_id') from tenants`;
  for (const row of rows)
    if (row.tenant_id !== own || row.now !== own) throw new Breach(`${JSON.stringify(row)} for ${own}`);
};

test(`whatever breaks whenever, nobody meets a row or a setting of another tenant (seed ${seed})`, async () => {
  const chance = chanceOf(seed);
  const outcomes = { kept: [] as Work[], failed: 0, unknown: [] as Work[] };
  const breaches: string[] = [];
  let left = WORKS;
  const strike = async () => {
    await sleep(chance() * 10);
    if (chance.happens(0.5)) wire.cut(chance);
    else
      await superuser.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'interleaved' order by random() limit 1`);
  };
  const hand = async () => {
    while (left-- > 0) {
      // By the count of works, not by time: a slow machine is not beaten more.
      const struck = chance.happens(0.15) ? strike() : undefined;
      const work: Work = { tenant: chance.of(tenants), key: `k${left}`, mishap: chance.of(MISHAPS) };
      try {
        await carryOut(database, work);
        outcomes.kept.push(work);
      } catch (error) {
        if (error instanceof Breach) breaches.push(error.message);
        // Away in the middle: whether its commit was heard is not known.
        if ((error as { code?: unknown }).code === 'unavailable') outcomes.unknown.push(work);
        else outcomes.failed++;
      }
      await struck;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));

  expect(breaches).toEqual([]);
  const { rows } = await superuser.query<{ tenant_id: string; key: string }>(
    'select tenant_id, key from state_entries',
  );
  const there = new Map(rows.map(({ tenant_id, key }) => [key, tenant_id]));
  // What was answered as done is there, as its tenant's; what is there besides was cut off while it ended.
  for (const { key, tenant, mishap } of outcomes.kept) {
    expect([key, mishap, there.get(key)]).toEqual([key, mishap, parseId('ten', tenant)]);
    expect(['none', 'dawdles', 'stains']).toContain(mishap);
    there.delete(key);
  }
  const unknown = new Map(outcomes.unknown.map(({ key, tenant }) => [key, parseId('ten', tenant)]));
  for (const [key, tenant] of there) expect([key, unknown.get(key)]).toEqual([key, tenant]);
  expect(outcomes.kept.length).toBeGreaterThan(WORKS / 40);
  expect(outcomes.failed).toBeGreaterThan(WORKS / 40);
  // And afterwards everything works, on clean connections.
  await Promise.all(tenants.map((tenant) => carryOut(database, { tenant, key: 'last', mishap: 'none' })));
});
