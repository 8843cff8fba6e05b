import type pg from 'pg';
import type { ApiFixture } from '#tests/integration/api/api-fixture.ts';
import { type Aim, type Arms, type Attempt, aimAt, openTo } from './aim.ts';
import { type Chance, chanceOf } from './chance.ts';
import { explore, type Side, sideOf } from './crawl.ts';
import { doorsOf } from './doors.ts';
import { fill } from './fill.ts';
import { fingerprint } from './fingerprint.ts';
import { graphDoors } from './graph-doors.ts';
import { nameOf, type Operation, operationsOf } from './operations.ts';
import { giveOwnSchema } from './own-schema.ts';
import { type Leak, leaksOf, type Secrets, type Seen } from './verdict.ts';

const AT_ONCE = 6;
/** A live stream says at once what it has to say, or nothing. */
const LIVE_MS = 60;
const PATIENCE_MS = 15_000;
/** After that only some are held beside what nobody has, which takes a second request. */
const ALL_COMPARED = 5_000;

export interface Found extends Leak {
  attempt: string;
}

/** Calls with an id in their address that is no tenant's to have, and why. */
export const NOT_A_TENANTS: Readonly<Record<string, string>> = {
  'GET /v1/erasure-receipts/{receipt}': 'of a tenant that is no more; the receipt is what its last owner holds',
  'POST /v1/admin/tenants/{tenant}/suspend': 'for operators: everybody else is refused before the id is looked at',
  'POST /v1/admin/tenants/{tenant}/resume': 'for operators',
  'POST /v1/admin/tenants/{tenant}/placement': 'for operators',
  'POST /v1/admin/users/{user}/block': 'for operators',
  'POST /v1/admin/users/{user}/unblock': 'for operators',
  'POST /v1/admin/users/{user}/unlock': 'for operators',
};

/** Two tenants of one installation; one attacks the other by every call that there is. */
export class Raid {
  readonly fixture: ApiFixture;
  readonly operations: Operation[];
  readonly victim: Side;
  attacker: Side;
  readonly found: Found[] = [];
  attempts = 0;
  readonly statuses = new Map<number, number>();
  /** Calls that broke: no leak, and worth a look. */
  readonly broken = new Set<string>();
  readonly #arms: Arms;
  readonly #secrets: Secrets;
  readonly #superuser: pg.Client;
  readonly #newAttacker: () => Promise<Side>;
  /** Somebody was told that they are not who they say. */
  #doubt = false;
  #standing: Promise<void> | undefined;

  private constructor(parts: {
    fixture: ApiFixture;
    operations: Operation[];
    victim: Side;
    attacker: Side;
    canary: string;
    superuser: pg.Client;
    newAttacker: () => Promise<Side>;
  }) {
    const { victim, attacker, canary } = parts;
    this.fixture = parts.fixture;
    this.operations = parts.operations;
    this.victim = victim;
    this.attacker = attacker;
    this.#superuser = parts.superuser;
    this.#newAttacker = parts.newAttacker;
    const heldBack = heldBackOf(victim);
    this.#secrets = { canary, heldBack };
    // A text that holds the canary would come back as the attacker's own.
    const holds = (value: string) => (value.match(/[a-z]{3}_[0-9a-f]{32}/g) ?? []).some((id) => heldBack.has(id));
    const sendable = (value: string) => !holds(value) && !value.toLowerCase().includes(canary.toLowerCase());
    this.#arms = { victim, attacker, sendable };
  }

  /** Two tenants with two of everything; each has looked at all that it has. */
  static async begin(fixture: ApiFixture, superuser: pg.Client): Promise<Raid> {
    const chance = chanceOf(Date.now());
    const operations = operationsOf((await fixture.fetch('/v1/openapi.json')).body as never);
    const side = async (canary: string, mark: string): Promise<Side> => {
      const account = await fixture.account();
      await fill(fixture, account, { canary, mark });
      // In a schema of its own everything works as before, and what lies there is as far away (docs/tenancy.md).
      if (mark === 'alvo') await giveOwnSchema(fixture.data.database, account.tenantId);
      const uuid = account.tenantId.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      const made = await sideOf(fixture, account, uuid, mark);
      await explore(fixture, made, operations, mark === 'alvo' ? canary : null);
      return made;
    };
    const canary = `CANARIO${chance.hex(16)}`;
    const victim = await side(canary, 'alvo');
    // It needs things of its own to stand beside, and not every one of them.
    const newAttacker = () => side('proprio', 'meu');
    const attacker = await newAttacker();
    victim.loot.without(attacker.loot);
    for (const [name, values] of attacker.good) for (const value of values) victim.good.get(name)?.delete(value);
    const doors = [...graphDoors(operations), ...(await doorsOf(fixture, attacker, victim))];
    return new Raid({
      fixture,
      operations: [...operations, ...doors],
      victim,
      attacker,
      canary,
      superuser,
      newAttacker,
    });
  }

