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
import { nthPlace } from './places.ts';
import { standingOf, withNewCredentials } from './standing.ts';
import { isTurnedAway, type Leak, leaksOf, type Secrets, type Seen } from './verdict.ts';

const AT_ONCE = 6;
/** A live stream says at once what it has to say, or nothing. */
const LIVE_MS = 60;
const PATIENCE_MS = 15_000;
/** After that only some are held beside what nobody has, which takes a second request. */
const ALL_COMPARED = 5_000;
/** How often the victim's rows are compared, and how it goes is told. */
const TOLD_EVERY = 5_000;
/** How many attempts are lost where the attacker was none any more, and nothing told it. */
const LOOKED_AFTER_EVERY = 50;

export interface Found extends Leak {
  attempt: string;
}

const WHOLE_ID = /^[a-z]{3}_[0-9a-f]{32}$/;
/** As a slug is made of it. */
const asName = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

interface Plan {
  operation: Operation;
  aim: Aim;
}

/** A tenant keeps its own people out. */
const BARS: ReadonlySet<string> = new Set([
  ...['tenant_suspended', 'address_barred', 'two_step_required', 'sso_required'],
]);

/** Calls with an id in their address that is no tenant's to have, and why. */
export const NOT_A_TENANTS: Readonly<Record<string, string>> = {
  'GET /v1/subscription/can-use/{feature}': 'a word of the catalogue, the same for all',
  'GET /v1/erasure-receipts/{receipt}': 'of a tenant that is no more; the receipt is what its last owner holds',
  'POST /v1/admin/tenants/{tenant}/suspend': 'for operators: everybody else is refused before the id is looked at',
  'POST /v1/admin/tenants/{tenant}/resume': 'for operators',
  'POST /v1/admin/tenants/{tenant}/placement': 'for operators',
  'POST /v1/admin/users/{user}/block': 'for operators',
  'POST /v1/admin/users/{user}/unblock': 'for operators',
  'POST /v1/admin/users/{user}/unlock': 'for operators',
};

/** What operators see of plans and money: everybody else is refused before an id is looked at, as the calls above. */
const FOR_OPERATORS = '/v1/admin/billing/';
const isNoTenants = (operation: Operation): boolean =>
  nameOf(operation) in NOT_A_TENANTS || operation.path.startsWith(FOR_OPERATORS);

