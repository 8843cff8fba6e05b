import { useSyncExternalStore } from 'react';

/** The address bar is the only state of the router: every screen has a link to it. */
const listeners = new Set<() => void>();
const tell = (): void => {
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  globalThis.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    globalThis.removeEventListener('popstate', listener);
  };
};

const here = (): string => location.pathname + location.search;

export const navigate = (to: string, options: { replace?: boolean } = {}): void => {
  if (to === here()) return;
  if (options.replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  tell();
};

/** Fetches what a page is made of before it is opened; the application says how. */
let fetchAhead: (path: string) => void = () => {};
export const whenHovered = (fetch: (path: string) => void): void => {
  fetchAhead = fetch;
};
/** A link to there was pointed at. */
export const hovered = (href: string): void => fetchAhead(new URL(href, location.origin).pathname);

export interface Place {
  path: string;
  search: URLSearchParams;
}

export const usePlace = (): Place => {
  const address = useSyncExternalStore(subscribe, here);
  const url = new URL(address, location.origin);
  return { path: url.pathname, search: url.searchParams };
};

/** Changes some parameters of the address, leaving the rest; empty values are taken out, unless they mean something. */
export const setSearch = (changes: Record<string, string | null>, { empty = false } = {}): void => {
  const search = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(changes)) {
    if (value || (empty && value === '')) search.set(key, value);
    else search.delete(key);
  }
  const text = search.toString();
  navigate(location.pathname + (text ? `?${text}` : ''), { replace: true });
};

/** `matchPath('/flows/:id', '/flows/flw_1')` → `{ id: 'flw_1' }`; null where the path is another. */
export const matchPath = (pattern: string, path: string): Record<string, string> | null => {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return params;
};
