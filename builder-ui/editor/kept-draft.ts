import { clear, createStore, delMany, entries, setMany, type UseStore } from 'idb-keyval';
import type { Flow } from '../api-types.ts';
import type { Conflict } from '../document/merge.ts';
import type { Patch } from '../document/patch.ts';
import type { Saved } from './autosave.ts';
import type { Steps } from './editor-store.ts';
import { forgetAllLeft, forgetLeft, leftDrafts } from './left-draft.ts';

/** Whose drawing it is: nobody else who uses this browser is shown it. */
export interface DraftOwner {
  tenant: string;
  user: string;
  flow: string;
}

/** What is written when the API and the page agree. */
export interface KeptBase extends Saved {
  flow: Flow;
  at: number;
}

/** What is written with every edit: small, for it says only what differs from the base. */
export interface KeptWork extends Steps {
  unsaved: Patch;
  conflicts: readonly Conflict[];
  at: number;
}

/** What one window left behind. */
export interface KeptDraft {
  window: string;
  base: KeptBase;
  work: KeptWork;
}

const LIFE_MS = 30 * 24 * 3_600_000;
const MOST_FLOWS = 60;

let opened: UseStore | undefined;
const drafts = (): UseStore => (opened ??= createStore('trama', 'drafts'));

/** Sorts as its parts; none of them holds a space. */
const keyOf = ({ tenant, user, flow }: DraftOwner, window: string, part: 'base' | 'work'): string =>
  [tenant, user, flow, window, part].join(' ');

/** Everything of one flow that windows left behind, newest first; the browser may refuse to tell (private windows). */
export const keptDrafts = async (owner: DraftOwner): Promise<KeptDraft[]> => {
  const all = await entries<string, KeptBase | KeptWork>(drafts());
  void prune(owner, all).catch(() => undefined);
  const values = new Map(all);
  const prefix = `${owner.tenant} ${owner.user} ${owner.flow} `;
  const found = new Map<string, KeptDraft>();
  for (const [key, base] of all) {
    if (!key.startsWith(prefix) || !key.endsWith(' base')) continue;
    const [, , , window = ''] = key.split(' ');
    const work = values.get(keyOf(owner, window, 'work'));
    if (work) found.set(window, { window, base: base as KeptBase, work: work as KeptWork });
  }
  for (const left of leftDrafts(owner)) {
    if (left.work.at >= (found.get(left.window)?.work.at ?? 0)) found.set(left.window, left);
  }
  return [...found.values()].toSorted((a, b) => b.work.at - a.work.at);
};

/** What is old, of somebody else who used this browser, or of more flows than are kept. */
const prune = async (owner: DraftOwner, all: readonly [string, { at: number }][]): Promise<void> => {
  const mine = `${owner.tenant} ${owner.user} `;
  const newest = all.filter(([key]) => key.endsWith(' work')).toSorted(([, a], [, b]) => b.at - a.at);
  const kept = new Set(newest.slice(0, MOST_FLOWS).map(([key]) => key.slice(0, -'work'.length)));
  const now = Date.now();
  const gone = all.filter(
    ([key, { at }]) =>
      now - at > LIFE_MS || !kept.has(key.slice(0, key.lastIndexOf(' ') + 1)) || otherUser(key, mine, owner.user),
  );
  if (gone.length > 0)
    await delMany(
      gone.map(([key]) => key),
      drafts(),
    );
};

/** Another workspace of the same person stays. */
const otherUser = (key: string, mine: string, user: string): boolean =>
  !key.startsWith(mine) && key.split(' ')[1] !== user;

export const keepDraft = async (
  owner: DraftOwner,
  { window, base, work }: KeptDraft,
  whole: boolean,
): Promise<void> => {
  const written: [string, KeptBase | KeptWork][] = [[keyOf(owner, window, 'work'), work]];
  if (whole) written.push([keyOf(owner, window, 'base'), base]);
  await setMany(written, drafts());
};

export const forgetDraft = async (owner: DraftOwner, window: string): Promise<void> => {
  forgetLeft(owner, window);
  await delMany([keyOf(owner, window, 'base'), keyOf(owner, window, 'work')], drafts());
};

/** Whoever signs out leaves nothing behind. */
export const forgetDrafts = async (): Promise<void> => {
  forgetAllLeft();
  await clear(drafts());
};
