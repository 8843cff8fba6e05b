import type { Limited, Standing } from '#flow/contracts/plan-features.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { tellAccess } from '../access/notices.ts';
import { appendAudit } from '../audit/audit.ts';
import { untilMorning } from '../billing/notices/quiet-hours.ts';
import { writeNotice } from '../billing/notices/tell-notice.ts';
import type { PricedLine } from '../billing/proration/prorate.ts';
import { contentTag, refuseUnseen, type TaggedDeed } from '../content-tag.ts';
import { formatId, type IdPrefix, newUuid, uuidIn } from '../ids.ts';
import { lock } from '../locks.ts';
import { type Countable, chooseKept } from './choose-kept.ts';
import { entitlementsChanged } from './entitlements.ts';
import { readSnapshot } from './snapshot.ts';
import { countStanding } from './standing.ts';

export type FrozenKind = 'flow' | 'connection' | 'member';
type Limits = Partial<Record<Limited, number>>;
/** By the limit's name, the ids (`flw_…`) that the owner wants to keep. */
export type Keep = Readonly<Record<string, readonly string[]>>;

/** What a change of limits makes of one kind of things. */
export interface FreezePreview {
  feature: 'flows' | 'connections' | 'users';
  limit: number;
  items: { id: string; name: string; keeps: boolean }[];
}

interface Row {
  id: string;
  name: string;
  since: Date;
  frozen: boolean;
  /** Counts against the narrower limit, too. */
  narrow: boolean;
  always: boolean;
}

interface Kind {
  kind: FrozenKind;
  feature: FreezePreview['feature'];
  narrower: Standing | null;
  prefix: IdPrefix;
  read: (db: TenantDb) => Promise<Row[]>;
}

const KINDS: readonly Kind[] = [
  {
    ...{ kind: 'flow', feature: 'flows', narrower: 'chatbot_flows', prefix: 'flw' },
    read: (db) => db.sql<Row>`
      select f.id, f.name, f.created_at as since, z.item_id is not null as frozen, false as always,
        exists (select from flow_triggers t where t.tenant_id = f.tenant_id and t.flow_id = f.id and t.type = 'message')
          as narrow
      from flows f left join frozen_items z on z.tenant_id = f.tenant_id and z.kind = 'flow' and z.item_id = f.id
      where f.tenant_id = ${db.tenant} and f.published_version is not null and f.archived_at is null`,
  },
  {
    ...{ kind: 'connection', feature: 'connections', narrower: 'whatsapp_instances', prefix: 'con' },
    read: (db) => db.sql<Row>`
      select c.id, c.name, c.created_at as since, z.item_id is not null as frozen, false as always,
        c.connector like 'whatsapp%' as narrow
      from connections c left join frozen_items z
        on z.tenant_id = c.tenant_id and z.kind = 'connection' and z.item_id = c.id
      where c.tenant_id = ${db.tenant}`,
  },
  {
    ...{ kind: 'member', feature: 'users', narrower: null, prefix: 'usr' },
    read: (db) => db.sql<Row>`
      select m.user_id as id, u.name, m.created_at as since, z.item_id is not null as frozen, m.role = 'owner' as always,
        false as narrow
      from memberships m join users u on u.id = m.user_id
      left join frozen_items z on z.tenant_id = m.tenant_id and z.kind = 'member' and z.item_id = m.user_id
      where m.tenant_id = ${db.tenant}`,
  },
];

interface Choice {
  kind: Kind;
  rows: Row[];
  kept: Set<string>;
}

/** With what operators gave in place of a plan’s own numbers, and what these add-ons bring: as `plan_limit` counts. */
const withExtras = async (db: TenantDb, limits: Limits, items: readonly PricedLine[]): Promise<Limits> => {
  const added = await db.sql<{ feature: Limited; n: bigint }>`
    select e.key as feature, sum(i.quantity * e.value::bigint)::bigint as n
    from unnest(${items.map(({ key }) => key)}::text[], ${items.map(({ quantity }) => quantity)}::int[])
      as i (key, quantity)
    join add_ons a on 'addon:' || a.key = i.key cross join lateral jsonb_each_text(a.adds) e
    group by e.key`;
  const given = await db.sql<{ feature: Limited; n: bigint }>`
    select feature, limit_n as n from entitlement_overrides
    where tenant_id = ${db.tenant} and limit_n is not null and coalesce(expires_at > now(), true)`;
  const next = { ...limits };
  for (const { feature, n } of given) next[feature] = Number(n);
  for (const { feature, n } of added) {
    const own = next[feature] ?? -1;
    if (own >= 0) next[feature] = own + Number(n);
  }
  return next;
};