/** Two tenants of one installation; one attacks the other by every call that there is. */
export class Raid {
  readonly fixture: ApiFixture;
  readonly operations: Operation[];
  readonly victim: Side;
  attacker: Side;
  readonly found: Found[] = [];
  /** All that were sent, with those that prove nothing. */
  sent = 0;
  /** Sent by somebody who could do all that a tenant may, and answered for what they ask: not for being too many. */
  attempts = 0;
  /** Turned away for being too many, or answered in no time. */
  turnedAway = 0;
  /** Attackers that had to be helped up, or replaced. */
  fallen = 0;
  /** Milliseconds by call. */
  readonly #spent = new Map<string, number>();
  readonly statuses = new Map<number, number>();
  /** Calls that broke: no leak, and worth a look. */
  readonly broken = new Set<string>();
  readonly #arms: Arms;
  readonly #secrets: Secrets;
  readonly #superuser: pg.Client;
  readonly #newAttacker: () => Promise<Side>;
  /** Names that the attacker gave to something of its own, of what it had of the victim. */
  #given = new Set<string>();
  /** Attempts since the attacker was last seen to be whole. */
  #unsure = 0;
  /** Somebody was told that they are not who they say. */
  #doubt = false;
  #standing: Promise<void> | undefined;
  #whole: string[] = [];
  #rows: Record<string, string> = {};
  #toldAt = 0;

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
      if (operation.outside || inPath.length === 0 || isNoTenants(operation)) return [];
      const isRead = operation.method === 'get' && !operation.live && !/export|temporal/.test(operation.path);
      if (isRead) return reached.has(nameOf(operation)) ? [] : [nameOf(operation)];
      const known = inPath.every(
        ({ name, schema }) =>
          good.has(name) || schema.enum || (schema.pattern && loot.fitting(schema.pattern).length > 0),
      );
      return known ? [] : [nameOf(operation)];
    });
  }

  /** `each` attempts at every call with every aim that it is open to, and on, anywhere, until `random` have counted. */
  async run({ each, random, seed }: { each: number; random: number; seed: number }): Promise<void> {
    const chance = chanceOf(seed);
    this.#rows = await this.#stillVictim();
    this.#whole = await standingOf(this.fixture, this.attacker);
    const plans: Plan[] = this.operations.flatMap((operation) =>
      openTo({ operation }).flatMap((aim) => Array.from({ length: each }, () => ({ operation, aim }))),
    );
    const listed = plans.length;
    const next = (): Plan | undefined => {
      const plan = plans.shift();
      if (plan || this.attempts + this.#unsure >= listed + random) return plan;
      const operation = chance.of(this.operations);
      return { operation, aim: chance.happens(0.5) ? 'anywhere' : chance.of(openTo({ operation })) };
    };
    while (plans.length > 0 || this.attempts < listed + random) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => this.#hand(next, chance)));
      await this.#standUp();
    }
    await this.#compare();
  }

  async #hand(next: () => Plan | undefined, chance: Chance): Promise<void> {
    for (let plan = next(); plan; plan = next()) {
      if (this.#doubt || this.#standing || this.#unsure >= LOOKED_AFTER_EVERY) await this.#standUp();
      const attempt = aimAt(plan.operation, plan.aim, this.#arms, chance);
      // It ends what the attacker has, not what the victim has.
      if (plan.operation.method === 'delete' && attempt.inPath.size === 0) continue;
      await this.#try(attempt, plan.aim, chance);
    }
  }

  async #try(attempt: Attempt, aim: Aim, chance: Chance): Promise<void> {
    const by = this.attacker;
    const began = performance.now();
    const taken = this.#give(attempt);
    const seen = await this.#send(attempt);
    if (seen.status >= 300) for (const name of taken) this.#given.delete(name);
    if (seen.status === 401 || BARS.has(seen.code ?? '')) this.#doubt = true;
    if (seen.status === 500) this.broken.add(nameOf(attempt.operation));
    this.statuses.set(seen.status, (this.statuses.get(seen.status) ?? 0) + 1);
    const compared = attempt.inPath.size > 0 && (this.attempts < ALL_COMPARED || chance.happens(0.1));
    const twin = compared ? await this.#send(withNobodys(attempt, chance)) : null;
    // What it made under the victim's name is its own, and there to be found.
    const isOwn = [...attempt.inPath].some((value) => this.#given.has(asName(value)));
    const leaks = leaksOf(attempt, seen, isOwn ? null : twin, this.#secrets);
    // A limit that was met, or an attempt beside it that took a right away, also tells two answers apart: not twice.
    const apart = leaks.some(({ what }) => what === 'told apart');
    const again = apart ? [await this.#send(attempt), await this.#send(withNobodys(attempt, chance))] : null;
    const [first, second] = again ?? [];
    const passing = first && second && first.status === second.status && first.code === second.code;
    for (const leak of leaks.filter(({ what }) => what !== 'told apart' || !passing)) {
      const { operation, path, body = '', headers } = attempt;
      this.#tell({ ...leak, attempt: `${nameOf(operation)} (${aim}) ${path} ${body} ${JSON.stringify(headers)}` });
    }
    const name = nameOf(attempt.operation);
    this.#spent.set(name, (this.#spent.get(name) ?? 0) + performance.now() - began);
    if (isTurnedAway(seen)) {
      if (this.turnedAway++ > this.attempts + 1_000) throw new Error('Nearly all are turned away: nothing is proven');
    } else if (by === this.attacker) this.#unsure++;
  }

  /** Names that may be something of the attacker's by what is sent now. An id is nobody's to choose. */
  #give({ operation, stolen }: Attempt): string[] {
    if (operation.method === 'get') return [];
    const names = [...stolen].filter((value) => !WHOLE_ID.test(value)).map(asName);
    const taken = names.filter((name) => !this.#given.has(name));
    for (const name of taken) this.#given.add(name);
    return taken;
  }

  /** At once: whoever waits for the end of a long raid waits for long. */
  #tell(found: Found): void {
    this.found.push(found);
    process.stdout.write(`attacks: a leak: ${JSON.stringify(found)}\n`);
  }

  /** The victim's rows, with how they were. */
  async #compare(): Promise<void> {
    const after = await fingerprint(this.#superuser, this.victim.tenantUuid);
    for (const [table, sum] of Object.entries(after))
      if (this.#rows[table] !== sum) {
        const attempt = `some attempt after the ${this.#toldAt}th, up to the ${this.attempts}th`;
        this.#tell({ what: 'changed', detail: table, attempt });
      }
    this.#rows = after;
  }

  async #send({ operation, credential, path, headers, body, stolen }: Attempt): Promise<Seen> {
    const { credentials } = this.attacker;
    this.sent++;
    const stop = new AbortController();
    let timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    let [status, text] = [0, ''];
    try {
      const answer = await fetch(this.fixture.url + path, {
        method: operation.method.toUpperCase(),
        redirect: 'manual',
        headers: {
          // Each from a place of its own: of one place only so many are heard.
          ...{ 'x-forwarded-for': nthPlace(this.sent) },
          ...{ ...headers, ...credentials[credential % credentials.length]?.headers },
        },
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

  /**
   * Who attacks may have cut off the branch that it sits on: then somebody else goes on. What was tried since it was last
   * seen to be whole counts only if it still is.
   */
  async #standUp(): Promise<void> {
    this.#standing ??= this.#another().finally(() => {
      this.#standing = undefined;
    });
    await this.#standing;
  }

  async #another(): Promise<void> {
    this.#doubt = false;
    const sure = this.#unsure;
    const isWhole = async (side: Side) => String(await standingOf(this.fixture, side)) === String(this.#whole);
    if (await isWhole(this.attacker)) {
      this.attempts += sure;
      this.#unsure -= sure;
    } else {
      this.fallen++;
      const helped = await withNewCredentials(this.fixture, this.attacker);
      const isUp = helped !== null && (await isWhole(helped));
      if (!isUp) this.#given = new Set();
      this.attacker = isUp ? helped : await this.#newAttacker();
      this.#arms.attacker = this.attacker;
      this.#unsure = 0;
    }
    if (this.attempts - this.#toldAt < TOLD_EVERY) return;
    await this.#compare();
    this.#toldAt = this.attempts;
    process.stdout.write(`attacks: ${this.attempts}, ${this.found.length} leaks${this.beside()}\n`);
  }

  /** What a figure is to be read with. */
  beside(): string {
    const { sent, turnedAway, fallen } = this;
    const slowest = [...this.#spent].toSorted(([, a], [, b]) => b - a).slice(0, 4);
    const slow = slowest.map(([name, ms]) => `${name} ${Math.round(ms / 1_000)} s`).join(', ');
    return `; ${sent} requests, ${turnedAway} turned away, ${fallen} attackers that fell; longest: ${slow}`;
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
