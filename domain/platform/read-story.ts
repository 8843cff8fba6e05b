import { inLocale, type Locale } from '#flow/json.ts';
import type { TraceStep, WaitingFor } from '#flow/machine/protocol.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';
import { getRun } from '../runs/get-run.ts';
import { mergeSteps } from '../runs/trace-pages.ts';
import { findLifecycleRun } from './find-lifecycle.ts';
import { PLATFORM_ID } from './platform.ts';
import { REQUEST_WAITS, type StoryKind, storyLine, WAITS } from './story-texts.ts';

/** A tenant's subscription in plain words: nothing of the run itself, its ids and values, is in it. */
export interface Story {
  /** Newest first. */
  data: { at: string; kind: StoryKind; text: string }[];
  /** What comes next; null: no lifecycle is open, or it is doing something right now. */
  waits: { text: string; until: string | null } | null;
}

/** About one a period, and more where much happens: years of them. */
const MOST_PAGES = 60;
const MOST_LINES = 100;

/** Of the runs before this one, too: a lifecycle goes on in another where its document changed. By run, oldest page first. */
const newestPages = async (db: TenantDb, runId: string): Promise<Map<string, TraceStep[][]>> => {
  const rows = await db.sql<{ run_id: string; steps: TraceStep[] }>`
    select p.run_id, p.steps from runs now
    join runs r on r.tenant_id = now.tenant_id and r.flow_id = now.flow_id and r.run_key = now.run_key
    join trace_pages p on p.tenant_id = r.tenant_id and p.run_id = r.id
    where now.tenant_id = ${db.tenant} and now.id = ${parseId('run', runId)}
    order by r.id desc, p.page desc limit ${MOST_PAGES}`;
  const pages = new Map<string, TraceStep[][]>([[parseId('run', runId), []]]);
  for (const { run_id, steps } of rows.toReversed()) pages.set(run_id, [...(pages.get(run_id) ?? []), steps]);
  return pages;
};

type Live = { steps: TraceStep[]; waitingFor: WaitingFor[] } | null;

const waitsFor = (waiting: readonly WaitingFor[], locale: Locale): Story['waits'] => {
  const told = waiting.find(({ node }) => Object.hasOwn(WAITS, node));
  const text = told && (told.node === 'gratisEspera' && told.until ? REQUEST_WAITS : WAITS[told.node]);
  return text ? { text: inLocale(text, locale), until: told.until ?? null } : null;
};

/**
 * What happened to a tenant's subscription, and what it waits for. `ask` asks the open run (null: it cannot be asked now, and
 * what is in the database is told).
 */
export const readStory = async (
  { withTenant }: Pick<Database, 'withTenant'>,
  tenantId: string,
  locale: Locale,
  ask: (workflowId: string) => Promise<Live>,
): Promise<Story> => {
  const kept = await withTenant(PLATFORM_ID, async (db) => {
    const life = await findLifecycleRun(db, tenantId);
    if (!life) return null;
    return { life, pages: await newestPages(db, life.runId), run: await getRun(db, life.runId) };
  });
  if (!kept) return { data: [], waits: null };
  const { life, pages, run } = kept;
  const live = life.isOpen ? await ask(life.workflowId) : null;
  pages.get(parseId('run', life.runId))?.push(live?.steps ?? []);
  const data = [...pages.values()]
    .flatMap(mergeSteps)
    .toSorted((a, b) => (b.endedAt ?? '').localeCompare(a.endedAt ?? '') || b.n - a.n)
    .flatMap((step) => {
      const told = storyLine(step);
      return told && step.endedAt ? [{ at: step.endedAt, kind: told.kind, text: inLocale(told.text, locale) }] : [];
    })
    .slice(0, MOST_LINES);
  return { data, waits: life.isOpen ? waitsFor(live?.waitingFor ?? run.waitingFor, locale) : null };
};