const choose = async (db: TenantDb, kind: Kind, limits: Limits, keep: Keep): Promise<Choice> => {
  const rows = await kind.read(db);
  const items = rows.map((row): Countable => {
    const counts = row.narrow && kind.narrower !== null ? [kind.feature, kind.narrower] : [kind.feature];
    return { ...row, counts, since: row.since.getTime() };
  });
  const wanted = (keep[kind.feature] ?? []).flatMap((id) => uuidIn(kind.prefix, id) ?? []);
  return { kind, rows, kept: chooseKept(items, limits, wanted) };
};

/**
 * What would stand still under the limits of a plan with these add-ons beside it, and what would stay; empty: all fits. Nothing changes.
 */
export const previewFreeze = async (
  db: TenantDb,
  limits: Limits,
  items: readonly PricedLine[],
): Promise<FreezePreview[]> => {
  const most = await withExtras(db, limits, items);
  const previews: FreezePreview[] = [];
  for (const kind of KINDS) {
    const { rows, kept } = await choose(db, kind, most, {});
    if (kept.size < rows.length) previews.push(previewOf(kind, most, rows, ({ id }) => kept.has(id)));
  }
  return previews;
};

const previewOf = (
  { feature, prefix }: Kind,
  most: Limits,
  rows: readonly Row[],
  keeps: (row: Row) => boolean,
): FreezePreview => {
  const items = rows.map((row) => ({ id: formatId(prefix, row.id), name: row.name, keeps: keeps(row) }));
  return { feature, limit: most[feature] ?? -1, items };
};

/** Of what the tenant has now, add-ons and all: nothing is to be added. */
const limitsNow = async (db: TenantDb): Promise<Limits> => {
  const { limits } = await readSnapshot(db);
  return Object.fromEntries(Object.entries(limits).map(([name, { most }]) => [name, most]));
};

/** Whoever makes or takes room of a kind waits here: what is read behind it stands. In the order of publishing and connecting. */
const lockKind = async (db: TenantDb, { feature, narrower }: Kind): Promise<void> => {
  await lock(db, ['entitlement', feature]);
  if (narrower !== null) await lock(db, ['entitlement', narrower]);
};

/** @returns how many stand still now, how many of them did not, and whether anything is otherwise than it was */
const settle = async (
  db: TenantDb,
  { kind: { kind }, rows, kept }: Choice,
): Promise<{ frozen: number; stopped: number; changed: boolean }> => {
  const over = rows.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  const freed = await db.sql`
    delete from frozen_items where tenant_id = ${db.tenant} and kind = ${kind} and item_id <> all (${over}::uuid[])
    returning item_id`;
  const stopped = await db.sql`
    insert into frozen_items (tenant_id, kind, item_id)
    select ${db.tenant}, ${kind}, unnest(${over}::uuid[]) on conflict do nothing returning item_id`;
  return { frozen: over.length, stopped: stopped.length, changed: freed.length + stopped.length > 0 };
};

/** How many things stand still now, and how many of them worked before. */
interface Settled {
  frozen: number;
  stopped: number;
}

const settleKinds = async (db: TenantDb, kinds: readonly Kind[], keep: Keep): Promise<Settled> => {
  for (const kind of kinds) await lockKind(db, kind);
  const most = await limitsNow(db);
  let [frozen, stopped] = [0, 0];
  for (const kind of kinds) {
    const settled = await settle(db, await choose(db, kind, most, keep));
    frozen += settled.frozen;
    stopped += settled.stopped;
    if (!settled.changed) continue;
    await entitlementsChanged(db);
    // Streams of who is kept out end.
    if (kind.kind === 'member') await tellAccess(db.sql, { tenantId: db.tenantId });
  }
  return { frozen, stopped };
};

/**
 * What is over the limits that the tenant has now stands still, and what fits works again: the same call freezes and thaws, and is
 * made wherever limits become others. Nothing is deleted. The owner’s choice counts first, then what works, the oldest first. Done
 * twice it changes nothing.
 */
export const settleFrozen = (db: TenantDb, keep: Keep = {}): Promise<Settled> => settleKinds(db, KINDS, keep);

