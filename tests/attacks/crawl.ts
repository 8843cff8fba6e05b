import type { Account, Answered, ApiFixture } from '#tests/integration/api/api-fixture.ts';
import { type Chance, chanceOf } from './chance.ts';
import { drawer } from './draw.ts';
import { Loot } from './loot.ts';
import { nameOf, type Operation, type Parameter } from './operations.ts';
import { entering } from './standing.ts';

/** What ends something, or tells the outside: not called while a tenant is filled. */
const ENDS =
  /delet|erase|erasure|archive|cancel|revoke|leave|block|suspend|\/end|session|sign|stop|close|transfer|two-factor/;
const MOST_TRIES = 30;
const AT_ONCE = 6;

export interface Credential {
  name: string;
  headers: Record<string, string>;
}

/** A tenant, what it has, and what it sees of that through the API. */
export interface Side {
  account: Account;
  tenantUuid: string;
  /** Stands in every name that it gave. */
  mark: string;
  credentials: Credential[];
  loot: Loot;
  /** By parameter of an address: values that lead the tenant to something. */
  good: Map<string, Set<string>>;
  /** Reads with ids in their address that answered the tenant with something. */
  reached: Set<string>;
}

/** The values of a parameter of an address, likely ones first. */
export function candidates(side: Side, { name, schema }: Parameter): string[] {
  if (schema.enum) return schema.enum.map(String);
  if (schema.type === 'integer' || schema.type === 'number') return ['1', '0', '2'];
  const known = [...(side.good.get(name) ?? [])];
  const fitting = side.loot.fitting(schema.pattern);
  // The likelier kinds first: flw_… for a flow.
  const likely = fitting.filter((one) => /^[a-z]{3}_/.test(one) && one.startsWith(name.charAt(0)));
  const words = [...side.loot.words].filter((word) => !schema.pattern || new RegExp(schema.pattern, 'u').test(word));
  return [...new Set([...known, ...likely.slice(0, 12), ...words, ...fitting])];
}

const addressOf = (path: string, values: ReadonlyMap<string, string>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values.get(name) ?? ''));

/** Calls with everybody that the tenant has, until one is answered. */
async function call(fixture: ApiFixture, side: Side, operation: Operation, path: string, body?: unknown) {
  let last: Answered | undefined;
  for (const { headers } of side.credentials) {
    last = await fixture.fetch(path, {
      method: operation.method.toUpperCase(),
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (last.status < 300) {
      side.loot.take(last.body);
      for (const word of ['etag', 'location']) side.loot.take(last.headers.get(word));
      return last;
    }
    // Somebody else may not find it either.
    if (last.status !== 401 && last.status !== 403) return last;
  }
  return last;
}

const pathOf = ({ parameters }: Operation) => parameters.filter((one) => one.in === 'path');

/** Reads everything that it can, and remembers by which values. */
async function read(fixture: ApiFixture, side: Side, operation: Operation, chance: Chance): Promise<void> {
  const inPath = pathOf(operation);
  const needed = operation.parameters.filter((one) => one.in === 'query' && 'required' in one && one.required);
  const draw = drawer(chance, () => undefined);
  const query = needed.map((one) => `${one.name}=${encodeURIComponent(String(draw(one.schema)))}`);
  // One by one; of several parts each by chance, mostly of what led somewhere before.
  const nth = (one: Parameter, n: number): string => {
    const all = candidates(side, one);
    if (inPath.length === 1) return all[n] ?? '';
    const known = side.good.get(one.name)?.size ?? 0;
    return all.length === 0 ? '' : chance.of(all.slice(0, known || 12));
  };
  const tries = inPath.length === 0 ? 1 : MOST_TRIES;
  let found = 0;
  for (let n = 0; n < tries && found < 4; n++) {
    const values = new Map(inPath.map((one) => [one.name, nth(one, n)]));
    if ([...values.values()].includes('')) break;
    const limit = operation.parameters.some((one) => one.name === 'limit') ? ['limit=1'] : [];
    const search = [...query, ...limit].join('&');
    const answer = await call(
      fixture,
      side,
      operation,
      `${addressOf(operation.path, values)}${search && `?${search}`}`,
    );
    if (!answer || answer.status >= 300) continue;
    found++;
    side.reached.add(nameOf(operation));
    for (const [name, value] of values) side.good.set(name, (side.good.get(name) ?? new Set()).add(value));
    if (limit.length > 0) await call(fixture, side, operation, addressOf(operation.path, values));
  }
}

/** Makes what can be made by bodies as their schemas allow them, with the canary in every text that is free. */
async function make(fixture: ApiFixture, side: Side, operation: Operation, chance: Chance, canary: string) {
  const plant = (schema: { pattern?: string; format?: string; maxLength?: number }, name: string) => {
    if (schema.pattern) return side.loot.fitting(schema.pattern)[0];
    if (schema.format || (schema.maxLength ?? 99) < 40) return undefined;
    return /^(name|title|slug|path|event|key)$/.test(name) ? `${canary.toLowerCase()}-${chance.hex(6)}` : canary;
  };
  for (let tries = 0; tries < 6; tries++) {
    const values = new Map(pathOf(operation).map((one) => [one.name, candidates(side, one)[tries] ?? '']));
    if ([...values.values()].includes('')) return;
    const drawn = operation.body ? drawer(chance, plant, tries / 6)(operation.body) : undefined;
    const body = (tries === 1 ? operation.example : undefined) ?? drawn;
    const answer = await call(fixture, side, operation, addressOf(operation.path, values), body);
    if (answer && answer.status < 300) return;
  }
}

/**
 * Reads everything; with a canary, makes what nobody wrote a line for first: what a new route shows is there by itself.
 */
export async function explore(
  fixture: ApiFixture,
  side: Side,
  operations: Operation[],
  canary: string | null,
): Promise<void> {
  const chance = chanceOf(1);
  const reads = operations.filter(
    ({ method, live, path }) => method === 'get' && !live && !/export|temporal/.test(path),
  );
  const rounds = () => together(reads, (operation) => read(fixture, side, operation, chance));
  await rounds();
  if (canary === null) return;
  await rounds();
  const makes = operations.filter(({ method, media, path }) => method === 'post' && !media && !ENDS.test(path));
  await together(makes, (operation) => make(fixture, side, operation, chance, canary));
  await rounds();
}

async function together<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...list];
  const hand = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
}

/** Somebody with a key of everything and a person who is signed in. */
export async function sideOf(fixture: ApiFixture, account: Account, tenantUuid: string, mark: string): Promise<Side> {
  const credentials = [{ name: 'key', headers: { authorization: `Bearer ${account.key}` } }];
  const session = await entering(fixture, account, tenantUuid);
  if (!session) throw new Error(`signing in: ${account.email} is not let in`);
  return {
    ...{ account, tenantUuid, mark, loot: new Loot(mark), good: new Map(), reached: new Set() },
    credentials: [...credentials, session],
  };
}
