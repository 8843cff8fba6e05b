import type { Route } from '#api/frame/route.ts';
import { DEEDS } from './deeds.ts';

const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method.toUpperCase()} ${path}`;

/** Whether a call may change what anybody is let do: each that does stands in the audit, and in the list. */
export function isDeed(route: Pick<Route, 'method' | 'path'>): boolean {
  const said = DEEDS[nameOf(route)];
  return route.method !== 'get' && (said === undefined || 'writes' in said);
}

/**
 * Holds what a call wrote into the audit against what its row says. A route without a row says nothing yet: the test of the list
 * names it.
 * @throws Error where a deed was not written, or one that nobody announced was.
 */
export function deedsFit(route: Pick<Route, 'method' | 'path'>, written: readonly string[]): void {
  const name = nameOf(route);
  const said = DEEDS[name];
  if (!said) return;
  const allowed = 'writes' in said ? said.writes : [];
  const strange = written.filter((action) => !allowed.includes(action));
  if (strange.length > 0)
    throw new Error(`${name} wrote ${strange.join(', ')} into the audit, which its row does not say`);
  if ('writes' in said && !said.mayWriteNothing && written.length === 0)
    throw new Error(`${name} wrote nothing into the audit, and its row says ${said.writes.join(', ')}`);
}
