import type { Chance } from './chance.ts';
import { candidates, type Side } from './crawl.ts';
import { drawer } from './draw.ts';
import type { Operation, Schema } from './operations.ts';

/** One request of the attacker, and which values of the victim stand in it. */
export interface Attempt {
  operation: Operation;
  credential: number;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** Values of the victim, in its address and anywhere. */
  inPath: Set<string>;
  stolen: Set<string>;
}

/** Where an attempt puts what is the victim's. */
export type Aim = 'path' | 'wrong-kind' | 'query' | 'body-ids' | 'body-texts' | 'body-tenant' | 'headers' | 'anywhere';
export const AIMS: readonly Aim[] = [
  ...(['path', 'wrong-kind', 'query', 'body-ids', 'body-texts', 'body-tenant', 'headers', 'anywhere'] as const),
];

/** Headers by which somebody may think to choose a tenant, an address, a person or a place. */
export const TEMPTING_HEADERS = [
  ...['x-tenant-id', 'x-tenant', 'tenant', 'tenant-id', 'x-trama-tenant', 'x-organization-id', 'x-workspace-slug'],
  ...['forwarded', 'x-forwarded-host', 'x-forwarded-prefix', 'x-forwarded-user', 'x-original-url', 'x-rewrite-url'],
  ...['x-http-method-override', 'x-user-id', 'x-real-ip', 'idempotency-key', 'if-match', 'if-none-match'],
  ...['last-event-id', 'prefer', 'referer', 'x-request-id', 'traceparent', 'x-amz-security-token'],
] as const;

/** What the attacker may send of the victim's: of each thing some are held back, so that a leak of those shows. */
export interface Arms {
  victim: Side;
  attacker: Side;
  sendable(value: string): boolean;
}

export const openTo = ({ operation }: { operation: Operation }): Aim[] => {
  const has = (where: string) => operation.parameters.some((one) => one.in === where);
  return AIMS.filter((aim) => {
    if (aim === 'path' || aim === 'wrong-kind') return has('path');
    if (aim === 'query') return has('query');
    return aim.startsWith('body') ? operation.body !== null : true;
  });
};

/** Draws an attempt: the address of the attacker's own things, but for what the aim says. */
export function aimAt(operation: Operation, aim: Aim, arms: Arms, chance: Chance): Attempt {
  const { victim, attacker, sendable } = arms;
  const attempt: Attempt = {
    ...{ operation, credential: chance.happens(0.5) ? 0 : 1, path: '', headers: {}, body: undefined },
    ...{ inPath: new Set<string>(), stolen: new Set<string>() },
  };
  const steal = (values: string[]): string | undefined => {
    const may = values.filter(sendable);
    if (may.length === 0) return undefined;
    const value = chance.of(may);
    attempt.stolen.add(value);
    return value;
  };
  const anything = () => steal(victim.loot.fitting(undefined));
  const own = (name: string, schema: Schema) => {
    const values = candidates(attacker, { name, in: 'path', schema });
    return values.length > 0 ? chance.of(values.slice(0, 6)) : undefined;
  };
  const draw = drawer(chance, () => undefined);
  const inPath = operation.parameters.filter((one) => one.in === 'path');
  // At least one part of the address is the victim's, where that is the aim.
  const sure = inPath.length > 0 ? chance.of(inPath).name : '';
  const aimed = aim === 'path' || aim === 'wrong-kind' || (aim === 'anywhere' && chance.happens(0.6));
  attempt.path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const { schema = {} } = inPath.find((one) => one.name === name) ?? {};
    const theirs = () =>
      aim === 'wrong-kind'
        ? anything()
        : (steal([...(victim.good.get(name) ?? [])].filter((one) => isTheirs(victim, one))) ??
          steal(schema.pattern ? victim.loot.fitting(schema.pattern) : []));
    const value = (aimed && (name === sure || chance.happens(0.6)) ? theirs() : undefined) ?? own(name, schema);
    const text = value ?? String(draw(schema));
    // A name may be the attacker's too, since an attempt before gave it to something.
    if (attempt.stolen.has(text) && /[0-9a-f]{8}/.test(text)) attempt.inPath.add(text);
    return encodeURIComponent(text);
  });
  const query = new URLSearchParams();
  for (const { name, schema, ...more } of operation.parameters.filter((one) => one.in === 'query')) {
    const hit = (aim === 'query' || aim === 'anywhere') && chance.happens(0.6);
    const value = hit ? (steal(victim.loot.fitting(schema.pattern)) ?? anything()) : undefined;
    if (value !== undefined) query.set(name, value);
    else if ('required' in more && more.required) query.set(name, String(draw(schema)));
  }
  if (query.size > 0) attempt.path += `?${query}`;
  addBody(attempt, aim, { steal, anything }, arms, chance);
  addressed(attempt);
  if (aim === 'headers' || (aim === 'anywhere' && chance.happens(0.2)))
    for (let n = 0; n < 3; n++) attempt.headers[chance.of(TEMPTING_HEADERS)] = headerOf(victim, anything, chance);
  return attempt;
}

/** Ids that stand in a query's arguments are an address, too. */
function addressed(attempt: Attempt): void {
  if (!attempt.operation.field) return;
  for (const value of attempt.stolen) if (/[0-9a-f]{8}/.test(value)) attempt.inPath.add(value);
}

/** And not everybody's, like the name of a template. */
const isTheirs = ({ loot }: Side, value: string): boolean => loot.ids.has(value) || loot.texts.has(value);

function headerOf(victim: Side, anything: () => string | undefined, chance: Chance): string {
  const { tenantId, slug } = victim.account;
  const value = chance.of([tenantId, slug, `host=${slug}`, `/v1/tenant`, anything() ?? slug, `"${anything() ?? ''}"`]);
  return value.replaceAll(/[^\x20-\x7e]/g, '');
}

interface Thief {
  steal(values: string[]): string | undefined;
  anything(): string | undefined;
}

function addBody(attempt: Attempt, aim: Aim, { steal, anything }: Thief, { victim }: Arms, chance: Chance): void {
  const { body, media } = attempt.operation;
  if (media) {
    attempt.headers['content-type'] = media;
    attempt.body = 'nome\nabc\n';
    return;
  }
  if (!body) return;
  const plant = (schema: Schema) => {
    const fitting = () => (schema.pattern ? steal(victim.loot.fitting(schema.pattern)) : anything());
    if (aim === 'body-texts') return fitting();
    if (aim === 'body-ids') return schema.pattern || chance.happens(0.3) ? fitting() : undefined;
    return aim === 'anywhere' && chance.happens(0.3) ? fitting() : undefined;
  };
  let made = drawer(chance, plant, aim === 'body-ids' ? 1 : 0.5)(body);
  const { tenantId, slug } = victim.account;
  if (
    (aim === 'body-tenant' || chance.happens(0.1)) &&
    typeof made === 'object' &&
    made !== null &&
    !Array.isArray(made)
  )
    made = { ...made, tenantId, tenant_id: victim.tenantUuid, tenant: slug, workspace: tenantId, ownerId: tenantId };
  attempt.headers['content-type'] = 'application/json';
  attempt.body = JSON.stringify(made);
}