/**
 * One of that kind is gone, in this transaction: what stood still for want of its room works again. Where nothing of the kind does,
 * it costs one look.
 */
export const fillRoom = async (db: TenantDb, kind: FrozenKind): Promise<void> => {
  const own = KINDS.filter((one) => one.kind === kind);
  // Before the look: what is being frozen at this moment was counted with what is gone.
  for (const one of own) await lockKind(db, one);
  const [frozen] = await db.sql`
    select 1 from frozen_items where tenant_id = ${db.tenant} and kind = ${kind} limit 1`;
  if (frozen) await settleKinds(db, own, {});
};

/**
 * Of one kind alone: what it goes by became otherwise, as members' roles do. Unlike `fillRoom` it also looks where nothing stands
 * still.
 */
export const settleKind = async (db: TenantDb, kind: FrozenKind): Promise<void> => {
  await settleKinds(
    db,
    KINDS.filter((one) => one.kind === kind),
    {},
  );
};

/** Whether there is more of anything than fits now. */
const isOver = async (db: TenantDb): Promise<boolean> => {
  const names = KINDS.flatMap(({ feature, narrower }): Standing[] => (narrower ? [feature, narrower] : [feature]));
  const limits = await db.sql<{ feature: Standing; most: bigint }>`
    select f as feature, plan_limit(${db.tenant}, f, true) as most from unnest(${names}::text[]) f`;
  for (const { feature, most } of limits) if (most >= 0 && (await countStanding(db, feature)) > most) return true;
  return false;
};

/**
 * What became otherwise without anybody's transaction: what an operator gave for a while is over; an add-on adds less than it did, or
 * the plan that stands in a tenant's row has a smaller version, for all who have it. Two looks at tenants where all fits.
 */
export const settleByTime = async (db: TenantDb): Promise<void> => {
  const [row] = await db.sql<{ due: boolean }>`
    select exists (select from frozen_items where tenant_id = ${db.tenant}) or exists (select from entitlement_overrides
      where tenant_id = ${db.tenant} and limit_n is not null and expires_at <= now()) as due`;
  if (!row?.due && !(await isOver(db))) return;
  await tellStopped(db, await settleFrozen(db));
};

/** Tells of what stands still by no deed of the tenant's own, for nothing else says so; the letter waits for its morning. */
export const tellStopped = async (
  db: TenantDb,
  { frozen, stopped }: { frozen: number; stopped: number },
): Promise<void> => {
  if (stopped === 0) return;
  await appendAudit(db, { actor: 'system', action: 'plan.freeze', target: db.tenantId, data: { frozen, stopped } });
  await writeNotice(db, 'frozen', { frozen }, newUuid(), await untilMorning(db, 'frozen', Date.now()));
};

/** What stands still now, what works in its place, and all of what there is more of than the plan has; empty: all works. */
export const listFrozen = async (db: TenantDb): Promise<FreezePreview[]> => {
  const most = await limitsNow(db);
  const shown: FreezePreview[] = [];
  for (const kind of KINDS) {
    const { rows, kept } = await choose(db, kind, most, {});
    if (kept.size === rows.length && !rows.some(({ frozen }) => frozen)) continue;
    shown.push(previewOf(kind, most, rows, ({ frozen }) => !frozen));
  }
  return shown;
};

/** Of what is over the plan and what works of it; names and order are none of its matter. */
export const tagOfFrozen = (shown: readonly FreezePreview[]): string =>
  contentTag(
    shown.map(({ feature, limit, items }) => [
      feature,
      limit,
      items.map(({ id, keeps }) => `${id} ${keeps}`).toSorted(),
    ]),
  );

/** The owner chooses what works within the plan; the rest stands still. @throws `stale` */
export const chooseWorking = async (db: TenantDb, keep: Keep, { by, seen }: TaggedDeed): Promise<FreezePreview[]> => {
  for (const kind of KINDS) await lockKind(db, kind);
  if (seen !== null) refuseUnseen(seen, tagOfFrozen(await listFrozen(db)));
  const { frozen } = await settleFrozen(db, keep);
  const data = { frozen, keep: Object.fromEntries(Object.entries(keep).map(([name, ids]) => [name, [...ids]])) };
  await appendAudit(db, { actor: by, action: 'plan.keep', target: db.tenantId, data });
  return listFrozen(db);
};
