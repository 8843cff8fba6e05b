import type { KeptDraft } from './kept-draft.ts';

const KEY = 'trama.window';

/** A name that this window alone writes under, for as long as it shows the flow. */
export interface DraftWindow {
  name: string;
  release: () => void;
}

/** Null where another window holds the name. */
const hold = (name: string): Promise<DraftWindow | null> =>
  new Promise((resolve, reject) => {
    navigator.locks
      .request(`trama.draft.${name}`, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((release) => resolve({ name, release }));
      })
      .catch(reject);
  });

/** A reload keeps what the window wrote before; a second window of the same flow begins a name of its own. */
const fresh = async (): Promise<DraftWindow> => {
  const made = await hold(crypto.randomUUID());
  if (!made) throw new Error('A new name is held');
  return made;
};

export interface Claimed {
  window: DraftWindow;
  /** What windows that are gone left behind: one's own first, then the newest. */
  left: KeptDraft[];
  /** Names to forget once their work is taken over. */
  taken: string[];
}

/** Takes over what no window that is open holds. @throws where the browser has no locks */
export const claimDrafts = async (flow: string, kept: readonly KeptDraft[]): Promise<Claimed> => {
  const own = sessionStorage.getItem(`${KEY}.${flow}`);
  const free: { draft: KeptDraft; window: DraftWindow }[] = [];
  for (const draft of kept) {
    const window = await hold(draft.window);
    if (window) free.push({ draft, window });
  }
  free.sort((a, b) => Number(b.window.name === own) - Number(a.window.name === own));
  const [first, ...others] = free;
  const window = first?.window ?? (await fresh());
  sessionStorage.setItem(`${KEY}.${flow}`, window.name);
  for (const other of others) other.window.release();
  return {
    window,
    left: free.map(({ draft }) => draft),
    taken: others.map((other) => other.window.name),
  };
};
