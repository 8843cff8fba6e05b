import type { IconName } from '../icons/icon-paths.ts';
import type { useShellTexts } from './shell-texts.ts';

/** Whatever has a place in the menu: `name` is a key of the texts, and the first part of its address. */
export interface Destination {
  name: keyof ReturnType<typeof useShellTexts> &
    (
      | 'home'
      | 'flows'
      | 'runs'
      | 'approvals'
      | 'conversations'
      | 'events'
      | 'data'
      | 'connections'
      | 'templates'
      | 'ai'
      | 'settings'
    );
  icon: IconName;
}

/** In the order of use; a phone's bar has room for the first four, the rest is under "more". */
export const DESTINATIONS: readonly Destination[] = [
  { name: 'home', icon: 'home' },
  { name: 'flows', icon: 'flows' },
  { name: 'runs', icon: 'history' },
  { name: 'approvals', icon: 'user-check' },
  { name: 'conversations', icon: 'message' },
  { name: 'events', icon: 'bolt' },
  { name: 'data', icon: 'database' },
  { name: 'connections', icon: 'plug' },
  { name: 'templates', icon: 'layout' },
  { name: 'ai', icon: 'sparkles' },
  { name: 'settings', icon: 'settings' },
];

export const ON_PHONE = 4;

export const isAt = (path: string, name: string): boolean => path === `/${name}` || path.startsWith(`/${name}/`);
