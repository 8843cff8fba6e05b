import { at, query, send } from '../../api-client.ts';
import type { Page } from '../../api-types.ts';

export interface FlagRule {
  on: boolean;
  percentage: number;
  plans: string[];
  tenants: string[];
  except: string[];
}
export interface Flag {
  key: string;
  description: string;
  rule: FlagRule;
  revision: number;
  updatedBy: string;
  updatedAt: string;
}
export interface FlagChange {
  revision: number;
  rule: FlagRule;
  reason: string;
  by: string;
  at: string;
}

const BASE = '/admin/billing/flags';
export const flagsApi = {
  list: async () => (await send<{ data: Flag[] }>(BASE)).body.data,
  changes: async (key: string, cursor?: string) =>
    (await send<Page<FlagChange>>(`${BASE}/${at(key)}/changes${query({ cursor })}`)).body,
  /** `seen`: the revision that was looked at, 0 where there was none. */
  save: (key: string, seen: number, body: { rule: FlagRule; description: string; reason: string }) =>
    send(`${BASE}/${at(key)}`, { method: 'PUT', body, ifMatch: `"${seen}"` }),
  /** `revision`: what it is to be again. */
  rollBack: (flag: Pick<Flag, 'key' | 'revision'>, revision: number, reason: string) =>
    send(`${BASE}/${at(flag.key)}/roll-back`, {
      ...{ method: 'POST', body: { revision, reason }, ifMatch: `"${flag.revision}"` },
    }),
};