  /** Calls whose ids in the address were never seen to lead the victim anywhere: attacks on them would prove nothing. */
  unproven(): string[] {
    const { good, reached, loot } = this.victim;
    return this.operations.flatMap((operation) => {
      const inPath = operation.parameters.filter((one) => one.in === 'path');
      if (operation.outside || inPath.length === 0 || nameOf(operation) in NOT_A_TENANTS) return [];
      const isRead = operation.method === 'get' && !operation.live && !/export|temporal/.test(operation.path);
      if (isRead) return reached.has(nameOf(operation)) ? [] : [nameOf(operation)];
      const known = inPath.every(
        ({ name, schema }) =>
          good.has(name) || schema.enum || (schema.pattern && loot.fitting(schema.pattern).length > 0),
      );
      return known ? [] : [nameOf(operation)];
    });
  }

  /** `each` attempts at every call with every aim that it is open to, then `random` ones anywhere. */
  async run({ each, random, seed }: { each: number; random: number; seed: number }): Promise<void> {
    const chance = chanceOf(seed);
    const before = await this.#stillVictim();
    const plans: { operation: Operation; aim: Aim }[] = this.operations.flatMap((operation) =>
      openTo({ operation }).flatMap((aim) => Array.from({ length: each }, () => ({ operation, aim }))),
    );
    for (let n = 0; n < random; n++) {
      const operation = chance.of(this.operations);
      plans.push({ operation, aim: chance.happens(0.5) ? 'anywhere' : chance.of(openTo({ operation })) });
    }
    await this.#through(plans, chance);
    const after = await fingerprint(this.#superuser, this.victim.tenantUuid);
    for (const [table, sum] of Object.entries(after))
      if (before[table] !== sum)
        this.found.push({ what: 'changed', detail: table, attempt: 'some attempt of the run' });
  }

  async #through(plans: { operation: Operation; aim: Aim }[], chance: Chance): Promise<void> {
    let next = 0;
    const one = async () => {
      for (let plan = plans[next++]; plan; plan = plans[next++]) {
        if (this.#doubt || this.#standing) await this.#standUp();
        const attempt = aimAt(plan.operation, plan.aim, this.#arms, chance);
        // It ends what the attacker has, not what the victim has.
        if (plan.operation.method === 'delete' && attempt.inPath.size === 0) continue;
        await this.#try(attempt, plan.aim, chance);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  }

  async #try(attempt: Attempt, aim: Aim, chance: Chance): Promise<void> {
    this.attempts++;
    const seen = await this.#send(attempt);
    if (seen.status === 401) this.#doubt = true;
    if (seen.status === 500) this.broken.add(nameOf(attempt.operation));
    this.statuses.set(seen.status, (this.statuses.get(seen.status) ?? 0) + 1);
    const compared = attempt.inPath.size > 0 && (this.attempts < ALL_COMPARED || chance.happens(0.1));
    const twin = compared ? await this.#send(withNobodys(attempt, chance)) : null;
    if (this.attempts % 5_000 === 0) process.stdout.write(`attacks: ${this.attempts}, ${this.found.length} leaks\n`);
    const leaks = leaksOf(attempt, seen, twin, this.#secrets);
    // A limit that was met, or an attempt beside it that took a right away, also tells two answers apart: not twice.
    const apart = leaks.some(({ what }) => what === 'told apart');
    const again = apart ? [await this.#send(attempt), await this.#send(withNobodys(attempt, chance))] : null;
    const [first, second] = again ?? [];
    const passing = first && second && first.status === second.status && first.code === second.code;
    for (const leak of leaks.filter(({ what }) => what !== 'told apart' || !passing)) {
      const { operation, path, body = '', headers } = attempt;
      const found = { ...leak, attempt: `${nameOf(operation)} (${aim}) ${path} ${body} ${JSON.stringify(headers)}` };
      this.found.push(found);
      // At once: whoever waits for the end of a long raid waits for hours.
      process.stdout.write(`attacks: a leak: ${JSON.stringify(found)}\n`);
    }
  }

  async #send({ operation, credential, path, headers, body, stolen }: Attempt): Promise<Seen> {
    const { credentials } = this.attacker;
    const stop = new AbortController();
    let timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    let [status, text] = [0, ''];
    try {
      const answer = await fetch(this.fixture.url + path, {
        method: operation.method.toUpperCase(),
        redirect: 'manual',
        headers: { ...headers, ...credentials[credential % credentials.length]?.headers },
        ...(body === undefined ? {} : { body }),
        signal: stop.signal,
      });
      status = answer.status;
      if (operation.live) {
        clearTimeout(timer);
        timer = setTimeout(() => stop.abort(), LIVE_MS);
      }
      text = JSON.stringify(
        [...answer.headers].filter(([name]) => !/^(ratelimit|x-request-id|date|server-timing|etag)/.test(name)),
      );
      for await (const chunk of answer.body ?? []) text += Buffer.from(chunk as Uint8Array).toString('utf8');
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    } finally {
      clearTimeout(timer);
    }
    return { status, text, sent: stolen, code: /"code":"(\w+)"/.exec(text)?.[1] ?? null };
  }

  /** Who attacks may have cut off the branch that it sits on: then somebody else goes on. */
  async #standUp(): Promise<void> {
    this.#standing ??= this.#another().finally(() => {
      this.#standing = undefined;
    });
    await this.#standing;
  }

  async #another(): Promise<void> {
    this.#doubt = false;
    const answers = await Promise.all(
      this.attacker.credentials.map(({ headers }) => this.fixture.fetch('/v1/me', { headers })),
    );
    if (answers.every(({ status }) => status === 200)) return;
    this.attacker = await this.#newAttacker();
    this.#arms.attacker = this.attacker;
  }

  /** What is written later than it is answered is written now. */
  async #stillVictim(): Promise<Record<string, string>> {
    for (let tries = 0; ; tries++) {
      const first = await fingerprint(this.#superuser, this.victim.tenantUuid);
      await new Promise((done) => setTimeout(done, 1_500));
      const second = await fingerprint(this.#superuser, this.victim.tenantUuid);
      if (JSON.stringify(first) === JSON.stringify(second) || tries === 5) return second;
    }
  }
}

/** Of each kind of id some, but never all. */
function heldBackOf({ loot, account }: Side): Set<string> {
  const seen = new Map<string, number>();
  const held = [...loot.ids].filter((id) => {
    const kind = id.slice(0, 3);
    const nth = seen.get(kind) ?? 0;
    seen.set(kind, nth + 1);
    return nth % 2 === 1;
  });
  return new Set(held.filter((id) => id !== account.tenantId));
}

/** The same request, but for the address: there stand values of the same form that nobody has. */
function withNobodys(attempt: Attempt, chance: Chance): Attempt {
  let [address = '', ...query] = attempt.path.split('?');
  let { body } = attempt;
  const stolen = new Set(attempt.stolen);
  for (const value of attempt.inPath) {
    // Digits for digits and letters for letters: what is no id for its form alone is refused before it is looked for.
    const other = value.replaceAll(/[0-9a-f]{8,}/g, (hex) =>
      hex
        .replaceAll(/\d/g, () => String(Math.floor(chance() * 10)))
        .replaceAll(/[a-f]/g, () => chance.of('abcdef'.split(''))),
    );
    const nobodys = other === value ? `${value.slice(0, -1)}${value.endsWith('x') ? 'y' : 'x'}` : other;
    stolen.add(nobodys);
    address = address.replaceAll(encodeURIComponent(value), encodeURIComponent(nobodys));
    if (attempt.operation.field) body = body?.replaceAll(value, nobodys);
  }
  return { ...attempt, path: [address, ...query].join('?'), body, stolen };
}
