import { MARKETPLACES, type Marketplace } from '#flow/contracts/plan-features.ts';
import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { contentTag, refuseUnseen, type TaggedDeed } from '../content-tag.ts';
import { lock } from '../locks.ts';
import { entitlementsChanged } from './entitlements.ts';
import { readSnapshot } from './snapshot.ts';

/** Which marketplaces a tenant may look into. */
export interface MarketplacesView {
  all: readonly string[];
  /** Of the plan. */
  fixed: string[];
  chosen: string[];
  /** How many may be chosen. */
  choose: number | 'all';
  /** When the next choice may be taken back, where all are taken; ISO 8601 UTC. */
  changesAt: string | null;
  /** Of the choice, and of what there is to choose; that days pass is no change. */
  tag: string;
}

/** A choice stands so long: else three of choice would be all, one after another. */
const STANDS_DAYS = 30;

interface Chosen {
  marketplace: string;
  until: Date;
  stands: boolean;
}

const chosenOf = (db: TenantDb): Promise<Chosen[]> =>
  db.sql<Chosen>`
    select marketplace, chosen_at + ${STANDS_DAYS} * interval '1 day' as until,
      chosen_at + ${STANDS_DAYS} * interval '1 day' > now() as stands
    from marketplace_choices where tenant_id = ${db.tenant} order by chosen_at, marketplace`;

export const viewMarketplaces = async (db: TenantDb): Promise<MarketplacesView> => {
  const { marketplaces } = await readSnapshot(db);
  const { choose, fixed } = marketplaces;
  const chosen = await chosenOf(db);
  const full = choose !== 'all' && chosen.length >= choose;
  const next = full && chosen.every(({ stands }) => stands) ? chosen[0]?.until : undefined;
  const shown = { fixed, chosen: chosen.map(({ marketplace }) => marketplace), choose };
  return {
    ...{ all: MARKETPLACES, ...shown, changesAt: next?.toISOString() ?? null },
    tag: contentTag([fixed.toSorted(), shown.chosen.toSorted(), choose]),
  };
};

/**
 * Chooses the marketplaces of a plan that has some of one's choice. A choice stands for thirty days.
 * @throws `stale`; `invalid` for more than the plan has; `conflict` with `changesAt` where one that still stands would go
 */
export const chooseMarketplaces = async (
  db: TenantDb,
  wanted: readonly Marketplace[],
  { by, seen }: TaggedDeed,
): Promise<MarketplacesView> => {
  await lock(db, ['marketplaces']);
  if (seen !== null) refuseUnseen(seen, (await viewMarketplaces(db)).tag);
  const { marketplaces } = await readSnapshot(db);
  const { choose, fixed } = marketplaces;
  const most = choose === 'all' ? MARKETPLACES.length : choose;
  const next = [...new Set(wanted)].filter((one) => !fixed.includes(one));
  if (next.length > most)
    throw failure('invalid', `O plano deixa escolher ${most}.`, `The plan lets you choose ${most}.`, {
      errors: [{ pointer: '/chosen', code: 'too_many', message: { pt: `No máximo ${most}`, en: `At most ${most}` } }],
    });
  const before = await chosenOf(db);
  // What a smaller plan does not use any more may go at any time.
  const counted = choose === 'all' ? [] : before.slice(0, most);
  const held = counted.find(({ marketplace, stands }) => stands && !next.includes(marketplace as Marketplace));
  if (held)
    throw failure(
      'conflict',
      `A escolha de ${held.marketplace} vale até ${held.until.toISOString().slice(0, 10)}.`,
      `The choice of ${held.marketplace} stands until ${held.until.toISOString().slice(0, 10)}.`,
      { details: { marketplace: held.marketplace, changesAt: held.until.toISOString() } },
    );
  await db.sql`
    delete from marketplace_choices where tenant_id = ${db.tenant} and marketplace <> all (${next as string[]}::text[])`;
  await db.sql`
    insert into marketplace_choices (tenant_id, marketplace)
    select ${db.tenant}, unnest(${next as string[]}::text[]) on conflict do nothing`;
  const data = { chosen: next };
  await appendAudit(db, { actor: by, action: 'plan.marketplaces', target: db.tenantId, data });
  await entitlementsChanged(db);
  return viewMarketplaces(db);
};
