import { afterAll, beforeAll, expect, test } from 'vitest';
import { resumeTenant, suspendTenant } from '#domain/access/block.ts';
import { unprovenFields } from '#tests/attacks/graph-doors.ts';
import { overhear } from '#tests/attacks/overhear.ts';
import { Raid } from '#tests/attacks/raid.ts';
import { standingOf, withNewCredentials } from '#tests/attacks/standing.ts';
import { superuserOf } from '../data/superuser.ts';
import { type ApiFixture, apiFixture } from './api-fixture.ts';

// oxlint-disable-next-line node/no-process-env -- how long the attack lasts, set by tests/attacks/main.ts; no setting of the product
const { TRAMA_ATTACKS, TRAMA_ATTACK_SEED } = process.env;
const random = Number(TRAMA_ATTACKS ?? 400);
const PATIENCE_MS = 600_000 + random * 200;
const seed = Number(TRAMA_ATTACK_SEED ?? Date.now() % 1_000_000);

let fixture: ApiFixture;
let raid: Raid;
let end: () => Promise<void>;

beforeAll(async () => {
  fixture = await apiFixture();
  const superuser = await superuserOf(fixture.data.urls.app);
  end = async () => {
    await superuser.end();
    await fixture.close();
  };
  raid = await Raid.begin(fixture, superuser);
});
afterAll(() => end());

test('every call that takes an id led the victim itself to something', async () => {
  expect(raid.unproven()).toEqual([]);
  expect(await unprovenFields(fixture, raid.victim, raid.operations)).toEqual([]);
});

// Before the raid, which may end its own keys.
test('who listens to all that it may hears nothing of another tenant', async () => {
  const { said, heardByVictim, heardByAttacker } = await overhear(fixture, raid.attacker, raid.victim);
  for (const word of said) expect(heardByVictim).toContain(word);
  for (const word of [...said, raid.victim.account.tenantId]) expect(heardByAttacker).not.toContain(word);
});

test('an attacker who cut themselves off is seen to be none, and helped up where that can be', async () => {
  const { attacker } = raid;
  const whole = await standingOf(fixture, attacker);
  const again = await withNewCredentials(fixture, attacker);
  if (!again) throw new Error('nobody was helped up');
  expect(await standingOf(fixture, again)).toEqual(whole);
  const headers = { ...again.credentials[0]?.headers, 'content-type': 'application/json' };
  const keys = await fixture.fetch('/v1/api-keys', { headers });
  const { id } = keys.body.data.find(({ name }: { name: string }) => name === 'again');
  const narrow = { method: 'PATCH', headers, body: JSON.stringify({ perMinute: 1 }) };
  expect((await fixture.fetch(`/v1/api-keys/${id}`, narrow)).status).toBe(200);
  const [key, session] = await standingOf(fixture, again);
  expect([key === whole[0], session === whole[1]]).toEqual([false, true]);
  const { database } = fixture.data;
  await suspendTenant(database, attacker.account.tenantId, { by: 'operator:test', reason: 'to be seen' });
  expect((await standingOf(fixture, attacker)).map((one, nth) => one === whole[nth])).toEqual([false, false]);
  await resumeTenant(database, attacker.account.tenantId, { by: 'operator:test', reason: 'was seen' });
});

test(
  `a tenant that tries every call with what is another's sees, changes and learns nothing (seed ${seed})`,
  async () => {
    const began = Date.now();
    await raid.run({ each: 1, random, seed });
    const statuses = [...raid.statuses].toSorted(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`);
    const seconds = ((Date.now() - began) / 1_000).toFixed(1);
    process.stdout.write(
      `attacks: ${raid.attempts} tried at ${raid.operations.length} calls in ${seconds} s, ${raid.found.length} leaks${raid.beside()} (${statuses.join(', ')})\n${[...raid.broken].map((one) => `broke: ${one}\n`).join('')}`,
    );
    expect(raid.found.slice(0, 20)).toEqual([]);
    expect(raid.attempts).toBeGreaterThan(random);
  },
  PATIENCE_MS,
);
