import type { DraftOwner, KeptDraft } from './kept-draft.ts';

/** What a page wrote while it went, until the browser's own store has it. */
const LEFT = 'trama.left ';
/** Characters of one: the browser has room for some five million in all. */
const MOST = 2_000_000;

const prefixOf = ({ tenant, user, flow }: DraftOwner): string => `${LEFT}${tenant} ${user} ${flow} `;

const keys = (): string[] => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(LEFT));
  } catch {
    return [];
  }
};

/**
 * Keeps a draft at once: a page that goes does not wait for the store of `kept-draft.ts`, whose writing may be broken off
 * with it. Where there is no room the way back is left out, then all of it: the other writing may still come through.
 */
export const leaveDraft = (owner: DraftOwner, draft: KeptDraft): void => {
  const short = { ...draft, work: { ...draft.work, past: [], future: [] } };
  for (const one of [draft, short]) {
    const text = JSON.stringify(one);
    if (text.length > MOST) continue;
    try {
      return localStorage.setItem(prefixOf(owner) + draft.window, text);
    } catch {
      // The next is smaller.
    }
  }
};

/** What windows of one flow left that way. Of what another person left in this browser nothing stays. */
export const leftDrafts = (owner: DraftOwner): KeptDraft[] => {
  const prefix = prefixOf(owner);
  return keys().flatMap((key) => {
    if (key.split(' ')[2] !== owner.user) localStorage.removeItem(key);
    else if (key.startsWith(prefix)) return [JSON.parse(localStorage.getItem(key) ?? '') as KeptDraft];
    return [];
  });
};

export const forgetLeft = (owner: DraftOwner, window: string): void => {
  try {
    localStorage.removeItem(prefixOf(owner) + window);
  } catch {
    // Nothing could be left, either.
  }
};

export const forgetAllLeft = (): void => {
  for (const key of keys()) localStorage.removeItem(key);
};
