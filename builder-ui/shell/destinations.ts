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
      | 'plan'
      | 'settings'
    );
  icon: IconName;
  /** The right without which the page shows nothing. */
  needs?:
    | 'flows:read'
    | 'runs:read'
    | 'approvals:read'
    | 'events:read'
    | 'data:read'
    | 'connections:read'
    | 'tenant:read';
  /** The part of the product without which its plan has nothing there: it is shown with a lock. */
  module?: string;
}

/** In the order of use; a phone's bar has room for the first four, the rest is under "more". */
export const DESTINATIONS: readonly Destination[] = [
  { name: 'home', icon: 'home' },
  { name: 'flows', icon: 'flows', needs: 'flows:read' },
  { name: 'runs', icon: 'history', needs: 'runs:read' },
  { name: 'approvals', icon: 'user-check', needs: 'approvals:read' },
  { name: 'conversations', icon: 'message', needs: 'runs:read', module: 'conversations' },
  { name: 'events', icon: 'bolt', needs: 'events:read' },
  { name: 'data', icon: 'database', needs: 'data:read' },
  { name: 'connections', icon: 'plug', needs: 'connections:read' },
  { name: 'templates', icon: 'layout', needs: 'flows:read' },
  { name: 'ai', icon: 'sparkles', needs: 'runs:read', module: 'ai' },
  { name: 'plan', icon: 'credit-card', needs: 'tenant:read' },
  { name: 'settings', icon: 'settings' },
];

export const ON_PHONE = 4;

export const isAt = (path: string, name: string): boolean => path === `/${name}` || path.startsWith(`/${name}/`);
