import { inLocale, type Locale, type Text } from '#flow/json.ts';
import type { TraceStep, WaitingFor } from '#flow/machine/protocol.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { planBehind } from '../billing/requests/granted-plan.ts';
import { readSubscription } from '../billing/subscription/hold-subscription.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { parseId } from '../ids.ts';
import { getRun } from '../runs/get-run.ts';
import { findLifecycleRun } from './find-lifecycle.ts';
import { PLATFORM_ID } from './platform.ts';
import { REQUEST_WAITS, type StoryKind, type StoryLine, storyLine, WAITS } from './story-texts.ts';

/** A tenant's subscription in plain words: nothing of the run itself, its ids and values, is in it. */
export interface Story extends Page<{ at: string; kind: StoryKind; text: string }> {
  /** What comes next; null: no lifecycle is open, or it is doing something right now. */
  waits: { text: string; until: string | null } | null;
}

/**
 * Where a line stands: when its step ended, the run by its number among the lifecycles of the tenant, the step's own. What is told
 * later stands before it, so that a page stays what it was.
 */
type Place = [endedAt: string, run: number, step: number];

interface Line extends StoryLine {
  place: Place;
}

/** Below zero where `a` is told before `b`: the newest first. */
const byPlace = (a: Place, b: Place): number => b[0].localeCompare(a[0]) || b[1] - a[1] || b[2] - a[2];

/** Lifecycles of a tenant, the oldest first: one goes on in another where its document changed. */
const runsOf = async (db: TenantDb, runId: string): Promise<string[]> => {
  const rows = await db.sql<{ id: string }>`
    select r.id from runs now
    join runs r on r.tenant_id = now.tenant_id and r.flow_id = now.flow_id and r.run_key = now.run_key
    where now.tenant_id = ${db.tenant} and now.id = ${parseId('run', runId)} order by r.id`;
  return rows.map(({ id }) => id);
};

/** What was granted instead of FREE, as sentences name it; undefined: nothing was. */
const grantedName = async (db: TenantDb): Promise<Text | undefined> => {
  const facts = await readSubscription(db);
  if (!facts?.granted) return undefined;
  const { name } = await planBehind(db.sql, facts);
  return { pt: `plano ${inLocale(name, 'pt-BR')}`, en: `${inLocale(name, 'en')} plan` };
};

interface Wanted {
  runs: readonly string[];
  /** What the open run has told to nobody yet. */
  live: { runId: string; steps: readonly TraceStep[] };
  after: Place | null;
  most: number;
  /** What was granted instead of FREE. */
  then: Text | undefined;
}

/** About one a period, and more where much happens. */
const PAGES_AT_ONCE = 12;
/** Some years: what lies behind is told to nobody who asks for one page. */
const MOST_PAGES = 120;

/**
 * The lines behind a place, the newest first: so many, and one more where there are more. Pages of the trace are read from the newest
 * on, as far as it takes: a step that was told twice counts as it was told last.
 */
const linesBehind = async (db: TenantDb, { runs, live, after, most, then }: Wanted): Promise<Line[]> => {
  const told = new Set<string>();
  const lines: Line[] = [];
  const take = (run: number, steps: readonly TraceStep[]): void => {
    for (const step of steps.toReversed()) {
      const key = `${run} ${step.n}`;
      const line = told.has(key) ? null : storyLine(step, then);
      told.add(key);
      if (!line || !step.endedAt) continue;
      const place: Place = [step.endedAt, run, step.n];
      if (after === null || byPlace(after, place) < 0) lines.push({ ...line, place });
    }
  };
  take(runs.indexOf(parseId('run', live.runId)), live.steps);
  let last: { run_id: string; page: number } | null = null;
  for (let read = 0; lines.length <= most && read < MOST_PAGES; read += PAGES_AT_ONCE) {
    const rows: { run_id: string; page: number; steps: TraceStep[] }[] = await db.sql`
      select run_id, page, steps from trace_pages
      where tenant_id = ${db.tenant} and run_id = any (${[...runs]}::uuid[])
        and (${last?.run_id ?? null}::uuid is null
          or (run_id, page) < (${last?.run_id ?? null}::uuid, ${last?.page ?? null}::int))
      order by run_id desc, page desc limit ${PAGES_AT_ONCE}`;
    for (const { run_id, steps } of rows) take(runs.indexOf(run_id), steps);
    last = rows.at(-1) ?? null;
    if (rows.length < PAGES_AT_ONCE) break;
  }
  return lines.toSorted((a, b) => byPlace(a.place, b.place)).slice(0, most + 1);
};

type Live = { steps: TraceStep[]; waitingFor: WaitingFor[] } | null;

const waitsFor = (waiting: readonly WaitingFor[], locale: Locale): Story['waits'] => {
  const told = waiting.find(({ node }) => Object.hasOwn(WAITS, node));
  const text = told && (told.node === 'gratisEspera' && told.until ? REQUEST_WAITS : WAITS[told.node]);
  return text ? { text: inLocale(text, locale), until: told.until ?? null } : null;
};

/**
 * What happened to a tenant's subscription, and what it waits for. `ask` asks the open run (null: it cannot be asked now, and
 * what is in the database is told). @throws `malformed`
 */
export const readStory = async (
  { withTenant }: Pick<Database, 'withTenant'>,
  tenantId: string,
  { locale, ask, ...page }: PageRequest & { locale: Locale; ask: (workflowId: string) => Promise<Live> },
): Promise<Story> => {
  const found = await withTenant(PLATFORM_ID, async (db) => {
    const life = await findLifecycleRun(db, tenantId);
    return life && { life, run: await getRun(db, life.runId) };
  });
  if (!found) return { data: [], nextCursor: null, waits: null };
  const { life, run } = found;
  const live = life.isOpen ? await ask(life.workflowId) : null;
  const limit = limitOf(page);
  const then = await withTenant(tenantId, grantedName);
  const told = await withTenant(PLATFORM_ID, async (db) => {
    const at = readCursor(db, 'story', { tenantId }, page.cursor);
    const after = at === null ? null : (JSON.parse(at) as Place);
    const lines = await linesBehind(db, {
      ...{ runs: await runsOf(db, life.runId), live: { runId: life.runId, steps: live?.steps ?? [] } },
      ...{ after, most: limit, then },
    });
    return pageOf(lines, {
      limit,
      item: ({ place: [endedAt], kind, text }) => ({ at: endedAt, kind, text: inLocale(text, locale) }),
      cursor: ({ place }) => writeCursor(db, 'story', { tenantId }, JSON.stringify(place)),
    });
  });
  return { ...told, waits: life.isOpen ? waitsFor(live?.waitingFor ?? run.waitingFor, locale) : null };
};
